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
import java.nio.file.attribute.PosixFilePermissions;
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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Our own PostgreSQL server: a real one, durable and closed to others, whose life is that of this object.
///
/// - **Durable**: fsync, synchronous commit, full page writes and data checksums are on; nothing acknowledged is lost
/// when
///   the machine, this process or the server dies.
/// - **Closed**: it listens on the loopback address alone, has no Unix socket, and asks everybody for a password
///   (SCRAM-SHA-256). The application's role is no superuser. Passwords are random and kept in `secrets/`.
/// - **Unprivileged**: never root, see [Account]. Its settings lie outside the folder it may write.
/// - **Watched**: when the server dies, it is started again with the same address; a server left over by a Sextant that
/// was
///   killed is recognised by its working folder, stopped, and started again with the right settings.
///
/// The caller holds the lock of the [DataFolder] for as long as this object lives. Thread-safe.
public final class EmbeddedPostgres implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(EmbeddedPostgres.class);
    private static final String ADMIN = "postgres";
    private static final String APPLICATION = "sextant";
    private static final Duration STARTING = Duration.ofSeconds(30);
    private static final Duration RECOVERING = Duration.ofMinutes(10);
    private static final Duration STOPPING = Duration.ofSeconds(60);
    private static final long LOG_LIMIT = 10L * 1024 * 1024;

    private final DataFolder folder;
    private final PostgresPrograms programs;
    private final Account account;
    private final Path cluster;
    private final Path settings;
    private final Path logFile;
    private final boolean detach;
    private final ReentrantLock lock = new ReentrantLock();
    private final CountDownLatch stopping = new CountDownLatch(1);
    private int port;
    private @Nullable Process process;

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
        EmbeddedPostgres server = new EmbeddedPostgres(folder, settings);
        try {
            server.open();
            return server;
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
    }

    private EmbeddedPostgres(DataFolder folder, DatabaseSettings given) {
        this.folder = folder;
        this.cluster = folder.root().resolve("pg");
        this.settings = folder.root().resolve("pg-settings");
        Path parent = given.binaries() == null
                ? folder.root().resolve("pg-bin")
                : given.binaries().toAbsolutePath().normalize();
        this.programs = PostgresPrograms.unpackInto(parent);
        this.account = Account.reaching(given.runAs(), folder.root(), programs.home());
        this.logFile = folder.privateFolder("logs").resolve("postgresql.log");
        this.detach = Processes.run(List.of("setsid", "true"), Map.of(), 10).ok();
    }

    private void open() {
        boolean existing = Files.exists(cluster);
        if (existing) {
            requireSameSeries();
            stopLeftover();
            account.claim(cluster);
        } else {
            initialise();
        }
        port = keptPort();
        launchPatiently();
        prepare();
    }

    private void requireSameSeries() {
        String found;
        try {
            found = Files.readString(cluster.resolve("PG_VERSION")).strip();
        } catch (IOException e) {
            throw Mishaps.notACluster(cluster, e);
        }
        if (!found.equals(Integer.toString(programs.series()))) {
            throw Mishaps.otherSeries(cluster, found, programs.series());
        }
        if (!folder.hasSecret("postgres-admin")) {
            throw Mishaps.wrongSecrets(folder.root().resolve("secrets"), cluster, null);
        }
    }

    // ---- the cluster

    private void initialise() {
        Path fresh = folder.root().resolve("pg.new");
        Path password = folder.root().resolve("pg.password");
        log.info("Making the database in {}", cluster);
        try {
            String secret = folder.secret("postgres-admin");
            Processes.Ended ended = new Processes.Ended(1, "");
            // The text search parser tells letters from punctuation by the C library's character types, so a UTF-8 type
            // is
            // preferred; sorting and case rules are PostgreSQL's own in any case, the same on every machine.
            for (String characters : List.of("C.UTF-8", "en_US.UTF-8", "C")) {
                PostgresPrograms.deleteTree(fresh);
                Files.createDirectory(fresh);
                DataFolder.replace(password, secret);
                account.own(fresh);
                account.own(password);
                ended = Processes.run(
                        account.command(List.of(
                                programs.program("initdb"),
                                "--pgdata=" + fresh,
                                "--username=" + ADMIN,
                                "--pwfile=" + password,
                                "--auth=scram-sha-256",
                                "--encoding=UTF8",
                                "--locale-provider=builtin",
                                "--builtin-locale=C.UTF-8",
                                "--locale=C",
                                "--lc-ctype=" + characters,
                                "--data-checksums",
                                "--no-instructions")),
                        Map.of("TZ", "UTC", "LC_ALL", "C"),
                        300);
                if (!ended.output().contains("invalid locale")) {
                    break;
                }
            }
            if (!ended.ok()) {
                throw refusal(ended);
            }
            Files.move(fresh, cluster, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw Mishaps.io(cluster, e);
        } finally {
            try {
                Files.deleteIfExists(password);
            } catch (IOException e) {
                log.warn("Cannot delete {}", password, e);
            }
        }
    }

    private CannotStart refusal(Processes.Ended ended) {
        if (Mishaps.saysDiskFull(ended.output())) {
            return Mishaps.diskFull(folder.root(), null);
        }
        return ended.code() == 126
                ? Mishaps.notExecutable(programs.home())
                : Mishaps.cannotBeSetUp(lastLine(ended.output()));
    }

    private static String lastLine(String text) {
        List<String> lines =
                text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
        return lines.stream()
                .filter(line -> line.contains("error:") || line.contains("FATAL:") || line.contains("PANIC:"))
                .findFirst()
                .orElse(lines.isEmpty() ? "it said nothing" : lines.getLast());
    }

    private void writeSettings() throws IOException {
        Files.createDirectories(settings);
        Files.setPosixFilePermissions(settings, PosixFilePermissions.fromString("rwxr-xr-x"));
        writeSetting("postgresql.conf", """
                # Written by Sextant at every start; changes made here are lost.
                listen_addresses = '127.0.0.1'
                port = %d
                unix_socket_directories = ''
                max_connections = 40
                superuser_reserved_connections = 3
                password_encryption = 'scram-sha-256'
                authentication_timeout = '10s'
                allow_alter_system = off

                # Nothing acknowledged is ever lost.
                fsync = on
                synchronous_commit = on
                full_page_writes = on
                wal_level = minimal
                max_wal_senders = 0
                max_wal_size = '512MB'
                checkpoint_timeout = '15min'

                # Modest: the whole of Sextant fits in 600 MB.
                shared_buffers = '64MB'
                effective_cache_size = '512MB'
                work_mem = '8MB'
                maintenance_work_mem = '48MB'
                temp_buffers = '4MB'
                wal_buffers = '4MB'
                huge_pages = off
                jit = off
                io_method = sync
                max_worker_processes = 4
                max_parallel_workers = 2
                max_parallel_workers_per_gather = 1
                max_logical_replication_workers = 0
                autovacuum_max_workers = 2
                random_page_cost = 1.1

                # A transaction that nobody ends must not hold everybody for ever.
                idle_in_transaction_session_timeout = '15min'

                timezone = 'UTC'
                log_timezone = 'UTC'
                datestyle = 'iso, ymd'
                default_text_search_config = 'pg_catalog.simple'

                # The application reports the errors of its own statements; their values stay out of the log.
                log_min_messages = log
                log_min_error_statement = panic
                log_checkpoints = off
                log_line_prefix = '%%m [%%p] '
                """.formatted(port));
        writeSetting("pg_hba.conf", """
                # Written by Sextant at every start; changes made here are lost.
                host all all 127.0.0.1/32 scram-sha-256
                """);
        writeSetting("pg_ident.conf", "# Written by Sextant at every start; changes made here are lost.\n");
    }

    private void writeSetting(String name, String text) throws IOException {
        Path file = settings.resolve(name);
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
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
            throw Mishaps.doesNotStart(lastLine(said), logFile);
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
            dropStaleLockFile();
            writeSettings();
            rollLog();
            long logged = Files.exists(logFile) ? Files.size(logFile) : 0;
            List<String> words = new ArrayList<>();
            if (detach) {
                // A Ctrl-C in the terminal is for Sextant, which stops the server last and in good order.
                words.add("setsid");
            }
            words.addAll(account.command(List.of(
                    programs.program("postgres"),
                    "-D",
                    cluster.toString(),
                    "-c",
                    "config_file=" + settings.resolve("postgresql.conf"),
                    "-c",
                    "hba_file=" + settings.resolve("pg_hba.conf"),
                    "-c",
                    "ident_file=" + settings.resolve("pg_ident.conf"))));
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
            PidFile now = PidFile.read(cluster);
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
        if (said.contains("lock file \"postmaster.pid\"")
                || said.contains("pre-existing shared memory block")
                || said.contains("shared memory block")) {
            return new Attempt.Busy(said);
        }
        return new Attempt.Failed(Mishaps.doesNotStart(lastLine(said), logFile));
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
        try (Connection connection = admin("postgres").connect()) {
            boolean known = exists(connection, "select 1 from pg_roles where rolname = ?", APPLICATION);
            if (!known || fresh) {
                execute(connection, (known ? "alter" : "create") + " role %I login password %L", APPLICATION, password);
            }
            createDatabase(connection, APPLICATION);
        } catch (SQLException e) {
            if ("28P01".equals(e.getSQLState())) {
                throw Mishaps.wrongSecrets(folder.root().resolve("secrets"), cluster, e);
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
        return new Address(url(name), APPLICATION, folder.secret("postgres-application"));
    }

    /// A database of this server, entered as its superuser.
    Address admin(String database) {
        return new Address(url(database), ADMIN, folder.secret("postgres-admin"));
    }

    /// Creates an empty database that the application owns, unless it exists.
    public Address createDatabase(String name) throws SQLException {
        try (Connection connection = admin("postgres").connect()) {
            createDatabase(connection, name);
        }
        return database(name);
    }

    private String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database
                + "?ApplicationName=sextant&reWriteBatchedInserts=true&connectTimeout=10";
    }

    /// The process that leads the server; changes when it had to be started again.
    long pid() {
        PidFile now = PidFile.read(cluster);
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

    /// Stops a server that runs on our cluster although no Sextant holds the folder: its Sextant was killed.
    private void stopLeftover() {
        PidFile left = PidFile.read(cluster);
        if (left == null) {
            return;
        }
        if (isServer(left)) {
            log.warn("Stopping the PostgreSQL (process {}) of a Sextant that was killed", left.pid());
            signal("INT", left.pid());
            if (!awaitEnd(left, STOPPING)) {
                signal("QUIT", left.pid());
                if (!awaitEnd(left, Duration.ofSeconds(20))) {
                    throw Mishaps.leftoverStays(left.pid());
                }
            }
        }
    }

    private boolean awaitEnd(PidFile left, Duration patience) {
        Instant deadline = Instant.now().plus(patience);
        while (isServer(left) || !livingInCluster().isEmpty()) {
            if (Instant.now().isAfter(deadline) || pause(50)) {
                return false;
            }
        }
        return true;
    }

    private static void signal(String name, long pid) {
        Processes.run(List.of("/bin/sh", "-c", "kill -" + name + " " + pid), Map.of(), 10);
    }

    /// Whether the process named by the lock file leads a server on our cluster, and not another one that got the same
    /// number since.
    private boolean isServer(PidFile file) {
        if (Files.isDirectory(Path.of("/proc/self"))) {
            return livingInCluster().contains(file.pid());
        }
        return ProcessHandle.of(file.pid())
                .map(ProcessHandle::info)
                .filter(info -> info.command()
                        .filter(name -> name.endsWith("/postgres"))
                        .isPresent())
                .flatMap(ProcessHandle.Info::startInstant)
                .filter(begun -> Math.abs(begun.getEpochSecond() - file.startedAt()) <= 5)
                .isPresent();
    }

    /// The living processes whose working folder is our cluster: the server's, all of them. Linux only, else empty.
    private List<Long> livingInCluster() {
        try (Stream<Path> all = Files.list(Path.of("/proc"))) {
            return all.filter(path -> path.getFileName().toString().chars().allMatch(Character::isDigit))
                    .filter(path -> {
                        try {
                            return Files.readSymbolicLink(path.resolve("cwd")).equals(cluster);
                        } catch (IOException gone) {
                            // Ended meanwhile, a zombie, or another user's.
                            return false;
                        }
                    })
                    .map(path -> Long.valueOf(path.getFileName().toString()))
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    /// Removes a lock file whose server is gone. PostgreSQL does so itself unless the process number lives on as a
    /// zombie or
    /// as another program, which is common in containers; then it would refuse to start until a person deletes the
    /// file.
    private void dropStaleLockFile() throws IOException {
        PidFile left = PidFile.read(cluster);
        if (left != null
                && Files.isDirectory(Path.of("/proc/self"))
                && livingInCluster().isEmpty()) {
            Files.deleteIfExists(cluster.resolve("postmaster.pid"));
        }
    }

    /// What the server writes about itself in `postmaster.pid`.
    ///
    /// @param pid its process
    /// @param startedAt when it started, in seconds since 1970
    /// @param ready whether it takes connections
    private record PidFile(long pid, long startedAt, boolean ready) {
        static @Nullable PidFile read(Path cluster) {
            try {
                List<String> lines = Files.readAllLines(cluster.resolve("postmaster.pid"));
                if (lines.size() < 3) {
                    return null;
                }
                boolean ready = lines.size() >= 8 && lines.get(7).strip().equals("ready");
                return new PidFile(
                        Long.parseLong(lines.get(0).strip()),
                        Long.parseLong(lines.get(2).strip()),
                        ready);
            } catch (NoSuchFileException | NumberFormatException absentOrHalfWritten) {
                return null;
            } catch (IOException e) {
                throw Mishaps.io(cluster, e);
            }
        }
    }

    /// Stops the server in good order: running statements are broken off, everything acknowledged is on disk. Closing
    /// twice
    /// does nothing.
    @Override
    public void close() {
        stopping.countDown();
        lock.lock();
        try {
            Process running = process;
            if (running == null || !running.isAlive()) {
                return;
            }
            PidFile file = PidFile.read(cluster);
            long pid = file != null && isOf(running, file.pid()) ? file.pid() : running.pid();
            signal("INT", pid);
            if (!running.waitFor(STOPPING)) {
                log.warn("PostgreSQL does not stop; breaking it off, it will recover at the next start");
                signal("QUIT", pid);
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
