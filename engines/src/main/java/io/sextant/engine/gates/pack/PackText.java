package io.sextant.engine.gates.pack;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/// A file of a pack in which single values are changed, while everything else, comments and order included, stays as
/// somebody wrote it. Immutable.
public final class PackText {
    private static final LoadSettings SETTINGS = LoadSettings.builder()
            .setUseMarks(true)
            .setCodePointLimit(Tree.LARGEST)
            .setMaxAliasesForCollections(0)
            .build();

    private final String text;
    private final @Nullable Node root;

    private PackText(String text, @Nullable Node root) {
        this.text = text;
        this.root = root;
    }

    /// Takes a text; one that cannot be read has no values and is never changed.
    public static PackText of(String text) {
        try {
            return new PackText(text, new Compose(SETTINGS).composeString(text).orElse(null));
        } catch (YamlEngineException e) {
            return new PackText(text, null);
        }
    }

    /// A step to a value.
    public sealed interface Step {
        /// Under a key.
        record Key(String key) implements Step {}

        /// To the item of a list whose key has a value.
        record Item(String key, String value) implements Step {}
    }

    /// The text.
    public String text() {
        return text;
    }

    /// A scalar; empty where there is none.
    public Optional<String> get(List<Step> path, String key) {
        return mapping(path)
                .flatMap(m -> tuple(m, key))
                .flatMap(t -> t.getValueNode() instanceof ScalarNode scalar
                        ? Optional.of(scalar.getValue())
                        : Optional.empty());
    }

    /// The text as if a key had this value; unchanged where the mapping is not there.
    ///
    /// @param flow the value in YAML's flow style, for example of [#quoted]
    public PackText set(List<Step> path, String key, String flow) {
        MappingNode mapping = mapping(path).orElse(null);
        if (mapping == null || mapping.getValue().isEmpty()) {
            return this;
        }
        NodeTuple tuple = tuple(mapping, key).orElse(null);
        if (tuple != null) {
            Node value = tuple.getValueNode();
            int from = start(value);
            int to = end(value, from);
            // A value that was left out has no place of its own: it comes right after the colon.
            String gap = from == to ? " " : "";
            return of(text.substring(0, from) + gap + flow + text.substring(to));
        }
        NodeTuple before = tuple(mapping, "fr").orElse(mapping.getValue().getLast());
        int at = start(before.getKeyNode());
        if (mapping.getFlowStyle() == FlowStyle.FLOW) {
            return of(text.substring(0, at) + key + ": " + flow + ", " + text.substring(at));
        }
        String indent = " ".repeat(at - (text.lastIndexOf('\n', at - 1) + 1));
        return of(text.substring(0, at) + key + ": " + flow + "\n" + indent + text.substring(at));
    }

    /// The text without a key.
    public PackText remove(List<Step> path, String key) {
        MappingNode mapping = mapping(path).orElse(null);
        NodeTuple tuple = mapping == null ? null : tuple(mapping, key).orElse(null);
        if (mapping == null || tuple == null || mapping.getValue().size() == 1) {
            return this;
        }
        List<NodeTuple> all = mapping.getValue();
        int index = all.indexOf(tuple);
        int from = start(tuple.getKeyNode());
        if (index + 1 < all.size()) {
            return of(text.substring(0, from)
                    + text.substring(start(all.get(index + 1).getKeyNode())));
        }
        NodeTuple previous = all.get(index - 1);
        int keep = end(previous.getValueNode(), start(previous.getValueNode()));
        return of(text.substring(0, keep) + text.substring(end(tuple.getValueNode(), start(tuple.getValueNode()))));
    }

    /// A text as a value.
    public static String quoted(String value) {
        var out = new StringBuilder("\"");
        value.codePoints().forEach(c -> {
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> {}
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < 0x20 || c == 0x7f || (c >= 0x80 && c < 0xa0) || c == 0x2028 || c == 0x2029 || c == 0xfeff) {
                        out.append("\\u%04x".formatted(c));
                    } else {
                        out.appendCodePoint(c);
                    }
                }
            }
        });
        return out.append('"').toString();
    }

    /// Names as a value.
    public static String list(List<String> values) {
        return values.stream().map(PackText::quoted).collect(Collectors.joining(", ", "[", "]"));
    }

    private Optional<MappingNode> mapping(List<Step> path) {
        Node at = root;
        for (Step step : path) {
            at = switch (step) {
                case Step.Key(String key) ->
                    at instanceof MappingNode mapping
                            ? tuple(mapping, key).map(NodeTuple::getValueNode).orElse(null)
                            : null;
                case Step.Item(String key, String value) ->
                    at instanceof SequenceNode sequence ? item(sequence, key, value) : null;
            };
        }
        return at instanceof MappingNode mapping ? Optional.of(mapping) : Optional.empty();
    }

    private static @Nullable Node item(SequenceNode sequence, String key, String value) {
        for (Node item : sequence.getValue()) {
            if (item instanceof MappingNode mapping
                    && tuple(mapping, key)
                            .filter(t -> t.getValueNode() instanceof ScalarNode scalar
                                    && scalar.getValue().equals(value))
                            .isPresent()) {
                return item;
            }
        }
        return null;
    }

    private static Optional<NodeTuple> tuple(MappingNode mapping, String key) {
        return mapping.getValue().stream()
                .filter(t -> t.getKeyNode() instanceof ScalarNode scalar
                        && scalar.getValue().equals(key))
                .findFirst();
    }

    private int start(Node node) {
        return index(node.getStartMark());
    }

    /// Where a node ends; a block reaches to the next token, of which the blank before does not belong to it.
    private int end(Node node, int start) {
        int end = index(node.getEndMark());
        while (end > start && Character.isWhitespace(text.charAt(end - 1))) {
            end--;
        }
        return end;
    }

    /// Marks count code points.
    private int index(Optional<Mark> mark) {
        return text.offsetByCodePoints(0, mark.orElseThrow().getIndex());
    }

    /// The values of a list of texts; empty where there is none.
    public List<String> texts(List<Step> path, String key) {
        return mapping(path)
                .flatMap(m -> tuple(m, key))
                .map(NodeTuple::getValueNode)
                .map(node -> {
                    List<String> texts = new ArrayList<>();
                    if (node instanceof SequenceNode sequence) {
                        sequence.getValue().forEach(item -> {
                            if (item instanceof ScalarNode scalar) {
                                texts.add(scalar.getValue());
                            }
                        });
                    }
                    return texts;
                })
                .orElseGet(ArrayList::new);
    }
}
