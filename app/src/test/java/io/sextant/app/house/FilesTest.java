package io.sextant.app.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class FilesTest {
    /// Keys and tokens as they look when they are real; each is split so that this file does not match itself.
    private static final Pattern SECRET = Pattern.compile("-----BEGIN [A-Z ]*"
            + "PRIVATE KEY-----[\\\\nr\"+\\s]*[A-Za-z0-9+/=]{16}|\\bAKIA" + "[0-9A-Z]{16}\\b|\\bgh[pousr]"
            + "_[A-Za-z0-9]{36}\\b" + "|\\bsk-" + "[A-Za-z0-9_-]{32,}\\b|\\bxox[abp]" + "-[0-9A-Za-z-]{20,}");

    /// A place that only one machine or one company has: a home folder, or the address of a package registry.
    private static final Pattern PLACE = Pattern.compile("(?<![\\w.$}])/home/" + "[a-z][\\w-]+/|(?<![\\w.$}])/Users/"
            + "[A-Za-z][\\w-]+/|https?://[^\\s\"'<>]*(?:maven" + "2/|registry" + "[.])|distribution" + "Url");

    @Test
    void noFileHoldsASecret() throws IOException {
        assertThat(matches(SECRET)).isEmpty();
    }

    @Test
    void noFileNamesAPersonalFolderOrARegistry() throws IOException {
        assertThat(matches(PLACE)).isEmpty();
    }

    @Test
    void theSearchFindsWhatItLooksFor() {
        assertThat(SECRET.matcher("key: AKIA" + "ABCDEFGHIJKLMNOP").find()).isTrue();
        assertThat(SECRET.matcher("-----BEGIN EC " + "PRIVATE KEY-----\nMHcCAQEEIIrYSSNQFaA2Hwf1\n")
                        .find())
                .isTrue();
        assertThat(PLACE.matcher("see /home/" + "marie/notes").find()).isTrue();
        assertThat(PLACE.matcher("https://example.org/maven" + "2/org").find()).isTrue();
        assertThat(PLACE.matcher("https://www.example.org/home/page").find()).isFalse();
    }

    private static List<String> matches(Pattern pattern) throws IOException {
        List<String> found = new ArrayList<>();
        for (Path file : Project.files(Project.ROOT)) {
            String text = Project.text(file).orElse("");
            Matcher matcher = pattern.matcher(text);
            while (matcher.find()) {
                long line = text.substring(0, matcher.start()).lines().count();
                found.add(Project.ROOT.relativize(file) + ":" + line + " " + matcher.group());
            }
        }
        return found;
    }
}
