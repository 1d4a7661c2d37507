package io.sextant.engine.aiact;

import io.sextant.engine.gates.Nearest;
import io.sextant.engine.gates.Words;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/// A mapping of a law's file while it is read. A question that finds nothing right notes the problem and answers
/// something harmless, so that one reading finds every problem.
final class Page {
    private static final LoadSettings SETTINGS = LoadSettings.builder()
            .setUseMarks(true)
            .setCodePointLimit(2 << 20)
            .setMaxAliasesForCollections(0)
            .build();

    private final String file;
    private final int line;
    private final Map<String, Node> nodes = new LinkedHashMap<>();
    private final List<PackProblem> problems;
    private final Set<String> asked = new LinkedHashSet<>();
    private String at;

    private Page(String file, String at, @Nullable Node node, int line, List<PackProblem> problems) {
        this.file = file;
        this.at = at;
        this.line = node == null ? line : line(node);
        this.problems = problems;
        if (node instanceof MappingNode mapping) {
            for (NodeTuple tuple : mapping.getValue()) {
                String key = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "";
                if (nodes.putIfAbsent(key, tuple.getValueNode()) != null) {
                    problem(
                            "la clé «\u202f" + key + "\u202f» est donnée deux fois",
                            "the key “" + key + "” is given twice");
                }
            }
        } else if (node != null) {
            problem("il faut ici des clés et des valeurs", "keys and values are needed here");
        }
    }

