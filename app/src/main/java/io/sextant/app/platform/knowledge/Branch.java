package io.sextant.app.platform.knowledge;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/// A mapping of a rule file while it is read. Each question notes what is wrong and answers something harmless, so that
/// one reading finds every problem; [#done] then notes the keys that nobody asked for.
final class Branch {
    private final String path;
    private final JsonNode node;
    private final List<String> problems;
    private final Set<String> asked = new HashSet<>();

    private Branch(String path, JsonNode node, List<String> problems) {
        this.path = path;
        this.node = node;
        this.problems = problems;
        if (!node.isObject()) {
            problem("", node.isMissingNode() || node.isNull() ? "is missing" : "is not a mapping");
        }
    }

    /// The top of a file.
    static Branch of(String file, JsonNode node, List<String> problems) {
        return new Branch(file + ":", node, problems);
    }

    void problem(String key, String what) {
        problems.add(
                (path + (path.endsWith(":") ? " " : ".") + key).stripTrailing().replaceAll("\\.$", "") + " " + what);
    }

    private JsonNode get(String key) {
        asked.add(key);
        return node.isObject() && node.has(key) ? node.get(key) : MissingNode.getInstance();
    }

    private String at(String key) {
        return path + (path.endsWith(":") ? " " : ".") + key;
    }

    boolean has(String key) {
        return node.isObject() && node.has(key);
    }

    Set<String> keys() {
        return node.isObject() ? new LinkedHashSet<>(node.propertyNames()) : Set.of();
    }

    /// A text that must be there.
    String text(String key) {
        JsonNode value = get(key);
        if (!value.isValueNode() || value.isNull() || value.asString().isBlank()) {
            problem(key, value.isMissingNode() || value.isNull() ? "is missing" : "is not a text");
            return "";
        }
        return value.asString();
    }

    /// A number between two bounds.
    double number(String key, double from, double to) {
        JsonNode value = get(key);
        if (!value.isNumber() || value.doubleValue() < from || value.doubleValue() > to) {
            problem(key, value.isMissingNode() ? "is missing" : "is not a number from " + from + " to " + to);
            return from;
        }
        return value.doubleValue();
    }

    /// A number that may be left out.
    double number(String key, double from, double to, double otherwise) {
        return has(key) ? number(key, from, to) : otherwise;
    }

    int integer(String key, int from, int to, int otherwise) {
        double value = number(key, from, to, otherwise);
        if (value != Math.rint(value)) {
            problem(key, "is not a whole number");
        }
        return (int) Math.rint(value);
    }

    boolean flag(String key) {
        if (!has(key)) {
            return false;
        }
        JsonNode value = get(key);
        if (!value.isBoolean()) {
            problem(key, "is neither true nor false");
            return false;
        }
        return value.booleanValue();
    }

    /// A list of texts, each of them not blank and there once.
    List<String> texts(String key) {
        JsonNode value = get(key);
        if (!value.isArray()) {
            problem(key, value.isMissingNode() ? "is missing" : "is not a list");
            return List.of();
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode item : value.values()) {
            if (!item.isValueNode() || item.isNull() || item.asString().isBlank()) {
                problem(key + "[" + texts.size() + "]", "is not a text");
            } else {
                texts.add(item.asString());
            }
        }
        return texts;
    }

    /// A list of texts that may be left out.
    List<String> textsOr(String key) {
        return has(key) ? texts(key) : List.of();
    }

    /// One of an enumeration.
    <E extends Enum<E>> E one(String key, Class<E> type) {
        return constant(text(key), type, key);
    }

    private <E extends Enum<E>> E constant(String name, Class<E> type, String key) {
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equals(name)) {
                return constant;
            }
        }
        if (!name.isEmpty()) {
            problem(key, "is “" + name + "”, which is none of " + List.of(type.getEnumConstants()));
        }
        return type.getEnumConstants()[0];
    }

    <E extends Enum<E>> List<E> some(String key, Class<E> type) {
        List<E> some = new ArrayList<>();
        for (String name : textsOr(key)) {
            some.add(constant(name, type, key));
        }
        return some;
    }

    /// A mapping of mappings.
    <T> Map<String, T> branches(String key, Function<Branch, T> read) {
        Map<String, T> all = new LinkedHashMap<>();
        Branch inner = new Branch(at(key), get(key), problems);
        for (String name : inner.keys()) {
            Branch branch = inner.branch(name);
            all.put(name, read.apply(branch));
            branch.done();
        }
        return all;
    }

    /// The mapping under a key.
    Branch branch(String key) {
        return new Branch(at(key), get(key), problems);
    }

    /// A mapping whose keys are of an enumeration.
    <E extends Enum<E>, T> Map<E, T> byConstant(String key, Class<E> type, Function<Branch, T> read) {
        Map<E, T> all = new EnumMap<>(type);
        branches(key, read).forEach((name, value) -> all.put(constant(name, type, key), value));
        return all;
    }

    /// A mapping from an enumeration to lists of texts.
    <E extends Enum<E>> Map<E, List<String>> textsByConstant(String key, Class<E> type) {
        Map<E, List<String>> all = new EnumMap<>(type);
        Branch inner = branch(key);
        for (String name : inner.keys()) {
            all.put(constant(name, type, key), inner.texts(name));
        }
        return all;
    }

    /// A mapping from an enumeration to numbers.
    <E extends Enum<E>> Map<E, Double> numbersByConstant(String key, Class<E> type, double from, double to) {
        Map<E, Double> all = new EnumMap<>(type);
        Branch inner = branch(key);
        for (String name : inner.keys()) {
            all.put(constant(name, type, key), inner.number(name, from, to));
        }
        return all;
    }

    /// A mapping from text to text.
    Map<String, String> pairs(String key) {
        Map<String, String> all = new LinkedHashMap<>();
        Branch inner = branch(key);
        for (String name : inner.keys()) {
            all.put(name, inner.text(name));
        }
        return all;
    }

    /// A list of mappings.
    <T> List<T> list(String key, Function<Branch, T> read) {
        JsonNode value = get(key);
        if (!value.isArray()) {
            problem(key, value.isMissingNode() ? "is missing" : "is not a list");
            return List.of();
        }
        List<T> all = new ArrayList<>();
        for (JsonNode item : value.values()) {
            Branch branch = new Branch(at(key) + "[" + all.size() + "]", item, problems);
            all.add(read.apply(branch));
            branch.done();
        }
        return all;
    }

    <T> List<T> listOr(String key, Function<Branch, T> read) {
        return has(key) ? list(key, read) : List.of();
    }

    /// Notes the keys that nobody asked for.
    void done() {
        for (String key : keys()) {
            if (!asked.contains(key)) {
                problem(key, "is not a known key");
            }
        }
    }
}
