package io.sextant.app.cli;

import io.sextant.app.platform.ui.Lang;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// The commands that run an engine on a file. They need no data folder, no database and no room, and start at once.
public final class EngineCommands {
    private static final int DONE = 0;
    private static final int FAULT = 1;
    private static final int MISUSED = 2;
    private static final int WRONG_INPUT = 3;
    private static final int AROUND_US = 4;

    private static final Map<String, Supplier<EngineCommand>> KNOWN =
            Map.of("bias", BiasCommand::new, "classify", ClassifyCommand::new);

    private EngineCommands() {}

    /// Runs the command that the first word names, if it is one of these, and gives its exit code: 0 done, 1 a fault of
    /// ours, 2 the command line is wrong, 3 the input is wrong, 4 the input could not be read. What is written is
    /// UTF-8,
    /// whatever the terminal says of itself, as JSON has to be.
    public static Optional<Integer> run(String... words) {
        if (words.length == 0 || !KNOWN.containsKey(words[0])) {
            return Optional.empty();
        }
        var out = new PrintStream(
                new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)), false, StandardCharsets.UTF_8);
        var err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        var console = new Console(System.in, out, err, Lang.of(Locale.getDefault(Locale.Category.DISPLAY)));
        int code = run(Arrays.asList(words), console);
        out.flush();
        return Optional.of(code);
    }

    /// Runs the command that the first word names.
    static int run(List<String> words, Console console) {
        Supplier<EngineCommand> known = KNOWN.get(words.getFirst());
        if (known == null) {
            throw new IllegalArgumentException(words.getFirst());
        }
        EngineCommand command = known.get();
        boolean json = words.contains(Arguments.JSON);
        try {
            command.run(Arguments.of(words.subList(1, words.size()), command), console);
            return DONE;
        } catch (Misuse misuse) {
            console.note(console.text(misuse.key(), misuse.arguments()) + " "
                    + console.text("cli.see", "./sextant " + command.name() + " --help"));
            return MISUSED;
        } catch (BadInput bad) {
            console.refuse(bad.problems(), json);
            return WRONG_INPUT;
        } catch (IOException failure) {
            console.note(console.text("cli.unreadable", String.valueOf(failure.getMessage())));
            return AROUND_US;
        } catch (RuntimeException fault) {
            fault.printStackTrace(console.err());
            return FAULT;
        }
    }
}
