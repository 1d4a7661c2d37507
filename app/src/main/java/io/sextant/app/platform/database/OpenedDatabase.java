package io.sextant.app.platform.database;

import io.sextant.app.platform.launch.CannotStart;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/// Our own PostgreSQL on its way up, or the one that another Sextant runs on the same folder. Starting it and making
/// the
/// rooms take about as long; they go on side by side, and the connection pool waits for both.
final class OpenedDatabase implements AutoCloseable {
    private final DataFolder folder;
    private final CompletableFuture<EmbeddedPostgres> server;

    private OpenedDatabase(DataFolder folder, CompletableFuture<EmbeddedPostgres> server) {
        this.folder = folder;
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
        return new OpenedDatabase(folder, server);
    }

    /// Where the application's database is, once it answers.
    ///
    /// @throws CannotStart when it does not start
    EmbeddedPostgres.Address address() {
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
        if (folder.isLocked()) {
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
