package io.sextant.app.kernel;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Why something was refused, in a form that each face words in the reader's language.
///
/// @param field the field at fault, absent when the whole is
/// @param code key of the message, for example `demand.title.required`
/// @param args arguments of the message: strings, numbers, dates
public record Reason(@Nullable String field, String code, List<Object> args) {
    public Reason {
        args = List.copyOf(args);
    }

    /// A reason about one field.
    public static Reason of(String field, String code, Object... args) {
        return new Reason(field, code, List.of(args));
    }

    /// A reason about the whole.
    public static Reason whole(String code, Object... args) {
        return new Reason(null, code, List.of(args));
    }
}
