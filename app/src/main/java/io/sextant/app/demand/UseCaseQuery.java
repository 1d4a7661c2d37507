package io.sextant.app.demand;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Which use cases to look at, and in what order. Conditions on different fields must all hold; values of one field are
/// alternatives. The text `-` among the values of a field stands for *not said*.
///
/// @param text words that must all occur, each by its beginning or its stem, without regard to accents
/// @param filters conditions by field, at least one value each
/// @param sort the column to sort by
/// @param descending from the end of the order
public record UseCaseQuery(@Nullable String text, Map<Field, List<String>> filters, Sort sort, boolean descending) {

    /// The value that stands for *not said*.
    public static final String NONE = "-";

    /// What can be filtered by; `param` is its name in addresses.
    public enum Field {
        STAGE("stage"),
        KIND("kind"),
        UNIT("unit"),
        DOMAIN("domain"),
        NEED("need"),
        YEAR("year"),
        SOURCE("source"),
        TAG("tag"),
        OWNER("owner"),
        MISSING("missing"),
        AREA("area"),
        CLUSTER("cluster"),
        LOOKALIKE("lookalike"),
        ARCHIVED("archived");

        private final String param;

        Field(String param) {
            this.param = param;
        }

        /// Its name in addresses.
        public String param() {
            return param;
        }

        /// The field of this name.
        public static Optional<Field> named(String param) {
            return Arrays.stream(values()).filter(f -> f.param.equals(param)).findFirst();
        }
    }

    /// What can be sorted by; `param` is its name in addresses.
    public enum Sort {
        UPDATED("updated"),
        CODE("code"),
        TITLE("title"),
        STAGE("stage"),
        KIND("kind"),
        NEED("need"),
        UNIT("unit"),
        OWNER("owner"),
        YEAR("year"),
        COMPLETENESS("completeness");

        private final String param;

        Sort(String param) {
            this.param = param;
        }

        /// Its name in addresses.
        public String param() {
            return param;
        }
    }

    public UseCaseQuery {
        text = Texts.blankToNull(text);
        var kept = new LinkedHashMap<Field, List<String>>();
        filters.forEach((field, values) -> {
            List<String> given =
                    values.stream().filter(v -> !v.isBlank()).distinct().toList();
            if (!given.isEmpty()) {
                kept.put(field, given);
            }
        });
        filters = Map.copyOf(kept);
    }

    /// Everything in the register, the latest change first.
    public static UseCaseQuery all() {
        return new UseCaseQuery(null, Map.of(), Sort.UPDATED, true);
    }

    /// The query that a page's address asks for; parameters it does not know are ignored.
    public static UseCaseQuery of(Map<String, List<String>> params) {
        var filters = new LinkedHashMap<Field, List<String>>();
        params.forEach((name, values) -> Field.named(name).ifPresent(field -> filters.put(field, values)));
        String by = first(params, "sort").orElse("");
        boolean descending = by.startsWith("-");
        String name = descending ? by.substring(1) : by;
        Optional<Sort> sort =
                Arrays.stream(Sort.values()).filter(s -> s.param.equals(name)).findFirst();
        return new UseCaseQuery(
                first(params, "q").orElse(null), filters, sort.orElse(Sort.UPDATED), sort.isEmpty() || descending);
    }

    private static Optional<String> first(Map<String, List<String>> params, String name) {
        return params.getOrDefault(name, List.of()).stream().findFirst();
    }

    /// The values asked for of a field; empty when it is not filtered by.
    public List<String> values(Field field) {
        return filters.getOrDefault(field, List.of());
    }

    /// The same query with other values of one field; none removes the condition.
    public UseCaseQuery with(Field field, List<String> values) {
        var changed = new LinkedHashMap<>(filters);
        changed.put(field, values);
        return new UseCaseQuery(text, changed, sort, descending);
    }

    /// Whether anything narrows it.
    public boolean narrowed() {
        return text != null || !filters.isEmpty();
    }

    /// The words of the text, in lower case, without signs; at most twelve.
    public List<String> words() {
        if (text == null) {
            return List.of();
        }
        var words = new ArrayList<String>();
        for (String word : text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+")) {
            if (!word.isEmpty() && words.size() < 12) {
                words.add(word);
            }
        }
        return words;
    }

    /// The parameters of an address that asks for this query, in a fixed order.
    public Map<String, List<String>> params() {
        var params = new LinkedHashMap<String, List<String>>();
        if (text != null) {
            params.put("q", List.of(text));
        }
        for (Field field : Field.values()) {
            if (filters.containsKey(field)) {
                params.put(field.param, values(field));
            }
        }
        if (sort != Sort.UPDATED || !descending) {
            params.put("sort", List.of((descending ? "-" : "") + sort.param));
        }
        return params;
    }
}
