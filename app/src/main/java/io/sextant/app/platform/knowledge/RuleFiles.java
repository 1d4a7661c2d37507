package io.sextant.app.platform.knowledge;

import io.sextant.engine.inventory.RuleSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// Opens the rule files of one edition of one family, and gathers what is wrong with them.
final class RuleFiles {
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .build();

    private final String folder;
    private final String edition;
    private final Opener opener;
    private final List<String> problems = new ArrayList<>();
    private final List<RuleSource> sources = new ArrayList<>();

    /// Opens a file by its path among the resources; null when there is none.
    interface Opener {
        @org.jspecify.annotations.Nullable
        InputStream open(String path) throws IOException;
    }

    /// A file opened: its content and where it comes from.
    record Opened<T>(T content, RuleSource source) {}

    RuleFiles(String family, String edition, Opener opener) {
        this.folder = "knowledge/" + family + "/" + edition + "/";
        this.edition = edition;
        this.opener = opener;
    }

    /// Opens a YAML file and reads its header: `id, version, status, author, source, licence`.
    Opened<Branch> yaml(String name) {
        byte[] bytes = bytes(name);
        JsonNode node = MissingNode.getInstance();
        if (bytes.length > 0) {
            try {
                node = YAML.readTree(bytes);
            } catch (JacksonException e) {
                problems.add(name + ": cannot be read: " + e.getOriginalMessage());
                return new Opened<>(Branch.of(name, YAML.createObjectNode(), new ArrayList<>()), source("", bytes));
            }
        }
        Branch top = Branch.of(name, node, problems);
        String id = top.text("id");
        checkVersion(name, top.text("version"));
        checkHeader(name, top.text("status"), top.text("author"), top.text("source"), top.text("licence"));
        return new Opened<>(top, source(id, bytes));
    }

    /// Opens a CSV file separated by semicolons, without quotes: comment lines `# key: value` as header, then a line of
    /// column names, which must be these, then the rows. Each row comes with all its cells.
    Opened<List<List<String>>> csv(String name, List<String> columns) {
        byte[] bytes = bytes(name);
        List<List<String>> rows = new ArrayList<>();
        String[] header = {"", "", "", "", "", ""};
        List<String> keys = List.of("id", "version", "status", "author", "source", "licence");
        boolean named = false;
        int number = 0;
        for (String line : new String(bytes, StandardCharsets.UTF_8).split("\\R")) {
            number++;
            if (line.isBlank()) {
                continue;
            }
            if (line.startsWith("#")) {
                String[] pair = line.substring(1).split(":", 2);
                int key = keys.indexOf(pair[0].strip());
                if (key >= 0 && pair.length == 2) {
                    header[key] = pair[1].strip();
                }
                continue;
            }
            List<String> cells = List.of(line.split(";", -1));
            if (!named) {
                named = true;
                if (!cells.equals(columns)) {
                    problems.add(name + ": line " + number + " names other columns than " + columns);
                }
            } else if (cells.size() != columns.size()) {
                problems.add(name + ": line " + number + " has " + cells.size() + " cells, not " + columns.size());
            } else {
                rows.add(cells.stream().map(String::strip).toList());
            }
        }
        if (bytes.length > 0) {
            checkVersion(name, header[1]);
            checkHeader(name, header[0], header[2], header[3], header[4], header[5]);
        }
        return new Opened<>(rows, source(header[0], bytes));
    }

    private void checkVersion(String name, String version) {
        if (!version.isEmpty() && !version.equals(edition)) {
            problems.add(name + ": version is “" + version + "”, its folder is " + edition);
        }
        if (version.isEmpty()) {
            problems.add(name + ": version is missing");
        }
    }

    private void checkHeader(String name, String... values) {
        for (String value : values) {
            if (value.isBlank()) {
                problems.add(name + ": the header is not complete (id, version, status, author, source, licence)");
                return;
            }
        }
    }

    private byte[] bytes(String name) {
        try (InputStream in = opener.open(folder + name)) {
            if (in == null) {
                problems.add(name + ": there is no such file in " + folder);
                return new byte[0];
            }
            return in.readAllBytes();
        } catch (IOException e) {
            problems.add(name + ": cannot be opened: " + e.getMessage());
            return new byte[0];
        }
    }

    private RuleSource source(String id, byte[] bytes) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            RuleSource source = new RuleSource(id, edition, HexFormat.of().formatHex(digest));
            sources.add(source);
            return source;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    List<String> problems() {
        return problems;
    }

    List<RuleSource> sources() {
        return sources;
    }

    /// Throws when anything was wrong.
    void complete() {
        if (!problems.isEmpty()) {
            throw new KnowledgeFault(problems);
        }
    }
}
