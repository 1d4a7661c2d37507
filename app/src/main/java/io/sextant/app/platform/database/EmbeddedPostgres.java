package io.sextant.app.platform.database;

import io.sextant.app.platform.launch.CannotStart;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Our own PostgreSQL server: a real one, durable and closed to others, whose life is that of this object.
///
/// - **Durable**: fsync, synchronous commit, full page writes and data checksums are on; nothing acknowledged is lost
///   when the machine, this process or the server dies.
/// - **Closed**: it listens on the loopback address alone, has no Unix socket, and asks everybody for a password
///   (SCRAM-SHA-256). The application's role is no superuser. Passwords are random and kept in `secrets/`.
/// - **Unprivileged**: never root, see [Account]. Its settings lie outside the folder it may write.
/// - **Watched**: when the server dies, it is started again with the same address; a server left over by a Sextant
///   that was killed is recognised by its working folder, stopped, and started again with the right settings.
///
/// The caller holds the lock of the [DataFolder] for as long as this object lives. Thread-safe.
public final class EmbeddedPostgres implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(EmbeddedPostgres.class);
    private static final String APPLICATION = "sextant";
    private static final Duration STARTING = Duration.ofSeconds(30);
    private static final Duration RECOVERING = Duration.ofMinutes(10);
    private static final Duration STOPPING = Duration.ofSeconds(60);
    private static final long LOG_LIMIT = 10L * 1024 * 1024;

    private final DataFolder folder;
    private final Cluster cluster;
    private final ServerSettings settings;
    private final Path logFile;
    private final boolean detach;
    private final ReentrantLock lock = new ReentrantLock();
    private final CountDownLatch stopping = new CountDownLatch(1);
    private volatile int port;
    private volatile @Nullable Process process;

    /// Where a database is and how to enter it.
    ///
    /// @param url JDBC address
    /// @param user role
    /// @param password its password
    public record Address(String url, String user, String password) {
        /// Opens a connection outside any pool.
        public Connection connect() throws SQLException {
            return DriverManager.getConnection(url, user, password);
        }

        /// The same without the password.
        @Override
        public String toString() {
            return user + "@" + url;
        }
    }

    /// Starts the server of a data folder, making its cluster on the first start, and waits until it answers.
    ///
    /// @throws CannotStart when it cannot, in one line for whoever runs Sextant
    public static EmbeddedPostgres start(DataFolder folder, DatabaseSettings settings) {
        return start(folder, settings, Account.waysToRunAs(settings.runAs()));
    }

    /// The application's database of the server that another Sextant runs on this folder.
    ///
    /// @throws CannotStart when none answers
    static Address running(DataFolder folder) {
        try {
            String port = Files.readString(folder.root().resolve("pg.port")).strip();
            if (folder.hasSecret("postgres-application")) {
                return new Address(
                        url(Integer.parseInt(port), APPLICATION), APPLICATION, folder.secret("postgres-application"));
            }
        } catch (NoSuchFileException absent) {
            // Not yet written.
        } catch (IOException e) {
            throw Mishaps.io(folder.root(), e);
        }
        throw Mishaps.notRunning(folder.root());
    }

    /// The same with the ways to leave root behind narrowed.
    static EmbeddedPostgres start(DataFolder folder, DatabaseSettings settings, List<Account.Way> ways) {
        EmbeddedPostgres server = new EmbeddedPostgres(folder, settings, ways);
        try {
            server.open();
            return server;
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
    }

    private EmbeddedPostgres(DataFolder folder, DatabaseSettings given, List<Account.Way> ways) {
        this.folder = folder;
        Path parent = given.binaries() == null
                ? folder.root().resolve("pg-bin")
                : given.binaries().toAbsolutePath().normalize();
        PostgresPrograms programs = PostgresPrograms.unpackInto(parent);
        Account account = Account.reaching(given.runAs(), ways, folder.root(), programs.home());
        this.cluster = new Cluster(folder, folder.root().resolve("pg"), programs, account);
        this.settings = new ServerSettings(folder.root().resolve("pg-settings"));
        this.logFile = folder.privateFolder("logs").resolve("postgresql.log");
        this.detach = Processes.run(List.of("setsid", "true"), Map.of(), 10).ok();
    }

    private void open() {
        cluster.open();
        port = keptPort();
        launchPatiently();
        prepare();
    }

    // ---- the port

    /// The port used last time when it is still free, so that tools keep finding the server; else a free one.
    private int keptPort() {
        Path file = folder.root().resolve("pg.port");
        try {
            if (Files.exists(file)) {
                int kept = Integer.parseInt(Files.readString(file).strip());
                if (isFree(kept)) {
                    return kept;
                }
            }
        } catch (IOException | NumberFormatException e) {
            log.debug("No kept port", e);
        }
        return freshPort();
    }

    private int freshPort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            int fresh = socket.getLocalPort();
            DataFolder.replace(folder.root().resolve("pg.port"), Integer.toString(fresh));
            return fresh;
        } catch (IOException e) {
            throw Mishaps.noPort(e);
        }
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress("127.0.0.1", port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    // ---- starting

    /// How one attempt to start the server ended.
    private sealed interface Attempt {
        /// It answers.
        record Ready() implements Attempt {}

        /// It stopped; trying again may help: the former server is not quite gone.
        record Busy(String said) implements Attempt {}

        /// Its port was taken in between.
        record PortTaken(String said) implements Attempt {}

        /// It will not start.
        record Failed(CannotStart problem) implements Attempt {}
    }

    /// Starts the server, waiting out the remains of a former one.
    private void launchPatiently() {
        Instant deadline = Instant.now().plus(STARTING);
        long pause = 50;
        boolean reviving = process != null;
        while (true) {
            switch (launch()) {
                case Attempt.Ready() -> {
                    return;
                }
                case Attempt.Failed(CannotStart problem) -> throw problem;
                case Attempt.PortTaken(String said) -> {
                    // Connections are known by this port while Sextant runs; only a first start may choose another.
                    if (!reviving) {
                        port = freshPort();
                    }
                    giveUpAfter(deadline, said);
                }
                case Attempt.Busy(String said) -> giveUpAfter(deadline, said);
            }
            if (pause(pause)) {
                throw Mishaps.stopping();
            }
            pause = Math.min(2 * pause, 2000);
        }
    }

    private void giveUpAfter(Instant deadline, String said) {
        if (Instant.now().isAfter(deadline)) {
            throw Mishaps.doesNotStart(Mishaps.heart(said), logFile);
        }
    }

    /// Waits; true when we are asked to stop meanwhile.
    private boolean pause(long milliseconds) {
        try {
            return stopping.await(milliseconds, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private Attempt launch() {
        lock.lock();
        try {
            if (stopping.getCount() == 0) {
                return new Attempt.Failed(Mishaps.stopping());
            }
            cluster.dropStaleLockFile();
            settings.write(port);
            rollLog();
            long logged = Files.exists(logFile) ? Files.size(logFile) : 0;
            List<String> server = new ArrayList<>(List.of(
                    cluster.programs().program("postgres"), "-D", cluster.path().toString()));
            server.addAll(settings.words());
            List<String> words = new ArrayList<>();
            if (detach) {
                // A Ctrl-C in the terminal is for Sextant, which stops the server last and in good order.
                words.add("setsid");
            }
            words.addAll(cluster.account().command(server));
            ProcessBuilder builder = new ProcessBuilder(words)
                    .directory(new File("/"))
                    .redirectInput(new File("/dev/null"))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(logFile.toFile()));
            builder.environment().put("LC_ALL", "C");
            builder.environment().put("TZ", "UTC");
            Process started = builder.start();
            process = started;
            Attempt attempt = await(started, logged);
            if (attempt instanceof Attempt.Ready) {
                started.onExit().thenRun(() -> Thread.ofPlatform()
                        .daemon()
                        .name("postgresql-watch")
                        .start(() -> revive(started)));
            }
            return attempt;
        } catch (IOException e) {
            return new Attempt.Failed(Mishaps.io(folder.root(), e));
        } finally {
            lock.unlock();
        }
    }

    private Attempt await(Process started, long logged) throws IOException {
        Instant begun = Instant.now();
        Instant told = begun;
        while (started.isAlive()) {
            PidFile now = PidFile.read(cluster.path());
            if (now != null && now.ready() && isOf(started, now.pid())) {
                return new Attempt.Ready();
            }
            if (Duration.between(told, Instant.now()).toSeconds() >= 10) {
                told = Instant.now();
                log.info(
                        "PostgreSQL is getting ready, perhaps recovering what it had written ({} s)",
                        Duration.between(begun, told).toSeconds());
            }
            if (Duration.between(begun, Instant.now()).compareTo(RECOVERING) > 0) {
                return new Attempt.Failed(Mishaps.doesNotStart("it does not get ready", logFile));
            }
            if (pause(20)) {
                break;
            }
        }
        String said = since(logged);
        if (Mishaps.saysDiskFull(said)) {
            return new Attempt.Failed(Mishaps.diskFull(folder.root(), null));
        }
        if (said.contains("could not bind") || said.contains("could not create any TCP/IP sockets")) {
            return new Attempt.PortTaken(said);
        }
        if (said.contains("lock file \"postmaster.pid\"") || said.contains("shared memory block")) {
            return new Attempt.Busy(said);
        }
        return new Attempt.Failed(Mishaps.doesNotStart(Mishaps.heart(said), logFile));
    }

    private static boolean isOf(Process started, long pid) {
        return started.pid() == pid || started.descendants().anyMatch(child -> child.pid() == pid);
    }

    private void rollLog() throws IOException {
        if (Files.exists(logFile) && Files.size(logFile) > LOG_LIMIT) {
            Files.move(logFile, logFile.resolveSibling("postgresql.log.1"), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private String since(long position) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(logFile.toFile(), "r")) {
            file.seek(Math.min(position, file.length()));
            byte[] bytes = new byte[(int) Math.min(64 * 1024, file.length() - file.getFilePointer())];
            file.readFully(bytes);
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    /// Makes the application's role and database if they are not there yet.
    private void prepare() {
        boolean fresh = !folder.hasSecret("postgres-application");
        String password = folder.secret("postgres-application");
        try (Connection connection = admin(Cluster.ADMIN).connect()) {
            boolean known = exists(connection, "select 1 from pg_roles where rolname = ?", APPLICATION);
            if (!known || fresh) {
                execute(connection, (known ? "alter" : "create") + " role %I login password %L", APPLICATION, password);
            }
            createDatabase(connection, APPLICATION);
        } catch (SQLException e) {
            if ("28P01".equals(e.getSQLState())) {
                throw cluster.wrongSecrets(e);
            }
            throw Mishaps.doesNotAnswer(e);
        }
    }

    private static void createDatabase(Connection connection, String name) throws SQLException {
        if (!exists(connection, "select 1 from pg_database where datname = ?", name)) {
            execute(connection, "create database %I owner %I", name, APPLICATION);
        }
    }

    private static boolean exists(Connection connection, String sql, String name) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setString(1, name);
            try (ResultSet row = query.executeQuery()) {
                return row.next();
            }
        }
    }

    /// Runs a statement whose names and literals PostgreSQL itself quotes, for those that take no parameters.
    private static void execute(Connection connection, String format, String first, String second) throws SQLException {
        String sql;
        try (PreparedStatement query = connection.prepareStatement("select format(?, ?, ?)")) {
            query.setString(1, format);
            query.setString(2, first);
            query.setString(3, second);
            try (ResultSet row = query.executeQuery()) {
                row.next();
                sql = row.getString(1);
            }
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    // ---- addresses

    /// The application's database, entered as the application: owner of the database, not a superuser.
    public Address application() {
        return database(APPLICATION);
    }

    /// Another database of this server, entered as the application.
    public Address database(String name) {
        return new Address(url(port, name), APPLICATION, folder.secret("postgres-application"));
    }

    /// A database of this server, entered as its superuser.
    Address admin(String database) {
        return new Address(url(port, database), Cluster.ADMIN, folder.secret("postgres-admin"));
    }

    /// Creates an empty database that the application owns, unless it exists.
    public Address createDatabase(String name) throws SQLException {
        try (Connection connection = admin(Cluster.ADMIN).connect()) {
            createDatabase(connection, name);
        }
        return database(name);
    }

    private static String url(int port, String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database
                + "?ApplicationName=sextant&reWriteBatchedInserts=true&connectTimeout=10";
    }

    /// The process that leads the server; changes when it had to be started again.
    long pid() {
        PidFile now = PidFile.read(cluster.path());
        if (now == null) {
            throw new IllegalStateException("PostgreSQL is not running");
        }
        return now.pid();
    }

    // ---- watching

    private void revive(Process dead) {
        if (stopping.getCount() == 0) {
            return;
        }
        Instant begun = Instant.now();
        log.warn("PostgreSQL stopped unexpectedly (exit code {}); starting it again", dead.exitValue());
        long pause = 1000;
        while (stopping.getCount() > 0) {
            try {
                launchPatiently();
                log.info(
                        "PostgreSQL answers again after {} ms",
                        Duration.between(begun, Instant.now()).toMillis());
                return;
            } catch (CannotStart problem) {
                if (stopping.getCount() > 0) {
                    log.error("{} Trying again in {} s", problem.line().text(), pause / 1000);
                }
            }
            if (pause(pause)) {
                return;
            }
            pause = Math.min(2 * pause, 16_000);
        }
    }

    // ---- stopping

    /// Stops the server in good order: running statements are broken off, everything acknowledged is on disk.
    /// Closing twice does nothing.
    @Override
    public void close() {
        stopping.countDown();
        lock.lock();
        try {
            Process running = process;
            if (running == null || !running.isAlive()) {
                return;
            }
            PidFile file = PidFile.read(cluster.path());
            long pid = file != null && isOf(running, file.pid()) ? file.pid() : running.pid();
            Processes.signal("INT", pid);
            if (!running.waitFor(STOPPING)) {
                log.warn("PostgreSQL does not stop; breaking it off, it will recover at the next start");
                Processes.signal("QUIT", pid);
                if (!running.waitFor(Duration.ofSeconds(10))) {
                    running.destroyForcibly();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }
}