    /// Reads a file; null when it cannot be read at all, which is noted.
    static @Nullable Page of(LawFile file, List<PackProblem> problems) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(file.bytes()))
                    .toString();
            Node node = new Compose(SETTINGS).composeString(text).orElse(null);
            if (node != null) {
                return new Page(file.name(), "", node, 1, problems);
            }
            problems.add(new PackProblem(file.name(), 0, "", new Words("le fichier est vide", "the file is empty")));
        } catch (CharacterCodingException e) {
            problems.add(new PackProblem(
                    file.name(), 0, "", new Words("le fichier n’est pas en UTF-8", "the file is not UTF-8")));
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(Mark::getLine).orElse(-1) + 1;
            problems.add(new PackProblem(
                    file.name(),
                    line,
                    "",
                    new Words("YAML illisible\u202f: " + e.getProblem(), "no YAML: " + e.getProblem())));
        } catch (YamlEngineException e) {
            problems.add(new PackProblem(
                    file.name(),
                    0,
                    "",
                    new Words("YAML illisible\u202f: " + e.getMessage(), "no YAML: " + e.getMessage())));
        }
        return null;
    }

    private static int line(Node node) {
        return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
    }

    void problem(String fr, String en) {
        problems.add(new PackProblem(file, line, at, new Words(fr, en)));
    }

    private @Nullable Node node(String key) {
        asked.add(key);
        Node node = nodes.get(key);
        return node == null || node.getTag().equals(Tag.NULL) ? null : node;
    }

    boolean has(String key) {
        return node(key) != null;
    }

    String text(String key) {
        String text = textOr(key);
        if (text == null) {
            problem("«\u202f" + key + "\u202f» manque", "“" + key + "” is missing");
            return "";
        }
        return text;
    }

    @Nullable
    String textOr(String key) {
        Node node = node(key);
        if (node == null) {
            return null;
        }
        if (!(node instanceof ScalarNode scalar) || scalar.getValue().isBlank()) {
            problem("«\u202f" + key + "\u202f» doit être un texte", "“" + key + "” has to be a text");
            return null;
        }
        return scalar.getValue().strip();
    }

    /// The identifier, by which later problems name this entry.
    String id() {
        String id = text("id");
        at = at.isEmpty() ? id : at + " " + id;
        if (!id.isEmpty() && !id.matches("[A-Za-z][A-Za-z0-9_-]*")) {
            problem("«\u202f" + id + "\u202f» n’est pas un identifiant", "“" + id + "” is no identifier");
        }
        return id;
    }

    /// The text in both languages; a missing one is a problem.
    Words words() {
        return new Words(text("fr"), text("en"));
    }

    boolean flag(String key) {
        String text = textOr(key);
        if (text != null && !text.equals("true") && !text.equals("false")) {
            problem("«\u202f" + key + "\u202f» est true ou false", "“" + key + "” is true or false");
        }
        return "true".equals(text);
    }

    @Nullable
    LocalDate dayOr(String key) {
        String text = textOr(key);
        if (text == null) {
            return null;
        }
        try {
            return LocalDate.parse(text);
        } catch (DateTimeParseException e) {
            problem("«\u202f" + text + "\u202f» n’est pas une date AAAA-MM-JJ", "“" + text + "” is no date YYYY-MM-DD");
            return null;
        }
    }

    LocalDate day(String key) {
        LocalDate day = dayOr(key);
        if (day == null && !nodes.containsKey(key)) {
            problem("«\u202f" + key + "\u202f» manque", "“" + key + "” is missing");
        }
        return day == null ? LocalDate.EPOCH : day;
    }

    <E extends Enum<E>> @Nullable E one(String key, Class<E> type) {
        String text = text(key);
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equals(text)) {
                return constant;
            }
        }
        if (!text.isEmpty()) {
            List<String> names =
                    Arrays.stream(type.getEnumConstants()).map(Enum::name).toList();
            String near = Nearest.to(text, names);
            problem(
                    "«\u202f" + text + "\u202f» n’est pas l’un de " + names
                            + (near.isEmpty() ? "" : "\u202f; " + near + "\u202f?"),
                    "“" + text + "” is none of " + names + (near.isEmpty() ? "" : "; " + near + "?"));
        }
        return null;
    }

    List<String> texts(String key) {
        Node node = node(key);
        if (node == null) {
            return List.of();
        }
        List<String> texts = new ArrayList<>();
        if (node instanceof SequenceNode sequence) {
            for (Node item : sequence.getValue()) {
                if (item instanceof ScalarNode scalar && !scalar.getValue().isBlank()) {
                    texts.add(scalar.getValue().strip());
                } else {
                    problem("«\u202f" + key + "\u202f» est une liste de textes", "“" + key + "” is a list of texts");
                }
            }
        } else {
            problem("«\u202f" + key + "\u202f» est une liste", "“" + key + "” is a list");
        }
        return texts;
    }

    /// The entries under a key, none when it is absent.
    List<Page> list(String key) {
        Node node = node(key);
        List<Page> all = new ArrayList<>();
        if (node instanceof SequenceNode sequence) {
            for (Node item : sequence.getValue()) {
                all.add(new Page(file, key, item, line(item), problems));
            }
        } else if (node != null) {
            problem("«\u202f" + key + "\u202f» est une liste", "“" + key + "” is a list");
        }
        return all;
    }

    /// The mapping under a key; null when it is absent.
    @Nullable
    Page under(String key) {
        Node node = node(key);
        return node == null ? null : new Page(file, at.isEmpty() ? key : at + " " + key, node, line, problems);
    }

    /// Every key, with its value as text or list of texts.
    Map<String, Object> values() {
        Map<String, Object> all = new LinkedHashMap<>();
        for (String key : nodes.keySet()) {
            Node node = node(key);
            if (node instanceof SequenceNode) {
                all.put(key, texts(key));
            } else if (node instanceof ScalarNode scalar) {
                all.put(key, scalar.getValue());
            }
        }
        return all;
    }

    /// Notes the keys that nobody asked for.
    void done() {
        for (String key : nodes.keySet()) {
            if (!asked.contains(key)) {
                String near = Nearest.to(key, asked);
                problem(
                        "la clé «\u202f" + key + "\u202f» est inconnue"
                                + (near.isEmpty() ? "" : "\u202f; " + near + "\u202f?"),
                        "the key “" + key + "” is unknown" + (near.isEmpty() ? "" : "; " + near + "?"));
            }
        }
    }
}
