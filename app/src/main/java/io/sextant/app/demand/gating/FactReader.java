package io.sextant.app.demand.gating;

import io.sextant.engine.gates.Fact;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads the answer to a question as a form sends it.
public final class FactReader {
    private FactReader() {}

    /// The value that a text stands for; absent when it is blank. A text that cannot be a value stays a text, which
    /// [Gates#misfit] refuses.
    public static @Nullable Object read(Fact fact, String given) {
        String text = given.strip();
        if (text.isEmpty()) {
            return null;
        }
        return switch (fact.type()) {
            case FLAG -> text.equals("true") ? (Object) true : text.equals("false") ? false : text;
            case WHOLE -> whole(text);
            case NUMBER -> number(text);
            case TEXT, CHOICE, DATE -> text;
            case CHOICES -> List.of(text);
        };
    }

    private static String plain(String text) {
        return text.replaceAll("[\\s\\u00a0\\u202f€]", "").replace(',', '.');
    }

    private static Object whole(String text) {
        try {
            return Long.parseLong(plain(text));
        } catch (NumberFormatException e) {
            return text;
        }
    }

    private static Object number(String text) {
        try {
            return Double.parseDouble(plain(text));
        } catch (NumberFormatException e) {
            return text;
        }
    }
}
