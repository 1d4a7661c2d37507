package io.sextant.app.testing;

import io.sextant.app.platform.database.DataFolder;
import io.sextant.app.platform.database.DatabaseSettings;
import io.sextant.app.platform.database.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.boot.SpringApplication;
import org.springframework.util.FileSystemUtils;

/// The one PostgreSQL of this test JVM: the product's own, on a temporary folder that goes away with the JVM.
public final class TestPostgres {
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final Path FOLDER = temporaryFolder();
    private static final DataFolder DATA = DataFolder.lock(FOLDER.resolve("server"));
    private static final EmbeddedPostgres SERVER = start();
    private static volatile boolean servesContexts;

    private TestPostgres() {}

    /// Where the PostgreSQL programs are unpacked once for all test runs of this working copy; in the temporary folder
    /// where the working copy is closed to the unprivileged accounts that run them.
    public static Path programs() {
        Path kept = Path.of("target").toAbsolutePath();
        return (open(kept) ? kept : FOLDER).resolve("pg-bin");
    }

    private static boolean open(Path folder) {
        try {
            for (Path step = folder; step != null; step = step.getParent()) {
                if (!Files.getPosixFilePermissions(step).contains(PosixFilePermission.OTHERS_EXECUTE)) {
                    return false;
                }
            }
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// An empty database, without migrations.
    public static EmbeddedPostgres.Address freshDatabase() {
        try {
            return SERVER.createDatabase("test_" + COUNT.incrementAndGet());
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /// An empty folder that goes away with the JVM and that an unprivileged account may pass through.
    public static Path freshFolder() {
        try {
            Path folder = Files.createDirectory(FOLDER.resolve("folder-" + COUNT.incrementAndGet()));
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path temporaryFolder() {
        try {
            Path folder = Files.createTempDirectory("sextant-test-");
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static EmbeddedPostgres start() {
        EmbeddedPostgres server = EmbeddedPostgres.start(DATA, new DatabaseSettings(programs(), "nobody"));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            if (!servesContexts) {
                clear();
            }
        }));
        return server;
    }

    /// Leaves the end of the server to Spring Boot's shutdown hook, which first closes the contexts; else they would
    /// see their database vanish. Only works while an application starts, since that is when Spring Boot makes its
    /// hook.
    static synchronized void endAfterContexts() {
        if (!servesContexts) {
            SpringApplication.getShutdownHandlers().add(TestPostgres::clear);
            servesContexts = true;
        }
    }

    private static void clear() {
        SERVER.close();
        DATA.close();
        try {
            FileSystemUtils.deleteRecursively(FOLDER);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
