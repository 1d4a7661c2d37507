package io.sextant.app.cli;

import io.sextant.engine.gates.Nearest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A command line taken apart: `--name VALUE` or `--name=VALUE`, flags, and files. `-` is a file; after `--` everything
/// is.
final class Arguments {
    /// The flag that asks for JSON.
    static final String JSON = "--json";

    private final List<String> files = new ArrayList<>();
    private final Map<String, List<String>> values = new HashMap<>();
    private final Set<String> flags = new HashSet<>();

    private Arguments() {}

    /// @throws Misuse when a word is not known or lacks its value
    static Arguments of(List<String> words, EngineCommand command) {
        var parsed = new Arguments();
        boolean only = false;
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (only || word.equals("-") || !word.startsWith("-")) {
                parsed.files.add(word);
                continue;
            }
            if (word.equals("--")) {
                only = true;
                continue;
            }
            int equals = word.indexOf('=');
            String name = equals < 0 ? word : word.substring(0, equals);
            if (command.flags().contains(name) && equals < 0) {
                parsed.flags.add(name);
            } else if (command.valued().contains(name)) {
                if (equals < 0 && i + 1 == words.size()) {
                    throw new Misuse("cli.option.value", name);
                }
                String value = equals < 0 ? words.get(++i) : word.substring(equals + 1);
                parsed.values.computeIfAbsent(name, n -> new ArrayList<>()).add(value);
            } else {
                throw unknown(name, command);
            }
        }
        return parsed;
    }

    private static Misuse unknown(String name, EngineCommand command) {
        Set<String> known = new HashSet<>(command.valued());
        known.addAll(command.flags());
        String near = Nearest.to(name, known);
        return near.isEmpty()
                ? new Misuse("cli.option.unknown", command.name(), name)
                : new Misuse("cli.option.near", command.name(), name, near);
    }

    /// The one file.
    ///
    /// @throws Misuse when there is none or more than one
    String file() {
        if (files.isEmpty()) {
            throw new Misuse("cli.file.none");
        }
        if (files.size() > 1) {
            throw new Misuse("cli.file.several", String.join(", ", files));
        }
        return files.getFirst();
    }

    boolean has(String flag) {
        return flags.contains(flag);
    }

    /// Every value of an option, in order.
    List<String> all(String option) {
        return values.getOrDefault(option, List.of());
    }

    /// The value of an option that may be given once; absent when it is not.
    @Nullable
    String optional(String option) {
        List<String> given = all(option);
        if (given.size() > 1) {
            throw new Misuse("cli.option.twice", option);
        }
        return given.isEmpty() ? null : text(option, given.getFirst());
    }

    /// The value of an option that has to be given once.
    String required(String option) {
        String given = optional(option);
        if (given == null) {
            throw new Misuse("cli.option.missing", option);
        }
        return given;
    }

    private static String text(String option, String value) {
        if (value.isBlank()) {
            throw new Misuse("cli.option.value", option);
        }
        return value;
    }

    /// A whole number between two limits.
    long whole(String option, long least, long most, long otherwise) {
        String given = optional(option);
        if (given == null) {
            return otherwise;
        }
        try {
            long value = Long.parseLong(given.strip());
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Said below with what it may be.
        }
        throw new Misuse("cli.option.whole", option, String.valueOf(least), String.valueOf(most), given);
    }

    /// A number above 0, at most 1.
    double share(String option, double otherwise) {
        String given = optional(option);
        if (given == null) {
            return otherwise;
        }
        try {
            double value = Double.parseDouble(given.strip().replace(',', '.'));
            if (value > 0 && value <= 1) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Said below with what it may be.
        }
        throw new Misuse("cli.option.share", option, given);
    }
}
