package io.sextant.app.identity;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The whole tree of units at one moment. A value, safe to keep for the length of a piece of work: an import that asks
/// for ten thousand codes asks one tree.
public final class UnitTree {
    /// A unit with its depth, roots being at 0.
    public record Node(Unit unit, int depth) {}

    private final Map<Long, Unit> byId = new LinkedHashMap<>();
    private final Map<String, Unit> byCode = new HashMap<>();
    private final Map<Long, List<Unit>> children = new HashMap<>();
    private final List<Unit> roots = new ArrayList<>();
    private final Map<Long, Set<Long>> subtrees = new ConcurrentHashMap<>();

    UnitTree(Collection<Unit> units) {
        var sorted = units.stream().sorted(Comparator.comparing(Unit::code)).toList();
        for (var unit : sorted) {
            byId.put(unit.id(), unit);
            byCode.put(unit.code(), unit);
            var parent = unit.parentId();
            if (parent == null) {
                roots.add(unit);
            } else {
                children.computeIfAbsent(parent, p -> new ArrayList<>()).add(unit);
            }
        }
    }

    /// The unit of this id.
    public Optional<Unit> find(long id) {
        return Optional.ofNullable(byId.get(id));
    }

    /// The unit of this code, in any letter case.
    public Optional<Unit> byCode(String code) {
        return Optional.ofNullable(byCode.get(code.strip().toUpperCase(Locale.ROOT)));
    }

    /// The open units whose French or English name is this one, in any letter case.
    public List<Unit> byName(String name) {
        var wanted = name.strip();
        return byId.values().stream()
                .filter(Unit::open)
                .filter(u -> u.nameFr().equalsIgnoreCase(wanted) || u.nameEn().equalsIgnoreCase(wanted))
                .toList();
    }

    /// Every unit, closed ones included, by code.
    public List<Unit> all() {
        return List.copyOf(byId.values());
    }

    /// The units directly below, by code; the roots below an absent unit.
    public List<Unit> children(@Nullable Long id) {
        return id == null ? List.copyOf(roots) : List.copyOf(children.getOrDefault(id, List.of()));
    }

    /// The ids of a unit and of all those below it, closed ones included; empty for an unknown unit.
    public Set<Long> subtree(long id) {
        return subtrees.computeIfAbsent(id, this::collect);
    }

    private Set<Long> collect(long id) {
        if (!byId.containsKey(id)) {
            return Set.of();
        }
        var found = new LinkedHashSet<Long>();
        var waiting = new ArrayList<Long>(List.of(id));
        while (!waiting.isEmpty()) {
            var next = waiting.removeLast();
            if (found.add(next)) {
                children.getOrDefault(next, List.of()).forEach(child -> waiting.add(child.id()));
            }
        }
        return Set.copyOf(found);
    }

    /// The units from the root down to this one; empty for an unknown unit.
    public List<Unit> path(long id) {
        var path = new ArrayList<Unit>();
        var unit = byId.get(id);
        while (unit != null) {
            path.addFirst(unit);
            var parent = unit.parentId();
            unit = parent == null ? null : byId.get(parent);
        }
        return path;
    }

    /// The whole tree, each unit followed by those below it.
    public List<Node> nodes() {
        var nodes = new ArrayList<Node>(byId.size());
        var waiting = new ArrayList<Node>();
        roots.reversed().forEach(root -> waiting.add(new Node(root, 0)));
        while (!waiting.isEmpty()) {
            var node = waiting.removeLast();
            nodes.add(node);
            children.getOrDefault(node.unit().id(), List.of())
                    .reversed()
                    .forEach(child -> waiting.add(new Node(child, node.depth() + 1)));
        }
        return nodes;
    }
}
