package io.sextant.app.platform.database;

import io.sextant.app.platform.launch.CannotStart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The files of our own PostgreSQL in the data folder, and the processes that work on them.
///
/// @param data the locked data folder
/// @param path the files themselves
/// @param programs what reads and writes them
/// @param account who owns them
record Cluster(DataFolder data, Path path, PostgresPrograms programs, Account account) {
    /// The superuser; only Sextant's own upkeep enters as it.
    static final String ADMIN = "postgres";

    private static final Logger log = LoggerFactory.getLogger(Cluster.class);
    private static final Duration STOPPING = Duration.ofSeconds(60);

    /// Makes the files on the first start; else checks that they are ours to open, and that nobody else has them open.
    ///
    /// @throws CannotStart when they cannot be opened by this Sextant
    void open() {
        if (Files.exists(path)) {
            account.requireOwned(path);
            requireSameSeries();
            stopLeftover();
            account.claim(path);
        } else {
            initialise();
        }
    }

    private void requireSameSeries() {
        String found;
        try {
            found = Files.readString(path.resolve("PG_VERSION")).strip();
        } catch (IOException e) {
            throw Mishaps.notACluster(path, e);
        }
        if (!found.equals(Integer.toString(programs.series()))) {
            throw Mishaps.otherSeries(path, found, programs.series());
        }
        if (!data.hasSecret("postgres-admin")) {
            throw wrongSecrets(null);
        }
    }

    /// The passwords that are kept are not those of these files.
    CannotStart wrongSecrets(@Nullable Throwable cause) {
        return Mishaps.wrongSecrets(data.root().resolve("secrets"), path, cause);
    }

    private void initialise() {
        Path fresh = path.resolveSibling(path.getFileName() + ".new");
        Path password = path.resolveSibling(path.getFileName() + ".password");
        log.info("Making the database in {}", path);
        try {
            String secret = data.secret("postgres-admin");
            Processes.Ended ended = new Processes.Ended(1, "");
            // The text search parser tells letters from punctuation by the C library's character types, so a UTF-8
            // one is preferred; sorting and case are PostgreSQL's own in any case, the same on every machine.
            for (String characters : List.of("C.UTF-8", "en_US.UTF-8", "C")) {
                PostgresPrograms.deleteTree(fresh);
                Files.createDirectory(fresh);
                DataFolder.replace(password, secret);
                account.own(fresh);
                account.own(password);
                ended = initdb(fresh, password, characters);
                if (!ended.output().contains("invalid locale")) {
                    break;
                }
            }
            if (!ended.ok()) {
                throw refusal(ended);
            }
            // A whole cluster or none: a start that is broken off leaves only a folder that the next one clears.
            Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw Mishaps.io(path, e);
        } finally {
            try {
                Files.deleteIfExists(password);
            } catch (IOException e) {
                log.warn("Cannot delete {}", password, e);
            }
        }
    }

    private Processes.Ended initdb(Path folder, Path password, String characters) {
        List<String> words = List.of(
                programs.program("initdb"),
                "--pgdata=" + folder,
                "--username=" + ADMIN,
                "--pwfile=" + password,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--locale=C",
                "--lc-ctype=" + characters,
                "--data-checksums",
                "--no-instructions");
        return Processes.run(account.command(words), Map.of("TZ", "UTC", "LC_ALL", "C"), 300);
    }

    private CannotStart refusal(Processes.Ended ended) {
        if (Mishaps.saysDiskFull(ended.output())) {
            return Mishaps.diskFull(data.root(), null);
        }
        return ended.code() == 126
                ? Mishaps.notExecutable(programs.home())
                : Mishaps.cannotBeSetUp(Mishaps.heart(ended.output()));
    }

    // ---- the processes

    /// Stops a server that runs on our files although no Sextant holds the folder: its Sextant was killed.
    private void stopLeftover() {
        PidFile left = PidFile.read(path);
        if (left == null || !isServer(left)) {
            return;
        }
        log.warn("Stopping the PostgreSQL (process {}) of a Sextant that was killed", left.pid());
        Processes.signal("INT", left.pid());
        if (!ended(left, STOPPING)) {
            Processes.signal("QUIT", left.pid());
            if (!ended(left, Duration.ofSeconds(20))) {
                throw Mishaps.leftoverStays(left.pid());
            }
        }
    }

    private boolean ended(PidFile left, Duration patience) {
        Instant deadline = Instant.now().plus(patience);
        while (isServer(left) || !living().isEmpty()) {
            if (Instant.now().isAfter(deadline)) {
                return false;
            }
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
        return true;
    }

    /// Whether the process named by the lock file leads a server on our files, and is not another program that got the
    /// same number since.
    private boolean isServer(PidFile file) {
        if (Processes.listsAll()) {
            return living().contains(file.pid());
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
    private List<Long> living() {
        try (Stream<Path> all = Files.list(Path.of("/proc"))) {
            return all.filter(
                            process -> process.getFileName().toString().chars().allMatch(Character::isDigit))
                    .filter(this::worksHere)
                    .map(process -> Long.valueOf(process.getFileName().toString()))
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private boolean worksHere(Path process) {
        try {
            return Files.readSymbolicLink(process.resolve("cwd")).equals(path);
        } catch (IOException gone) {
            // Ended meanwhile, a zombie, or another user's.
            return false;
        }
    }

    /// Removes a lock file whose server is gone. PostgreSQL does so itself unless the process number lives on, as a
    /// zombie or as another program, which is common in containers; it would then refuse to start for good.
    void dropStaleLockFile() throws IOException {
        if (Processes.listsAll() && PidFile.read(path) != null && living().isEmpty()) {
            Files.deleteIfExists(path.resolve("postmaster.pid"));
        }
    }
}
