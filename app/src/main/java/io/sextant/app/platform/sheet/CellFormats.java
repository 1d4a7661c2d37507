package io.sextant.app.platform.sheet;

import io.sextant.app.platform.sheet.RawRows.Unreadable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the styles of a workbook say about the numbers they format: a date, an hour, a code with leading zeros, or a
/// number.
final class CellFormats {
    /// How a number is meant.
    sealed interface Meaning {
        /// Just a number.
        record Plain() implements Meaning {}

        /// Days since the workbook's epoch.
        record Date(boolean withDay, boolean withHour) implements Meaning {}

        /// An identifier shown with at least so many digits.
        record Padded(int digits) implements Meaning {}
    }

    private static final Meaning PLAIN = new Meaning.Plain();
    private static final int MAX_STYLES = 70_000;

    private final List<Meaning> byStyle = new ArrayList<>();

    static CellFormats read(XlsxPackage archive, @Nullable String part) throws IOException, Unreadable {
        CellFormats formats = new CellFormats();
        XlsxPackage.Xml xml = part == null ? null : archive.xml(part);
        if (xml == null) {
            return formats;
        }
        try (xml) {
            Map<String, String> codes = new HashMap<>();
            boolean cellStyles = false;
            while (xml.advance()) {
                if (xml.starts("numFmt")) {
                    String id = xml.attribute("numFmtId");
                    String code = xml.attribute("formatCode");
                    if (id != null && code != null && codes.size() < MAX_STYLES) {
                        codes.put(id, code);
                    }
                } else if (xml.starts("cellXfs")) {
                    cellStyles = true;
                } else if (xml.ends("cellXfs")) {
                    break;
                } else if (cellStyles && xml.starts("xf") && formats.byStyle.size() < MAX_STYLES) {
                    String id = xml.attribute("numFmtId");
                    formats.byStyle.add(id == null ? PLAIN : meaning(id, codes.get(id)));
                }
            }
        }
        return formats;
    }

    /// The meaning of a number with that style; a plain number when the style is unknown.
    Meaning of(int style) {
        return style >= 0 && style < byStyle.size() ? byStyle.get(style) : PLAIN;
    }

    private static Meaning meaning(String id, @Nullable String code) {
        if (code != null) {
            return meaning(code);
        }
        int builtIn;
        try {
            builtIn = Integer.parseInt(id);
        } catch (NumberFormatException e) {
            return PLAIN;
        }
        // ECMA-376 part 1, 18.8.30; 27 to 36 and 50 to 58 are dates of East Asian locales.
        if (builtIn >= 14 && builtIn <= 17 || builtIn >= 27 && builtIn <= 36 || builtIn >= 50 && builtIn <= 58) {
            return new Meaning.Date(true, false);
        }
        if (builtIn == 22) {
            return new Meaning.Date(true, true);
        }
        if (builtIn >= 18 && builtIn <= 21 || builtIn >= 45 && builtIn <= 47) {
            return new Meaning.Date(false, true);
        }
        return PLAIN;
    }

    /// Reads a format code: its first section, without what is quoted, escaped, padded or in brackets.
    static Meaning meaning(String code) {
        StringBuilder letters = new StringBuilder();
        boolean elapsed = false;
        for (int i = 0; i < code.length(); i++) {
            char c = code.charAt(i);
            if (c == ';') {
                break;
            } else if (c == '"') {
                i = after(code, i + 1, '"');
            } else if (c == '\\' || c == '_' || c == '*') {
                i++;
            } else if (c == '[') {
                int close = after(code, i + 1, ']');
                String inside =
                        code.substring(i + 1, Math.min(close, code.length())).toLowerCase(Locale.ROOT);
                elapsed |= inside.matches("h+|m+|s+");
                i = close;
            } else {
                letters.append(Character.toLowerCase(c));
            }
        }
        String shown = letters.toString();
        if (elapsed) {
            return PLAIN;
        }
        String marks = shown.replace("am/pm", "h").replace("a/p", "h").replace("general", "");
        boolean day = marks.indexOf('d') >= 0 || marks.indexOf('y') >= 0;
        boolean hour = marks.indexOf('h') >= 0 || marks.indexOf('s') >= 0;
        boolean month = marks.indexOf('m') >= 0;
        if (day || hour || month) {
            return new Meaning.Date(day || !hour, hour);
        }
        if (shown.length() > 1 && shown.length() <= 30 && shown.chars().allMatch(c -> c == '0')) {
            return new Meaning.Padded(shown.length());
        }
        return PLAIN;
    }

    private static int after(String code, int from, char closing) {
        int at = code.indexOf(closing, from);
        return at < 0 ? code.length() : at;
    }
}
