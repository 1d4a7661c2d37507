package io.sextant.app.platform.launch;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// The threads on which the JVM compiles again, and better, what runs often. On a machine of two processors they take
/// as
/// much as the work itself while a server is young; what they make is wanted soon, not now.
final class Optimiser {
    private static final Path THREADS = Path.of("/proc/self/task");

    /// By how much they step back: with a processor to spare they notice nothing, otherwise they get a third as much.
    private static final String NICE = "5";

    private Optimiser() {}

    /// Lets everything else go first, where the system can be told so; otherwise does nothing.
    static void stepBack() {
        List<String> renice = new ArrayList<>(List.of("renice", "-n", NICE, "-p"));
        try (Stream<Path> threads = Files.list(THREADS)) {
            threads.filter(Optimiser::optimises)
                    .map(thread -> thread.getFileName().toString())
                    .forEach(renice::add);
            if (renice.size() > 4) {
                new ProcessBuilder(renice)
                        .redirectErrorStream(true)
                        .redirectOutput(Redirect.DISCARD)
                        .start();
            }
        } catch (IOException notLinux) {
            // A young server is then somewhat slower.
        }
    }

    private static boolean optimises(Path thread) {
        try {
            return Files.readString(thread.resolve("comm")).startsWith("C2 ");
        } catch (IOException over) {
            return false;
        }
    }
}
