package io.sextant.app;

import static io.sextant.app.testing.SextantProcess.served;
import static io.sextant.app.testing.SextantProcess.start;
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
import org.junit.jupiter.api.Test;

/// The whole program as a process, on its own database: started, started twice, killed, stopped.
class SextantProcessTest {
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
