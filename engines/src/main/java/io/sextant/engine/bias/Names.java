package io.sextant.engine.bias;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// The different values of a column, numbered in the order in which they are met.
final class Names {
    /// No value.
    static final int MISSING = -1;

    /// A value beyond the most that are kept.
    static final int BEYOND = -2;

    private static final Set<String> NOTHING = Set.of("", "nan", "null", "#n/a", "n/a", "<na>", "nat");

    private final int most;
    private final Map<String, Integer> ids = new HashMap<>();
    private final List<String> values = new ArrayList<>();

    /// @param most values that are kept
    Names(int most) {
        this.most = most;
    }

    /// The number of a value, from 0, spaces around it not counting; or one of the two that are none.
    int id(String given) {
        Integer known = ids.get(given);
        return known != null ? known : meet(given);
    }

    private int meet(String given) {
        String value = given.strip();
        if (NOTHING.contains(value.toLowerCase(Locale.ROOT))) {
            return MISSING;
        }
        Integer known = ids.get(value);
        if (known != null) {
            return known;
        }
        if (values.size() == most) {
            return BEYOND;
        }
        int id = values.size();
        values.add(value);
        ids.put(value, id);
        return id;
    }

    List<String> values() {
        return values;
    }
}
