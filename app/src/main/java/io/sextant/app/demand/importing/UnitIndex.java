package io.sextant.app.demand.importing;

import io.sextant.app.identity.Unit;
import io.sextant.app.identity.UnitTree;
import io.sextant.engine.inventory.ValueReader;
import io.sextant.engine.inventory.ValueReader.UnitName;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The units that exist, by every spelling that a file may use, and those that a file would add.
final class UnitIndex {
    /// A unit that a file names and that does not exist.
    static final class Missing {
        final String key;
        final String name;
        final @Nullable String parentKey;
        int rows;

        Missing(String key, String name, @Nullable String parentKey) {
            this.key = key;
            this.name = name;
            this.parentKey = parentKey;
        }
    }

    private final ValueReader values;
    private final Map<String, Unit> units = new HashMap<>();
    private final Map<String, Missing> missing = new LinkedHashMap<>();
    private final Map<String, UnitName> names = new HashMap<>();

    UnitIndex(UnitTree tree, ValueReader values) {
        this.values = values;
        for (Unit unit : tree.all()) {
            Unit heir = heir(tree, unit);
            put("code " + unit.code().toUpperCase(java.util.Locale.ROOT), heir);
            put("name " + values.unit(unit.nameFr()).key(), heir);
            put("name " + values.unit(unit.nameEn()).key(), heir);
        }
    }

    /// The unit that took over the work of a merged one.
    private static Unit heir(UnitTree tree, Unit unit) {
        Unit heir = unit;
        for (int i = 0; i < 20; i++) {
            Long into = heir.mergedInto();
            Unit next = into == null ? null : tree.find(into).orElse(null);
            if (next == null) {
                break;
            }
            heir = next;
        }
        return heir;
    }

    private void put(String key, Unit unit) {
        units.merge(key, unit, (a, b) -> a.open() ? a : b);
    }

    /// The unit a cell names, by code, name or acronym; absent when there is none that is open.
    @Nullable
    Unit find(String cell) {
        UnitName name = name(cell);
        Unit unit = units.get("code " + cell.strip().toUpperCase(java.util.Locale.ROOT));
        if (unit == null) {
            unit = units.get("name " + name.key());
        }
        if (unit == null && !name.acronym().isEmpty()) {
            unit = units.get("code " + name.acronym().toUpperCase(java.util.Locale.ROOT));
        }
        return unit != null && unit.open() ? unit : null;
    }

    /// Notes that a row names a unit that does not exist, below another where the row says so; gives its key.
    String missing(String cell, @Nullable String parentCell) {
        UnitName name = name(cell);
        String parentKey = null;
        List<String> path = name.path();
        if (path.size() > 1) {
            for (String step : path.subList(0, path.size() - 1)) {
                parentKey = above(step, parentKey);
            }
        } else if (parentCell != null && !parentCell.isBlank()) {
            parentKey = above(parentCell, null);
        }
        Missing unit = note(name, parentKey);
        unit.rows++;
        return unit.key;
    }

    private String above(String cell, @Nullable String parentKey) {
        Unit unit = find(cell);
        return unit != null ? "#" + unit.id() : note(name(cell), parentKey).key;
    }

    private Missing note(UnitName name, @Nullable String parentKey) {
        return missing.computeIfAbsent(
                name.key(), key -> new Missing(key, name.display(), name.key().equals(parentKey) ? null : parentKey));
    }

    private UnitName name(String cell) {
        return names.computeIfAbsent(cell, values::unit);
    }

    /// The units that do not exist, those above before those below. A parent key is the key of another of them, or `#`
    /// and the id of a unit that exists.
    Map<String, Missing> missing() {
        return missing;
    }
}
