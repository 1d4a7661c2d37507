package io.sextant.engine.gates;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The known facts of one use case, checked against the catalogue of a pack. A fact that is not among them is unknown.
/// Immutable.
public final class Facts {
    private final Map<String, Object> values;

    private Facts(Map<String, Object> values) {
        this.values = values;
    }

    /// Takes booleans, whole numbers, numbers, texts, enumerations by name, lists and dates.
    ///
    /// @param known value by name of fact; names that the catalogue does not declare are left out, since another
    /// edition
    ///     of the pack may ask for more
    /// @throws IllegalArgumentException when a value is not of the declared type: a fault of the caller
    public static Facts of(Map<String, Fact> catalogue, Map<String, ?> known) {
        Map<String, Object> values = HashMap.newHashMap(known.size());
        known.forEach((id, value) -> {
            Fact fact = catalogue.get(id);
            if (fact != null) {
                values.put(id, value(fact, value));
            }
        });
        return new Facts(values);
    }

    private static Object value(Fact fact, Object given) {
        Object value = given instanceof Enum<?> constant ? constant.name() : given;
        return switch (fact.type()) {
            case FLAG -> value instanceof Boolean flag ? flag : wrong(fact, value);
            case WHOLE ->
                value instanceof Integer || value instanceof Long ? ((Number) value).longValue() : wrong(fact, value);
            case NUMBER ->
                value instanceof Number number && Double.isFinite(number.doubleValue())
                        ? number.doubleValue()
                        : wrong(fact, value);
            case TEXT -> value instanceof String text ? text : wrong(fact, value);
            case CHOICE -> value instanceof String text && fact.values().contains(text) ? text : wrong(fact, value);
            case CHOICES -> value instanceof Collection<?> many ? choices(fact, many) : wrong(fact, value);
            case DATE ->
                value instanceof LocalDate day
                        ? day.atStartOfDay(ZoneOffset.UTC).toInstant()
                        : wrong(fact, value);
        };
    }

    private static List<String> choices(Fact fact, Collection<?> many) {
        return many.stream()
                .map(one -> one instanceof Enum<?> constant ? constant.name() : String.valueOf(one))
                .peek(one -> {
                    if (!fact.values().contains(one)) {
                        wrong(fact, one);
                    }
                })
                .distinct()
                .sorted()
                .toList();
    }

    private static Object wrong(Fact fact, Object value) {
        throw new IllegalArgumentException("fact " + fact.id() + " is a " + fact.type() + ", not “" + value + "”");
    }

    Map<String, Object> values() {
        return values;
    }

    /// A value as people know it: a day instead of an instant.
    static Object shown(Object value) {
        return value instanceof Instant instant ? instant.atZone(ZoneOffset.UTC).toLocalDate() : value;
    }
}
