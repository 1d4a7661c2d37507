package io.sextant.app.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class DocumentsTest {
    private static final Pattern FENCE = Pattern.compile("(?ms)^(```|~~~).*?^\\1\\s*$");
    private static final Pattern LINK = Pattern.compile("!?\\[[^\\]\\n]*\\]\\(([^)\\s]+)(?:\\s+\"[^\"]*\")?\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6}\\s+(.+?)\\s*$");

    @Test
    void everyLinkLeadsSomewhere() throws IOException {
        List<String> broken = new ArrayList<>();
        int followed = 0;
        for (Path page : pages()) {
            for (String link : links(page)) {
                if (link.matches("[a-z]+:.*")) {
                    continue;
                }
                followed++;
                if (!leads(page, link)) {
                    broken.add(Project.ROOT.relativize(page) + " -> " + link);
                }
            }
        }
        assertThat(followed).isPositive();
        assertThat(broken).isEmpty();
    }

    @Test
    void everyPageOfTheManualIsReachedFromItsIndex() throws IOException {
        Path index = Project.ROOT.resolve("docs/README.md");
        Set<Path> reached = new HashSet<>(Set.of(index));
        var toRead = new ArrayDeque<>(reached);
        while (!toRead.isEmpty()) {
            Path page = toRead.pop();
            for (String link : links(page)) {
                Path target = page.resolveSibling(link.replaceAll("#.*", "")).normalize();
                if (target.toString().endsWith(".md") && Files.isRegularFile(target) && reached.add(target)) {
                    toRead.add(target);
                }
            }
        }
        List<Path> lost = new ArrayList<>(Project.files(Project.ROOT.resolve("docs")));
        lost.removeIf(page -> !page.toString().endsWith(".md") || reached.contains(page));
        assertThat(lost).isEmpty();
    }

    @Test
    void theChangelogOpensWithWhatIsUnreleased() throws IOException {
        assertThat(HEADING.matcher(Files.readString(Project.ROOT.resolve("CHANGELOG.md")))
                        .results()
                        .map(found -> found.group(1))
                        .limit(2))
                .containsExactly("Changelog", "Unreleased");
    }

    private static List<Path> pages() throws IOException {
        return Project.files(Project.ROOT).stream()
                .filter(file -> file.toString().endsWith(".md"))
                .toList();
    }

    private static List<String> links(Path page) throws IOException {
        String prose = FENCE.matcher(Files.readString(page)).replaceAll("").replaceAll("`[^`\\n]*`", "");
        return LINK.matcher(prose).results().map(found -> found.group(1)).toList();
    }

    private static boolean leads(Path page, String link) throws IOException {
        String[] parts = link.split("#", 2);
        Path target = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]).normalize();
        if (!target.startsWith(Project.ROOT) || !Files.exists(target)) {
            return false;
        }
        return parts.length == 1 || anchors(target).contains(parts[1]);
    }

    /// The anchors that GitHub and most Markdown readers make of headings.
    private static Set<String> anchors(Path page) throws IOException {
        Set<String> anchors = new HashSet<>();
        Matcher heading = HEADING.matcher(FENCE.matcher(Files.readString(page)).replaceAll(""));
        while (heading.find()) {
            anchors.add(heading.group(1)
                    .toLowerCase(Locale.ROOT)
                    .replaceAll("[^\\p{L}\\p{N}\\s_-]", "")
                    .replace(' ', '-'));
        }
        return anchors;
    }
}
