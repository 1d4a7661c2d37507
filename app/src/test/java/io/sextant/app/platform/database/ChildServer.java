package io.sextant.app.platform.database;

import java.io.IOException;
import java.nio.file.Path;

/// A process that runs our PostgreSQL and nothing else: data folder and programs folder are its arguments. It says
/// where the server is, stops it when its standard input ends, and leaves it behind when it is killed.
final class ChildServer {
    private ChildServer() {}

    public static void main(String[] args) throws IOException {
        try (DataFolder data = DataFolder.lock(Path.of(args[0]));
                EmbeddedPostgres server =
                        EmbeddedPostgres.start(data, new DatabaseSettings(Path.of(args[1]), "nobody"))) {
            data.servedAt("http://localhost:4711");
            EmbeddedPostgres.Address address = server.application();
            System.out.println("READY " + server.pid() + " " + address.url() + " " + address.password());
            while (System.in.read() >= 0) {
                // Only its end matters.
            }
        } catch (RuntimeException e) {
            System.out.println("REFUSED " + e.getMessage());
        }
        System.out.println("STOPPED");
    }
}
