package io.sextant.app.platform.database;

import com.sun.security.auth.module.UnixSystem;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Small programs of the operating system, run to their end.
final class Processes {
    private Processes() {}

    /// What a program said and how it ended.
    ///
    /// @param code its exit code; 127 when there is no such program, 126 when it may not be executed
    /// @param output its standard output and error together
    record Ended(int code, String output) {
        boolean ok() {
            return code == 0;
        }
    }

    /// Whether this JVM runs as root.
    static boolean isRoot() {
        return new UnixSystem().getUid() == 0;
    }

    /// Runs a command in the folder `/` and waits for its end; a command that takes longer than `seconds` is killed.
    static Ended run(List<String> command, Map<String, String> environment, int seconds) {
        Path output = null;
        try {
            // A file and not a pipe: a server left behind by the command would hold a pipe open for ever.
            output = Files.createTempFile("sextant", ".out");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(new File("/"))
                    .redirectInput(new File("/dev/null"))
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
                return new Ended(124, "no answer within " + seconds + " s");
            }
            return new Ended(process.exitValue(), Files.readString(output, StandardCharsets.ISO_8859_1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while running " + command.getFirst(), e);
        } catch (IOException e) {
            String text = String.valueOf(e.getMessage());
            if (text.matches(".*error[=:] ?2\\b.*")) {
                return new Ended(127, text);
            }
            if (text.matches(".*error[=:] ?13\\b.*")) {
                return new Ended(126, text);
            }
            throw Mishaps.io(Path.of(System.getProperty("java.io.tmpdir")), e);
        } finally {
            delete(output);
        }
    }

    /// Sends a signal (`INT`, `QUIT`…) to a process; one that is gone already is fine.
    static void signal(String name, long pid) {
        run(List.of("/bin/sh", "-c", "kill -" + name + " " + pid), Map.of(), 10);
    }

    /// Whether the system shows every process as a folder of `/proc`.
    static boolean listsAll() {
        return Files.isDirectory(Path.of("/proc/self"));
    }

    private static void delete(@Nullable Path file) {
        try {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
