package io.sextant.engine.gates.pack;

import io.sextant.engine.gates.Nearest;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/// A mapping of a pack's file while it is read. Each question notes what is wrong and answers something harmless, so
/// that one reading finds every problem; [#done] then notes the keys that nobody asked for.
final class Tree {
    /// Largest file, in bytes.
    static final int LARGEST = 2 << 20;

    private static final int DEEPEST = 20;
    private static final int LONGEST_LIST = 200;
    private static final LoadSettings SETTINGS = LoadSettings.builder()
            .setUseMarks(true)
            .setCodePointLimit(LARGEST)
            .setMaxAliasesForCollections(0)
            .build();

    private final String file;
    private final String path;
    private final int line;
    private final Map<String, Node> nodes;
    private final Map<String, Integer> lines;
    private final Problems problems;
    private final Set<String> asked = new LinkedHashSet<>();
    private final boolean absent;

    private Tree(String file, String path, @Nullable Node node, int line, Problems problems) {
        this.file = file;
        this.path = path;
        this.line = node == null ? line : line(node);
        this.problems = problems;
        this.absent = node == null;
        this.nodes = new LinkedHashMap<>();
        this.lines = new LinkedHashMap<>();
        if (node instanceof MappingNode mapping) {
            for (NodeTuple tuple : mapping.getValue()) {
                String key = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "";
                if (nodes.putIfAbsent(key, tuple.getValueNode()) != null) {
                    problems.add(file, at(key), line(tuple.getKeyNode()), "key-twice", key);
                }
                lines.putIfAbsent(key, line(tuple.getKeyNode()));
            }
        } else if (node != null) {
            problems.add(file, path, this.line, "not-mapping");
        }
    }

