package io.sextant.app.platform.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sextant.app.platform.launch.CannotStart;
import io.sextant.app.testing.TestPostgres;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What our own PostgreSQL promises while it runs undisturbed.
class EmbeddedPostgresTest {
    private static DataFolder data;
    private static EmbeddedPostgres server;

    @BeforeAll
    static void start() {
        data = DataFolder.lock(TestPostgres.freshFolder());
        server = EmbeddedPostgres.start(data, new DatabaseSettings(TestPostgres.programs(), "nobody"));
    }

    @AfterAll
    static void stop() {
        server.close();
        data.close();
    }

    private static String ask(EmbeddedPostgres.Address address, String sql) throws SQLException {
        try (Connection connection = address.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "fsync, on",
        "synchronous_commit, on",
        "full_page_writes, on",
        "data_checksums, on",
        "password_encryption, scram-sha-256",
        "listen_addresses, 127.0.0.1",
        "unix_socket_directories, ''",
        "max_connections, 40",
        "server_encoding, UTF8"
    })
    void itIsDurableAndClosed(String setting, String value) throws SQLException {
        assertThat(ask(server.admin("postgres"), "show " + setting)).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"wrong", ""})
    void aWrongPasswordIsRefused(String password) {
        for (String role : List.of("sextant", "postgres")) {
            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(() -> new EmbeddedPostgres.Address(
                                    server.application().url(), role, password)
                            .connect()
                            .close())
                    .satisfies(e -> assertThat(e.getSQLState()).isIn("28P01", "08004"));
        }
    }

    @Test
    void theApplicationOwnsItsDatabaseAndIsNoSuperuser() throws SQLException {
        assertThat(ask(server.application(), "show is_superuser")).isEqualTo("off");
        assertThat(ask(
                        server.application(),
                        "select pg_get_userbyid(datdba) from pg_database where datname = current_database()"))
                .isEqualTo("sextant");
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> ask(server.application(), "select pg_read_file('/etc/passwd')"))
                .satisfies(e -> assertThat(e.getSQLState()).isEqualTo("42501"));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void nobodyReachesItFromOutsideThisMachine() throws Exception {
        int port = URI.create(server.application().url().substring("jdbc:".length()))
                .getPort();
        InetAddress own = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        List<InetAddress> tried = new ArrayList<>(NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !address.equals(own))
                .toList());
        // Every Linux answers here too; it stands in for an outer address where there is none.
        tried.add(InetAddress.getByAddress(new byte[] {127, 0, 0, 2}));
        for (InetAddress address : tried) {
            assertThatExceptionOfType(ConnectException.class)
                    .as("%s", address)
                    .isThrownBy(() -> new Socket(address, port).close());
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void itNeverRunsAsRoot() throws Exception {
        long pid = server.pid();
        List<String> status = Files.readAllLines(Path.of("/proc/" + pid + "/status"));
        assertThat(status).anyMatch(line -> line.matches("Uid:\\s+[1-9]\\d*\\s.*"));
        assertThat(status).anyMatch(line -> line.matches("CapEff:\\s+0+"));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aCtrlCInTheTerminalDoesNotReachIt() throws Exception {
        // Fields 5 and 6 after the command's closing bracket: process group and session.
        String stat = Files.readString(Path.of("/proc/" + server.pid() + "/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        assertThat(fields[2]).isEqualTo(Long.toString(server.pid()));
        assertThat(fields[3]).isEqualTo(Long.toString(server.pid()));
    }

    @Test
    void itMayNotChangeItsOwnSettings() throws SQLException {
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> ask(server.admin("postgres"), "alter system set fsync = off"))
                .withMessageContaining("not allowed");
    }

    @Test
    void secretsAndFilesAreForTheOwnerOnly() throws Exception {
        Path root = data.root();
        for (String file : List.of("secrets/postgres-admin", "secrets/postgres-application", "sextant.lock")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(root.resolve(file))))
                    .as(file)
                    .isEqualTo("rw-------");
        }
        for (String folder : List.of("secrets", "pg", "logs")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(root.resolve(folder))))
                    .as(folder)
                    .isEqualTo("rwx------");
        }
        assertThat(root.resolve("pg.password")).doesNotExist();
        assertThat(Files.readString(root.resolve("secrets/postgres-admin")))
                .isNotEqualTo(Files.readString(root.resolve("secrets/postgres-application")))
                .hasSizeGreaterThan(40);
        assertThat(server.application().toString())
                .doesNotContain(server.application().password());
    }

    @Test
    void frenchTextIsFoldedAndCutIntoWords() throws SQLException {
        EmbeddedPostgres.Address address = server.application();
        assertThat(ask(address, "select lower('ÉVALUÉ À NŒUD')")).isEqualTo("évalué à nœud");
        assertThat(ask(address, "select 'Évalué' ilike 'éVALUÉ'")).isEqualTo("t");
        assertThat(ask(address, "select to_tsvector('simple', '« L’usage » de l’IA : évalué')::text"))
                .isEqualTo("'de':3 'ia':5 'l':1,4 'usage':2 'évalué':6");
    }

    @Test
    void theExtensionsTheRoomsUseCanBeMadeByTheApplication() throws SQLException {
        EmbeddedPostgres.Address address = server.createDatabase("extensions");
        try (Connection connection = address.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("create extension unaccent");
            statement.execute("create extension pg_trgm");
        }
        assertThat(ask(address, "select unaccent('Évalué')")).isEqualTo("Evalue");
        assertThat(ask(address, "select similarity('chatbot', 'chat bot') > 0.4"))
                .isEqualTo("t");
    }

    @Test
    void theErrorsOfTheApplicationStayOutOfTheLogWithTheirValues() throws Exception {
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> ask(server.application(), "select 'a-private-value'::int"));
        assertThat(Files.readString(data.root().resolve("logs/postgresql.log"))).doesNotContain("a-private-value");
    }

    @Test
    void itStartsAgainWithWhatItHeldOnTheSamePort() throws Exception {
        Path folder = TestPostgres.freshFolder();
        DatabaseSettings settings = new DatabaseSettings(TestPostgres.programs(), "nobody");
        String url;
        try (DataFolder own = DataFolder.lock(folder);
                EmbeddedPostgres first = EmbeddedPostgres.start(own, settings);
                Connection connection = first.application().connect();
                Statement statement = connection.createStatement()) {
            url = first.application().url();
            statement.execute("create table kept as select 'here' as word");
        }
        assertThat(folder.resolve("pg/postmaster.pid")).doesNotExist();
        byte[] log = new byte[11 * 1024 * 1024];
        Files.write(folder.resolve("logs/postgresql.log"), log);
        try (DataFolder own = DataFolder.lock(folder);
                EmbeddedPostgres second = EmbeddedPostgres.start(own, settings)) {
            assertThat(second.application().url()).isEqualTo(url);
            assertThat(ask(second.application(), "select word from kept")).isEqualTo("here");
            assertThat(folder.resolve("logs/postgresql.log.1")).hasSize(log.length);
            assertThat(Files.size(folder.resolve("logs/postgresql.log"))).isLessThan(1024 * 1024);
        }
        int port = URI.create(url.substring("jdbc:".length())).getPort();
        try (ServerSocket taken = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"));
                DataFolder own = DataFolder.lock(folder);
                EmbeddedPostgres third = EmbeddedPostgres.start(own, settings)) {
            assertThat(third.application().url()).doesNotContain(":" + taken.getLocalPort() + "/");
            assertThat(ask(third.application(), "select word from kept")).isEqualTo("here");
        }
    }

    @Test
    void aLostPasswordOfTheApplicationIsMadeAnew() throws Exception {
        Path folder = TestPostgres.freshFolder();
        DatabaseSettings settings = new DatabaseSettings(TestPostgres.programs(), "nobody");
        try (DataFolder own = DataFolder.lock(folder);
                EmbeddedPostgres first = EmbeddedPostgres.start(own, settings)) {
            assertThat(ask(first.application(), "select 1")).isEqualTo("1");
        }
        Files.delete(folder.resolve("secrets/postgres-application"));
        try (DataFolder own = DataFolder.lock(folder);
                EmbeddedPostgres second = EmbeddedPostgres.start(own, settings)) {
            assertThat(ask(second.application(), "select 1")).isEqualTo("1");
        }
    }

    @Test
    void thePlatformsProgramsAreChosenByName() {
        Map<List<String>, String> known = Map.of(
                List.of("Linux", "amd64"), "postgres-linux-x86_64.txz",
                List.of("Linux", "aarch64"), "postgres-linux-arm_64.txz",
                List.of("Mac OS X", "aarch64"), "postgres-darwin-arm_64.txz",
                List.of("Mac OS X", "x86_64"), "postgres-darwin-x86_64.txz");
        known.forEach(
                (machine, resource) -> assertThat(PostgresPrograms.resourceFor(machine.get(0), machine.get(1), false))
                        .isEqualTo(resource));
    }

    @ParameterizedTest
    @CsvSource({
        "Linux, amd64, true, needs glibc and this system has musl",
        "Windows 11, amd64, false, brings no PostgreSQL for Windows 11",
        "Linux, riscv64, false, brings no PostgreSQL for processors of type riscv64"
    })
    void aPlatformWithoutProgramsIsToldWhatToDo(String os, String processor, boolean musl, String said) {
        assertThatExceptionOfType(CannotStart.class)
                .isThrownBy(() -> PostgresPrograms.resourceFor(os, processor, musl))
                .satisfies(e -> assertThat(e.line().english()).contains(said).contains("SPRING_DATASOURCE_URL"));
    }
}
