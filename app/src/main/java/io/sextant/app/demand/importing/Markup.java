package io.sextant.app.demand.importing;

import io.sextant.app.platform.knowledge.Tracker;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.springframework.web.util.HtmlUtils;

/// The texts of trackers as plain text: words, lists, addresses and names of files stay, only what dresses them goes. A
/// struck text keeps its dashes, since without them it would say the contrary.
final class Markup {
    private static final Pattern HTML = Pattern.compile(
            "(?i)</?(?:p|br|div|span|ul|ol|li|b|strong|i|em|u|a|table|tbody|thead|tr|td|th|h[1-6]|blockquote|pre|img|font)"
                    + "(?:\\s[^<>]*)?/?>");
    private static final Pattern BLOCKS = Pattern.compile("(?i)<(?:p|br|div|ul|ol|li|table|tr|h[1-6])[\\s/>]");
    private static final Pattern UNREAD = Pattern.compile("(?is)<(script|style)\\b[^<>]*>.*?</\\1>");
    private static final Pattern LINK = Pattern.compile(
            "(?is)<a\\s[^<>]*?href\\s*=\\s*[\"']([^\"'<>]*)[\"'][^<>]*>([^<]*+(?:<(?!/a>)[^<]*+)*+)</a>");
    private static final Pattern IMAGE =
            Pattern.compile("(?is)<img\\s[^<>]*?(?:alt|src)\\s*=\\s*[\"']([^\"'<>]+)[\"'][^<>]*>");

    /// What Jira takes for a sign of its own unless a backslash stands before it.
    private static final String SIGNS = "{}[]*_+!|^~#-";

    private static final char SHIFT = '\uE000';
    private static final Pattern ESCAPED = Pattern.compile("\\\\([{}\\[\\]*_+!|^~#-])");
    private static final Pattern KEPT = Pattern.compile("[\uE020-\uE07E]");
    private static final Pattern VERBATIM = Pattern.compile("(?s)\\{(code|noformat)(?::[^{}\n]*)?}(.*?)\\{\\1}");
    private static final Pattern MACRO =
            Pattern.compile("\\{(?:quote|color|panel|anchor|code|noformat)(?::[^{}\n]*)?}");
    private static final Pattern HEADING = Pattern.compile("^\\s*h[1-6]\\.\\s+");
    private static final Pattern ITEM = Pattern.compile("^\\s*([*#-]{1,6})\\s+(.*)$");
    private static final Pattern CELLS = Pattern.compile("^\\s*\\|\\|?(.*?)\\|\\|?\\s*$");
    private static final Pattern MENTION = Pattern.compile("\\[~(?:accountid:)?([^\\]\n]+)]");
    private static final Pattern FILE = Pattern.compile("\\[\\^([^\\]\n]+)]");
    private static final Pattern NAMED = Pattern.compile("\\[([^\\[\\]|\n]+)\\|([^\\[\\]|\n]+)(?:\\|[^\\[\\]\n]*)?]");
    private static final Pattern BARE = Pattern.compile("\\[((?:https?://|mailto:|www\\.)[^\\[\\]\n]+)]");
    private static final Pattern PICTURE =
            Pattern.compile("(?<![\\p{L}\\p{N}])!([^!|\\s][^!|\n]*\\.[A-Za-z]{3,4})(?:\\|[^!\n]*)?!");
    private static final Pattern MONO = Pattern.compile("\\{\\{([^{}\n]+)}}");
    private static final List<Pattern> DRESS = List.of(dress('*'), dress('_'), dress('+'));

    private Markup() {}

    private static Pattern dress(char sign) {
        String s = "\\" + sign;
        return Pattern.compile("(?<![\\p{L}\\p{N}" + s + "])" + s + "(?=[^\\s" + s + "])([^" + s + "\n]*[^\\s" + s
                + "])" + s + "(?![\\p{L}\\p{N}" + s + "])");
    }

    /// A text of a tracker as plain text.
    static String plain(Tracker tracker, String text) {
        if (HTML.matcher(text).find()) {
            return html(text);
        }
        return switch (tracker) {
            case JIRA -> wiki(text);
            case SERVICENOW -> text;
        };
    }

    /// A plain text as Jira shows it to the letter; [plain][#plain] gives it back.
    static String wikiOf(String plain) {
        StringBuilder out = new StringBuilder(plain.length() + 16);
        boolean start = true;
        for (int i = 0; i < plain.length(); i++) {
            char c = plain.charAt(i);
            boolean sign =
                    c == '#' || c == '-' ? start && !(c == '-' && plain.startsWith("- ", i)) : SIGNS.indexOf(c) >= 0;
            if (sign) {
                out.append('\\');
            }
            out.append(c);
            start = c == '\n' || start && (c == ' ' || c == '\t');
        }
        return out.toString();
    }

