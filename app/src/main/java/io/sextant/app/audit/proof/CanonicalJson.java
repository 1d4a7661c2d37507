package io.sextant.app.audit.proof;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// JSON with one spelling for one value, so that equal values have equal fingerprints on every machine.
///
/// The rules are those of RFC 8785 (JSON Canonicalization Scheme) but for two things an audit trail needs:
///
/// - **Numbers** keep every digit. They are written in plain decimal notation, without exponent, superfluous zeros or a
///   sign on zero (`10`, `0.1`, `-2.5`), where RFC 8785 would round to a double.
/// - **Half a surrogate pair**, which is not a character, is written as its escape (`\ud83d`), where RFC 8785 gives up:
///   what a program sent must be on record even when it is malformed.
///
/// Otherwise as there: no white space; the members of an object in the order of their names' UTF-16 code units; in
/// strings only `"`, `\` and the control characters are escaped, in the short form where JSON has one and in lower-case
/// hexadecimal where not.
public final class CanonicalJson {
    /// Deeper nesting is a mistake of the caller, not a change.
    private static final int DEEPEST = 64;

    /// More digits than any measure has; guards against `1E+999999999` being spelled out.
    private static final int LONGEST_NUMBER = 400;

    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private final StringBuilder out = new StringBuilder(256);

    private CanonicalJson() {}

    /// The canonical text of `value`: null, a boolean, a string, an `Integer`, `Long`, `Short`, `Byte`, `BigInteger`,
    /// `BigDecimal` or finite `Double` or `Float`, or a list of these, or a map of strings to these.
    ///
    /// @throws IllegalArgumentException for anything else; the message gives the place, for example `after.tags[2]`
    public static String of(@Nullable Object value) {
        var json = new CanonicalJson();
        json.write(value, "", 0);
        return json.out.toString();
    }

    private void write(@Nullable Object value, String place, int depth) {
        if (depth > DEEPEST) {
            throw new IllegalArgumentException("nested more than " + DEEPEST + " deep at " + place);
        }
        switch (value) {
            case null -> out.append("null");
            case Boolean truth -> out.append(truth.booleanValue());
            case String text -> string(text);
            case Integer number -> out.append(number.intValue());
            case Long number -> out.append(number.longValue());
            case Short number -> out.append(number.shortValue());
            case Byte number -> out.append(number.byteValue());
            case BigInteger number -> number(new BigDecimal(number), place);
            case BigDecimal number -> number(number, place);
            case Double number -> number(finite(number.toString(), place), place);
            case Float number -> number(finite(number.toString(), place), place);
            case List<?> list -> list(list, place, depth);
            case Map<?, ?> map -> map(map, place, depth);
            default ->
                throw new IllegalArgumentException(
                        "%s is a %s; an audited value is text, a number, a boolean, null, or a"
                                        .formatted(
                                                named(place), value.getClass().getName())
                                + " list or map of these");
        }
    }

    private void list(List<?> list, String place, int depth) {
        out.append('[');
        for (int i = 0; i < list.size(); i++) {
            if (i > 0) {
                out.append(',');
            }
            write(list.get(i), place + "[" + i + "]", depth + 1);
        }
        out.append(']');
    }

    private void map(Map<?, ?> map, String place, int depth) {
        var sorted = new TreeMap<String, @Nullable Object>();
        for (var entry : map.entrySet()) {
            if (!(entry.getKey() instanceof String name)) {
                throw new IllegalArgumentException(named(place) + " has a name that is not text: " + entry.getKey());
            }
            sorted.put(name, entry.getValue());
        }
        out.append('{');
        boolean first = true;
        for (var entry : sorted.entrySet()) {
            if (!first) {
                out.append(',');
            }
            first = false;
            string(entry.getKey());
            out.append(':');
            write(entry.getValue(), place.isEmpty() ? entry.getKey() : place + "." + entry.getKey(), depth + 1);
        }
        out.append('}');
    }

    private void number(BigDecimal number, String place) {
        if (number.signum() == 0) {
            out.append('0');
            return;
        }
        var bare = number.stripTrailingZeros();
        if (Math.max(bare.precision(), Math.abs((long) bare.scale())) > LONGEST_NUMBER) {
            throw new IllegalArgumentException(named(place) + " has more than " + LONGEST_NUMBER + " digits");
        }
        out.append(bare.toPlainString());
    }

    private static BigDecimal finite(String number, String place) {
        try {
            return new BigDecimal(number);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(named(place) + " is not a finite number: " + number, e);
        }
    }

    private static String named(String place) {
        return place.isEmpty() ? "the value" : place;
    }

    private void string(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\b' -> out.append("\\b");
                case '\t' -> out.append("\\t");
                case '\n' -> out.append("\\n");
                case '\f' -> out.append("\\f");
                case '\r' -> out.append("\\r");
                default -> {
                    if (Character.isHighSurrogate(c)
                            && i + 1 < text.length()
                            && Character.isLowSurrogate(text.charAt(i + 1))) {
                        out.append(c).append(text.charAt(++i));
                    } else if (c < 0x20 || Character.isSurrogate(c)) {
                        escape(c);
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }

    private void escape(char c) {
        out.append("\\u")
                .append(HEX[c >> 12])
                .append(HEX[c >> 8 & 15])
                .append(HEX[c >> 4 & 15])
                .append(HEX[c & 15]);
    }
}
