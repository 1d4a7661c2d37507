package io.sextant.app.platform.sheet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SheetMessagesTest {
    private static Properties messages(String language) throws Exception {
        Properties messages = new Properties();
        try (Reader reader = new InputStreamReader(
                Sheets.class.getResourceAsStream("messages_" + language + ".properties"), StandardCharsets.UTF_8)) {
            messages.load(reader);
        }
        return messages;
    }

    @Test
    void everyCodeInTheReaderHasAMessageAndAMendInBothLanguages() throws Exception {
        Set<String> codes = new TreeSet<>();
        Pattern code = Pattern.compile("\"(platform\\.sheet\\.[a-zA-Z.]+)\"");
        Path sources = Path.of("src/main/java/io/sextant/app/platform/sheet");
        try (Stream<Path> files = Files.list(sources)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
                Matcher matcher = code.matcher(Files.readString(file));
                while (matcher.find()) {
                    codes.add(matcher.group(1));
                }
            }
        }
        assertThat(codes).hasSizeGreaterThan(40);
        for (String language : List.of("fr", "en")) {
            Properties messages = messages(language);
            for (String key : codes) {
                assertThat(messages.getProperty(key)).as(language + " " + key).isNotBlank();
                assertThat(messages.getProperty(key + ".mend"))
                        .as(language + " mend of " + key)
                        .isNotBlank();
            }
        }
    }

    @Test
    void messagesAreWordedWithTheirArguments() throws Exception {
        String french = messages("fr").getProperty("platform.sheet.row.long");

        assertThat(new MessageFormat(french, Locale.FRENCH).format(new Object[] {1, "C", 2, "5"}))
                .isEqualTo("La ligne a une cellule de trop à partir de la colonne C\u202F: 5");
        assertThat(new MessageFormat(french, Locale.FRENCH).format(new Object[] {2, "C", 2, "5 | 6"}))
                .isEqualTo("La ligne a 2 cellules de trop à partir de la colonne C\u202F: 5 | 6");
    }
}