    private static String html(String text) {
        String flat = UNREAD.matcher(text.replace("[code]", "").replace("[/code]", ""))
                .replaceAll("");
        if (BLOCKS.matcher(flat).find()) {
            flat = flat.replaceAll("\\s*\\n\\s*", " ");
        }
        flat = LINK.matcher(flat).replaceAll(m -> quoted(named(m.group(2).replaceAll("<[^<>]*>", ""), m.group(1))));
        flat = IMAGE.matcher(flat).replaceAll(m -> quoted("[" + m.group(1) + "]"));
        flat = flat.replaceAll("(?i)<br\\s*/?>", "\n")
                .replaceAll("(?i)<li\\b[^<>]*>", "\n- ")
                .replaceAll("(?i)</t[dh]>\\s*<t[dh]\\b[^<>]*>", " | ")
                .replaceAll("(?i)</?(?:p|div|ul|ol|table|tr|h[1-6]|blockquote|pre)\\b[^<>]*>", "\n");
        flat = HTML.matcher(flat).replaceAll("");
        flat = HtmlUtils.htmlUnescape(flat).replace('\u00A0', ' ');
        return flat.replaceAll("[ \\t]*\\n[ \\t]*", "\n")
                .replaceAll("\\n{3,}", "\n\n")
                .strip();
    }

    private static String wiki(String text) {
        String kept = ESCAPED.matcher(text)
                .replaceAll(m -> String.valueOf(up(m.group(1).charAt(0))));
        // What is quoted to the letter stays as it is, without the signs around it.
        kept = VERBATIM.matcher(kept).replaceAll(m -> quoted(up(m.group(2))));
        List<String> lines = new ArrayList<>();
        int[] count = new int[7];
        for (String line : kept.split("\n", -1)) {
            lines.add(line(line, count));
        }
        String plain = String.join("\n", lines).replaceAll("\\\\\\\\(?=\\s|$)", "\n");
        return KEPT.matcher(plain)
                .replaceAll(m -> quoted(String.valueOf((char) (m.group().charAt(0) - SHIFT))))
                .strip();
    }

    private static String line(String line, int[] count) {
        var item = ITEM.matcher(line);
        String text = HEADING.matcher(line).replaceFirst("");
        if (item.matches()) {
            String signs = item.group(1);
            int depth = signs.length();
            String indent = "  ".repeat(depth - 1);
            if (signs.endsWith("#")) {
                count[depth]++;
                for (int d = depth + 1; d < count.length; d++) {
                    count[d] = 0;
                }
                text = indent + count[depth] + ". " + item.group(2);
            } else {
                text = indent + "- " + item.group(2);
            }
        } else if (!line.isBlank()) {
            java.util.Arrays.fill(count, 0);
        }
        var cells = CELLS.matcher(text);
        if (cells.matches()) {
            text = String.join(
                    " | ",
                    List.of(cells.group(1).split("\\|\\|?")).stream()
                            .map(String::strip)
                            .toList());
        }
        text = text.replaceFirst("^\\s*bq\\.\\s+", "> ");
        text = MACRO.matcher(text).replaceAll("");
        text = MENTION.matcher(text).replaceAll(m -> quoted("@" + m.group(1)));
        text = FILE.matcher(text).replaceAll(m -> quoted(m.group(1)));
        text = NAMED.matcher(text).replaceAll(m -> quoted(named(m.group(1), m.group(2))));
        text = BARE.matcher(text).replaceAll(m -> quoted(m.group(1)));
        text = PICTURE.matcher(text).replaceAll(m -> quoted("[" + m.group(1) + "]"));
        text = MONO.matcher(text).replaceAll(Markup::first);
        for (Pattern dress : DRESS) {
            text = dress.matcher(text).replaceAll(Markup::first);
        }
        return text;
    }

    private static String first(MatchResult match) {
        return quoted(match.group(1));
    }

    private static String named(String words, String address) {
        String name = words.strip();
        String place = address.strip();
        String bare = place.toLowerCase(Locale.ROOT).startsWith("mailto:") ? place.substring(7) : place;
        return name.isEmpty() || name.equals(place) || name.equals(bare) ? bare : name + " (" + bare + ")";
    }

    private static char up(char sign) {
        return (char) (SHIFT + sign);
    }

    /// Lifts the signs of a text out of the way.
    private static String up(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            out.append(SIGNS.indexOf(c) >= 0 ? up(c) : c);
        }
        return out.toString();
    }

    private static String quoted(String text) {
        return java.util.regex.Matcher.quoteReplacement(text);
    }
}
