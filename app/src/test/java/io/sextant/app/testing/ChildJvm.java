package io.sextant.app.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A Java program in a process of its own, with this test's class path, for tests of what happens when a process ends.
public final class ChildJvm implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private static final String END = "\0";

    private final Process process;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final List<String> said = new ArrayList<>();

    private ChildJvm(Process process) {
        this.process = process;
        Thread.ofPlatform().daemon().start(() -> {
            try (BufferedReader reader = process.inputReader()) {
                reader.lines().forEach(lines::add);
            } catch (IOException | UncheckedIOException e) {
                lines.add(e.toString());
            }
            lines.add(END);
        });
    }

    /// Starts `program`; its standard output and error are read together.
    public static ChildJvm start(Class<?> program, Map<String, String> environment, String... arguments)
            throws IOException {
        return start(List.of(), System.getProperty("java.class.path"), program, environment, arguments);
    }

    /// The same with words before the command, and a class path of one's own.
    public static ChildJvm start(
            List<String> prefix,
            String classPath,
            Class<?> program,
            Map<String, String> environment,
            String... arguments)
            throws IOException {
        List<String> words = new ArrayList<>(prefix);
        words.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Duser.language=en",
                "-cp",
                classPath,
                program.getName()));
        words.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
        builder.environment().putAll(environment);
        return new ChildJvm(builder.start());
    }

    /// The process.
    public Process process() {
        return process;
    }

    /// The next line that contains `part`; fails with all that was said when none comes.
    public String line(String part) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            String line = lines.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (line == null || line.equals(END)) {
                throw new AssertionError("never said «" + part + "» but:\n" + String.join("\n", said));
            }
            said.add(line);
            if (line.contains(part)) {
                return line;
            }
        }
    }

    /// Waits for its end and gives its exit code.
    public int exitCode() throws InterruptedException {
        if (!process.waitFor(PATIENCE)) {
            throw new AssertionError("does not end");
        }
        return process.exitValue();
    }

    /// Waits for its end and gives all that it said since the last [#line].
    public List<String> rest() throws InterruptedException {
        exitCode();
        List<String> rest = new ArrayList<>();
        for (String line = lines.take(); !line.equals(END); line = lines.take()) {
            rest.add(line);
        }
        return rest;
    }

    /// Asks it to end, as Ctrl-C and service managers do.
    public void terminate() {
        process.destroy();
    }

    /// Ends it as a power cut would: `kill -9`.
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }
}
