package io.sextant.app.platform.database;

import io.sextant.app.platform.launch.CannotStart;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/// The database that Sextant works on: our own PostgreSQL on its way up, the one that another Sextant runs on the same
/// folder, or an external one. Starting our own and making the rooms take about as long; they go on side by side, and
/// the connection pool waits for both.
public final class OpenedDatabase implements AutoCloseable {
    private final DataFolder folder;
    private final EmbeddedPostgres.@Nullable Address external;
    private final CompletableFuture<EmbeddedPostgres> server;

    private OpenedDatabase(
            DataFolder folder,
            EmbeddedPostgres.@Nullable Address external,
            CompletableFuture<EmbeddedPostgres> server) {
        this.folder = folder;
        this.external = external;
        this.server = server;
    }

    /// Begins to start the server of a locked folder.
    static OpenedDatabase begin(DataFolder folder, DatabaseSettings settings) {
        CompletableFuture<EmbeddedPostgres> server = new CompletableFuture<>();
        if (folder.isLocked()) {
            Thread.ofPlatform().name("postgresql-start").start(() -> {
                try {
                    server.complete(EmbeddedPostgres.start(folder, settings));
                } catch (RuntimeException | Error e) {
                    server.completeExceptionally(e);
                }
            });
        }
        return new OpenedDatabase(folder, null, server);
    }

    /// A database that is not ours to start and stop.
    static OpenedDatabase external(DataFolder folder, EmbeddedPostgres.Address address) {
        return new OpenedDatabase(folder, address, new CompletableFuture<>());
    }

    /// Where the application's database is, once it answers.
    ///
    /// @throws CannotStart when our own does not start
    public EmbeddedPostgres.Address address() {
        if (external != null) {
            return external;
        }
        if (!folder.isLocked()) {
            return EmbeddedPostgres.running(folder);
        }
        try {
            return server.join().application();
        } catch (CompletionException e) {
            if (e.getCause() instanceof CannotStart cannot) {
                throw cannot;
            }
            throw e;
        }
    }

    /// Stops the server, if it is ours; waits for it to be up first if need be.
    @Override
    public void close() {
        if (external == null && folder.isLocked()) {
            server.handle((started, failure) -> {
                        if (started != null) {
                            started.close();
                        }
                        return failure;
                    })
                    .join();
        }
    }
}
