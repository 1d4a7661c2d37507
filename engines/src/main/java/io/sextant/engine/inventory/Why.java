package io.sextant.engine.inventory;

import java.util.List;

/// A reason, in a form that each face words in the reader's language.
///
/// @param code key of the sentence, for example `inventory.mapping.heading-says`
/// @param args its arguments: words quoted from the file, or whole percentages
public record Why(String code, List<Object> args) {
    public Why {
        args = List.copyOf(args);
    }

    static Why of(String code, Object... args) {
        return new Why("inventory." + code, List.of(args));
    }
}
