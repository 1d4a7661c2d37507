package io.sextant.app.platform.knowledge;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The public inventories that judged samples refer to. They are not part of the project: they are looked for in
/// `shared/data/inventories` beside or above it, and a test that needs one is skipped, saying so, when it is not there.
final class Inventories {
    static final String EUROPE = "eu-public-sector-tech-watch-2025.csv";

    private Inventories() {}

    /// The rows of an inventory by heading; skips the test when it is not at hand.
    static List<Map<String, String>> rows(String name) {
        Path file = find(name);
        assumeThat(file)
                .as("the inventory " + name + " is not at hand: the judged sample is not checked")
                .isNotNull();
        List<List<String>> table = file == null ? List.of() : table(file);
        List<Map<String, String>> rows = new ArrayList<>();
        for (List<String> line : table.subList(1, table.size())) {
            Map<String, String> row = new LinkedHashMap<>();
            for (int c = 0; c < table.getFirst().size(); c++) {
                row.put(table.getFirst().get(c).strip(), c < line.size() ? line.get(c) : "");
            }
            rows.add(row);
        }
        return rows;
    }

    /// A table with its headings first.
    static List<List<String>> table(String name) {
        Path file = find(name);
        assumeThat(file).as("the inventory " + name + " is not at hand").isNotNull();
        return file == null ? List.of() : table(file);
    }

    private static @Nullable Path find(String name) {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path file = at.resolve("shared/data/inventories").resolve(name);
            if (Files.isReadable(file)) {
                return file;
            }
        }
        return null;
    }

    private static List<List<String>> table(Path file) {
        String text;
        try {
            text = Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(file.toString(), e);
        }
        List<List<String>> rows = new ArrayList<>();
        List<String> row = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        for (int i = text.startsWith("\uFEFF") ? 1 : 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted) {
                if (c == '"' && i + 1 < text.length() && text.charAt(i + 1) == '"') {
                    cell.append('"');
                    i++;
                } else if (c == '"') {
                    quoted = false;
                } else {
                    cell.append(c);
                }
            } else if (c == '"') {
                quoted = true;
            } else if (c == ',' || c == '\n') {
                row.add(cell.toString());
                cell.setLength(0);
                if (c == '\n') {
                    rows.add(row);
                    row = new ArrayList<>();
                }
            } else if (c != '\r') {
                cell.append(c);
            }
        }
        if (!row.isEmpty() || !cell.isEmpty()) {
            row.add(cell.toString());
            rows.add(row);
        }
        return rows;
    }

    /// The lines of a judged sample, cell by cell, without comments and headings.
    static List<String[]> judged(String name) {
        try (var in = Inventories.class.getResourceAsStream("/inventory/" + name)) {
            if (in == null) {
                throw new IllegalStateException("no sample " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#") && !line.isBlank())
                    .skip(1)
                    .map(line -> line.split(";"))
                    .toList();
        } catch (IOException e) {
            throw new IllegalStateException(name, e);
        }
    }
}
