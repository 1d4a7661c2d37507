package io.sextant.app.audit.web;

import io.sextant.app.audit.EventFilter;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What an address asks of the list of changes. Values that mean nothing are left out, since a person may have typed
/// them.
///
/// @param from the first day, included
/// @param to the last day, included
public record EventQuery(
        List<String> subjectType,
        @Nullable String subjectId,
        List<String> actor,
        List<String> action,
        List<String> channel,
        @Nullable LocalDate from,
        @Nullable LocalDate to,
        @Nullable String q) {
    static EventQuery of(
            @Nullable List<String> subjectType,
            @Nullable String subjectId,
            @Nullable List<String> actor,
            @Nullable List<String> action,
            @Nullable List<String> channel,
            @Nullable String from,
            @Nullable String to,
            @Nullable String q) {
        return new EventQuery(
                list(subjectType), subjectId, list(actor), list(action), list(channel), day(from), day(to), q);
    }

    /// The same, as the door understands it.
    ///
    /// @param zone where a day begins
    EventFilter filter(ZoneId zone) {
        return new EventFilter(
                Set.copyOf(subjectType),
                subjectId,
                accounts(),
                Set.copyOf(action),
                Set.copyOf(channel),
                from == null ? null : start(from, zone),
                to == null ? null : start(to.plusDays(1), zone),
                q);
    }

    private Set<Long> accounts() {
        var accounts = new HashSet<Long>();
        for (String text : actor) {
            if (text.matches("[0-9]{1,18}")) {
                accounts.add(Long.parseLong(text));
            }
        }
        return accounts;
    }

    private static Instant start(LocalDate day, ZoneId zone) {
        return day.atStartOfDay(zone).toInstant();
    }

    private static List<String> list(@Nullable List<String> values) {
        return values == null
                ? List.of()
                : values.stream().filter(v -> !v.isBlank()).distinct().toList();
    }

    private static @Nullable LocalDate day(@Nullable String text) {
        if (text == null || text.isBlank()) {
            return null;
        }
        try {
            var day = LocalDate.parse(text.strip());
            return day.getYear() < 1 || day.getYear() > 9999 ? null : day;
        } catch (DateTimeException e) {
            return null;
        }
    }
}