    /// Reads a file.
    ///
    /// @return null when it cannot be read at all; the problem is noted
    static @Nullable Tree of(PackFile file, Problems problems) {
        String name = file.name();
        if (file.bytes().length > LARGEST) {
            problems.add(name, "", 0, "file-too-large", file.bytes().length, LARGEST);
            return null;
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(file.bytes()))
                    .toString();
            if (!harmless(name, text, problems)) {
                return null;
            }
            Node node = new Compose(SETTINGS).composeString(text).orElse(null);
            if (node == null) {
                problems.add(name, "", 0, "file-empty");
                return null;
            }
            return new Tree(name, "", node, 1, problems);
        } catch (CharacterCodingException e) {
            problems.add(name, "", 0, "not-utf8");
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(Mark::getLine).orElse(-1) + 1;
            problems.add(name, "", line, "not-yaml", String.valueOf(e.getProblem()));
        } catch (YamlEngineException e) {
            problems.add(name, "", 0, "not-yaml", String.valueOf(e.getMessage()));
        }
        return null;
    }

    /// Goes through the events, which needs no stack, before anything is built: refuses what repeats or nests itself.
    private static boolean harmless(String file, String text, Problems problems) {
        int depth = 0;
        for (Event event : new Parse(SETTINGS).parseString(text)) {
            int line = event.getStartMark().map(Mark::getLine).orElse(-1) + 1;
            if (event instanceof AliasEvent
                    || (event instanceof NodeEvent node && node.getAnchor().isPresent())) {
                problems.add(file, "", line, "alias");
                return false;
            }
            if (event instanceof CollectionStartEvent && ++depth > DEEPEST) {
                problems.add(file, "", line, "too-deep", DEEPEST);
                return false;
            }
            if (event instanceof CollectionEndEvent) {
                depth--;
            }
        }
        return true;
    }

    private static int line(Node node) {
        return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
    }

    private String at(String key) {
        return path.isEmpty() || key.isEmpty() ? path + key : path + "." + key;
    }

    int line(String key) {
        return lines.getOrDefault(key, line);
    }

    /// Notes a problem with the value of a key; of the mapping itself for an empty key.
    void problem(String key, String code, Object... args) {
        problems.add(file, at(key), line(key), code, args);
    }

    /// Notes that a key is missing, unless the whole mapping is, which was noted already.
    private void missing(String key) {
        if (!absent) {
            problem(key, "missing");
        }
    }

    /// The nearest known name, as long as anybody will read it.
    String nearest(String name, Collection<String> known) {
        return problems.full() ? "" : Nearest.to(name, known);
    }

    private @Nullable Node node(String key) {
        asked.add(key);
        Node node = nodes.get(key);
        return node == null || node.getTag().equals(Tag.NULL) ? null : node;
    }

    boolean has(String key) {
        return node(key) != null;
    }

    /// A text that must be there, at most `longest` characters.
    String text(String key, int longest) {
        Node node = node(key);
        if (node == null) {
            missing(key);
            return "";
        }
        return text(key, node, longest);
    }

    private String text(String key, Node node, int longest) {
        if (!(node instanceof ScalarNode scalar) || scalar.getValue().isBlank()) {
            problem(key, "not-text");
            return "";
        }
        String text = scalar.getValue().strip();
        if (text.length() > longest) {
            problem(key, "too-long", text.length(), longest);
            return text.substring(0, longest);
        }
        return text;
    }

    /// A text that may be left out.
    @Nullable
    String textOr(String key, int longest) {
        return has(key) ? text(key, longest) : null;
    }

    /// A number that must be there, between two bounds, with at most two decimals.
    BigDecimal number(String key, int from, int to) {
        Node node = node(key);
        if (node == null) {
            missing(key);
            return BigDecimal.valueOf(from);
        }
        String text = node instanceof ScalarNode scalar ? scalar.getValue() : "";
        if (node.getTag().equals(Tag.INT) || node.getTag().equals(Tag.FLOAT)) {
            try {
                BigDecimal number = new BigDecimal(text);
                if (number.compareTo(BigDecimal.valueOf(from)) >= 0
                        && number.compareTo(BigDecimal.valueOf(to)) <= 0
                        && number.stripTrailingZeros().scale() <= 2) {
                    return number;
                }
            } catch (NumberFormatException e) {
                // Falls through to the problem: .inf, .nan and the like.
            }
        }
        problem(key, "not-number", text, from, to);
        return BigDecimal.valueOf(from);
    }

    /// A whole number that must be there.
    int whole(String key, int from, int to) {
        BigDecimal number = number(key, from, to);
        if (number.stripTrailingZeros().scale() > 0) {
            problem(key, "not-whole", number.toPlainString());
            return from;
        }
        return number.intValue();
    }

    /// A list of texts that may be left out.
    List<String> texts(String key, int longest) {
        Node node = node(key);
        if (node == null) {
            return List.of();
        }
        if (!(node instanceof SequenceNode sequence)) {
            problem(key, "not-list");
            return List.of();
        }
        if (sequence.getValue().size() > LONGEST_LIST) {
            problem(key, "too-many", sequence.getValue().size(), LONGEST_LIST);
            return List.of();
        }
        List<String> texts = new ArrayList<>();
        for (Node item : sequence.getValue()) {
            String text = text(key, item, longest);
            if (texts.contains(text)) {
                problem(key, "item-twice", text);
            } else if (!text.isEmpty()) {
                texts.add(text);
            }
        }
        return texts;
    }

    /// One of an enumeration; null when it is none, which is noted.
    <E extends Enum<E>> @Nullable E one(String key, Class<E> type) {
        return choose(key, Arrays.asList(type.getEnumConstants()), Enum::name);
    }

    /// One of some choices by their names; null when it is none, which is noted.
    <E> @Nullable E choose(String key, List<E> choices, Function<E, String> name) {
        String text = text(key, 200);
        for (E choice : choices) {
            if (name.apply(choice).equals(text)) {
                return choice;
            }
        }
        if (!text.isEmpty()) {
            List<String> names = choices.stream().map(name).toList();
            problem(key, "not-one-of", text, String.join(", ", names), nearest(text, names));
        }
        return null;
    }

    /// The mapping under a key, which must be there.
    Tree branch(String key) {
        Node node = node(key);
        if (node == null) {
            missing(key);
        }
        return new Tree(file, at(key), node, line(key), problems);
    }

    Set<String> keys() {
        return nodes.keySet();
    }

    /// A list of mappings, which must be there.
    List<Tree> list(String key, int most) {
        Node node = node(key);
        if (node == null) {
            missing(key);
            return List.of();
        }
        if (!(node instanceof SequenceNode sequence)) {
            problem(key, "not-list");
            return List.of();
        }
        if (sequence.getValue().size() > most) {
            problem(key, "too-many", sequence.getValue().size(), most);
            return List.of();
        }
        List<Tree> all = new ArrayList<>();
        for (Node item : sequence.getValue()) {
            all.add(new Tree(file, at(key) + "[" + all.size() + "]", item, line(item), problems));
        }
        return all;
    }

    /// Notes the keys that nobody asked for.
    void done() {
        for (String key : nodes.keySet()) {
            if (!asked.contains(key)) {
                problem(key, "unknown-key", key, nearest(key, asked));
            }
        }
    }
}
