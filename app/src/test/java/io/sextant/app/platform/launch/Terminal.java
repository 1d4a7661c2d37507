package io.sextant.app.platform.launch;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// One run of the launcher, as in a terminal of its own: what it says, the keys that are pressed, how it ends.
final class Terminal implements AutoCloseable {
    private static final String END = "\0";

    private final Process process;
    private final BlockingQueue<String> arriving = new LinkedBlockingQueue<>();
    private final List<String> out = new CopyOnWriteArrayList<>();
    private final List<String> err = new CopyOnWriteArrayList<>();
    private final Thread outReader;
    private final Thread errReader;

    private Terminal(Process process) {
        this.process = process;
        this.outReader = Thread.startVirtualThread(() -> {
            read(process.getInputStream(), line -> {
                out.add(line);
                arriving.add(line);
            });
            arriving.add(END);
        });
        this.errReader = Thread.startVirtualThread(() -> read(process.getErrorStream(), err::add));
    }

    /// Runs `launcher` with these arguments in a process group of its own, so that [#signal] reaches the whole of it as
    /// a terminal's Ctrl-C does. Tests that were themselves started in the background ignore that signal, and what
    /// is started by them would too; a terminal's programs do not.
    static Terminal run(Path launcher, Map<String, String> environment, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(
                List.of("/usr/bin/env", "--default-signal=INT", "/usr/bin/setsid", launcher.toString()));
        command.addAll(Arrays.asList(arguments));
        return start(command, environment, Path.of("/"));
    }

    /// Runs any command, with no other variables than these.
    static Terminal start(List<String> command, Map<String, String> environment, Path folder) throws IOException {
        var builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        return new Terminal(builder.start());
    }

    private static void read(InputStream from, Consumer<String> to) {
        try (var reader = new BufferedReader(new InputStreamReader(from, StandardCharsets.UTF_8))) {
            String line;
            while ((line = reader.readLine()) != null) {
                to.accept(line);
            }
        } catch (IOException closed) {
            // The process was ended from here; what it said until then is kept.
            to.accept("(" + closed.getMessage() + ")");
        }
    }

    /// Waits for a line of standard output and gives it back.
    ///
    /// @throws AssertionError when the program ends, or nine minutes pass, without it
    String await(Predicate<String> wanted) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(9);
        while (true) {
            String line = arriving.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (line == null || line.equals(END)) {
                throw new AssertionError("never said; out: " + out + " err: " + err);
            }
            if (wanted.test(line)) {
                return line;
            }
        }
    }

    /// Sends a signal, `INT` for Ctrl-C, to the launcher and to all that it started in the foreground.
    void signal(String name) throws IOException, InterruptedException {
        kill(name, "-" + process.pid());
    }

    static void kill(String signal, String target) throws IOException, InterruptedException {
        new ProcessBuilder("/bin/sh", "-c", "kill -" + signal + " " + target)
                .inheritIO()
                .start()
                .waitFor();
    }

    /// Waits for the end and gives the exit code.
    int exit() throws InterruptedException {
        if (!process.waitFor(9, TimeUnit.MINUTES)) {
            throw new AssertionError("does not end; out: " + out + " err: " + err);
        }
        outReader.join();
        errReader.join();
        return process.exitValue();
    }

    /// What was said on standard output so far.
    List<String> out() {
        return List.copyOf(out);
    }

    /// What was said on standard error so far.
    List<String> err() {
        return List.copyOf(err);
    }

    /// The living processes that this run started.
    List<ProcessHandle> started() {
        return process.descendants().toList();
    }

    /// Ends what a failed test left running.
    @Override
    public void close() {
        List<ProcessHandle> left = started();
        process.destroy();
        try {
            if (!process.waitFor(1, TimeUnit.MINUTES)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException told) {
            Thread.currentThread().interrupt();
        }
        left.forEach(ProcessHandle::destroy);
    }
}
