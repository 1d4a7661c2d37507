package io.sextant.app.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.sextant.app.Sextant;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// The whole program in a process of its own, on its own data folder and database.
public final class SextantProcess {
    private SextantProcess() {}

    /// Starts Sextant on any free port, speaking English.
    public static ChildJvm start(Path data) throws IOException {
        return ChildJvm.start(
                Sextant.class,
                Map.of("SEXTANT_DATABASE_BINARIES", TestPostgres.programs().toString(), "LANG", "en_US.UTF-8"),
                "--server.port=0",
                "--sextant.data=" + data);
    }

    /// The address that the lock file gives once the program answers.
    public static URI served(ChildJvm sextant, Path data) throws Exception {
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
}
