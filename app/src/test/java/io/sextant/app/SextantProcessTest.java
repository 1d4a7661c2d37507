package io.sextant.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.sextant.app.testing.ChildJvm;
import io.sextant.app.testing.TestPostgres;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The whole program as a process, on its own database: started, started twice, killed, stopped.
class SextantProcessTest {
    private static ChildJvm start(Path data) throws Exception {
        return ChildJvm.start(
                Sextant.class,
                Map.of("SEXTANT_DATABASE_BINARIES", TestPostgres.programs().toString(), "LANG", "en_US.UTF-8"),
                "--server.port=0",
                "--sextant.data=" + data);
    }

    /// The address that the lock file gives once the program serves.
    private static URI served(ChildJvm sextant, Path data) throws Exception {
        long deadline = System.nanoTime() + 120_000_000_000L;
        while (true) {
            Path lock = data.resolve("sextant.lock");
            String[] words = Files.exists(lock) ? Files.readString(lock).strip().split(" ") : new String[0];
            if (words.length == 2
                    && words[0].equals(Long.toString(sextant.process().pid()))) {
                return URI.create(words[1]);
            }
            if (!sextant.process().isAlive()) {
                throw new AssertionError("ended:\n" + String.join("\n", sextant.rest()));
            }
            assertThat(System.nanoTime()).as("serves in time").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    private static int health(URI address) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(
                            HttpRequest.newBuilder(address.resolve("/actuator/health"))
                                    .build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        }
    }

    private static long databaseProcess(Path data) throws Exception {
        return Long.parseLong(
                Files.readAllLines(data.resolve("pg/postmaster.pid")).getFirst());
    }

    @Test
    void itIsStartedOnceOutlivesAKillAndStopsItsDatabaseWhenToldTo() throws Exception {
        Path data = TestPostgres.freshFolder();
        try (ChildJvm first = start(data)) {
            URI address = served(first, data);
            assertThat(health(address)).isLessThan(500);

            try (ChildJvm second = start(data)) {
                List<String> said = second.rest();
                assertThat(second.exitCode()).as(String.join("\n", said)).isEqualTo(4);
                assertThat(said)
                        .filteredOn(line -> line.contains("Sextant: "))
                        .singleElement()
                        .satisfies(line -> assertThat(line)
                                .contains("in use")
                                .contains(address.toString())
                                .contains("process " + first.process().pid()));
                assertThat(said).noneMatch(line -> line.contains("\tat ") || line.contains("Exception"));
            }
            assertThat(health(address)).isLessThan(500);
            first.kill();
        }

        long orphan = databaseProcess(data);
        assertThat(ProcessHandle.of(orphan)).isPresent();
        try (ChildJvm third = start(data)) {
            assertThat(health(served(third, data))).isLessThan(500);
            long server = databaseProcess(data);
            assertThat(server).isNotEqualTo(orphan);

            third.terminate();
            assertThat(third.exitCode()).isEqualTo(143);
            assertThat(ProcessHandle.of(server)).isEmpty();
            assertThat(data.resolve("pg/postmaster.pid")).doesNotExist();
        }
    }
}
