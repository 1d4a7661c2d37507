package io.sextant.app.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// A file of JSON Lines, from a file or from standard input, which is read as often as needed and never kept in memory.
final class CaseFile implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final Path path;
    private final boolean own;
    private final Console console;

    private CaseFile(Path path, boolean own, Console console) {
        this.path = path;
        this.own = own;
        this.console = console;
    }

    /// What happens to the lines.
    interface Reader {
        /// A line that is a JSON object.
        void line(long number, Map<String, @Nullable Object> object) throws IOException;

        /// A line that is none.
        void faulty(InputProblem problem);
    }

    /// Opens a file.
    ///
    /// @param name of a file, or `-` for standard input
    /// @throws BadInput when there is none
    static CaseFile open(String name, Console console) throws IOException {
        if (name.equals("-")) {
            Path copy = Files.createTempFile("sextant", ".jsonl");
            Files.copy(console.in(), copy, StandardCopyOption.REPLACE_EXISTING);
            return new CaseFile(copy, true, console);
        }
        Path path = Path.of(name);
        if (!Files.isRegularFile(path) || !Files.isReadable(path)) {
            throw new BadInput(List.of(new InputProblem(
                    0, "", name, console.text("cli.file.absent", name), console.text("cli.file.absent.mend"))));
        }
        return new CaseFile(path, false, console);
    }

    /// Reads every line once; blank ones are passed over.
    void read(Reader reader) throws IOException {
        long number = 0;
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(Files.newInputStream(path), StandardCharsets.UTF_8.newDecoder()))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                String text = number == 1 && line.startsWith("\uFEFF") ? line.substring(1) : line;
                if (!text.isBlank()) {
                    one(number, text, reader);
                }
            }
        } catch (CharacterCodingException e) {
            reader.faulty(new InputProblem(
                    number + 1, "", "", console.text("cli.lines.utf8"), console.text("cli.lines.utf8.mend")));
        }
    }

    private void one(long number, String text, Reader reader) throws IOException {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        try {
            if (!(JSON.readValue(text, Object.class) instanceof Map<?, ?> map)) {
                reader.faulty(new InputProblem(
                        number, "", shortened(text), console.text("cli.lines.object"), console.text("cli.lines.mend")));
                return;
            }
            map.forEach((key, value) -> object.put(String.valueOf(key), value));
        } catch (JacksonException e) {
            reader.faulty(new InputProblem(
                    number,
                    "",
                    shortened(text),
                    console.text("cli.lines.json", String.valueOf(e.getOriginalMessage())),
                    console.text("cli.lines.mend")));
            return;
        }
        reader.line(number, object);
    }

    private static String shortened(String text) {
        return text.length() <= 60 ? text : text.substring(0, 60) + "…";
    }

    @Override
    public void close() throws IOException {
        if (own) {
            Files.deleteIfExists(path);
        }
    }
}
