package io.sextant.app.notice.mail;

import io.sextant.app.kernel.Announcement.Kind;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How somebody wants to be told by e-mail.
///
/// @param usual how, unless said otherwise for a kind
/// @param byKind how, for the kinds that differ
/// @param zone the time zone of the hours below
/// @param quietFrom nothing is sent at once from this hour
/// @param quietUntil until this one, of the same day or of the next
/// @param weekends whether letters are sent on Saturdays and Sundays
/// @param dailyAt the hour of the daily letter
public record Choices(
        Delivery usual,
        Map<Kind, Delivery> byKind,
        ZoneId zone,
        @Nullable LocalTime quietFrom,
        @Nullable LocalTime quietUntil,
        boolean weekends,
        LocalTime dailyAt) {
    public Choices {
        var kept = new EnumMap<Kind, Delivery>(Kind.class);
        byKind.forEach((kind, delivery) -> {
            if (delivery != usual) {
                kept.put(kind, delivery);
            }
        });
        byKind = Map.copyOf(kept);
        if (quietFrom == null || quietUntil == null || quietFrom.equals(quietUntil)) {
            quietFrom = null;
            quietUntil = null;
        }
    }

    /// What holds for whoever chose nothing: once a day at eight, on Mondays to Fridays.
    static Choices usual(ZoneId zone) {
        return new Choices(
                Delivery.DAILY, Map.of(), zone, LocalTime.of(19, 0), LocalTime.of(8, 0), false, LocalTime.of(8, 0));
    }

    /// How a kind is told.
    public Delivery of(Kind kind) {
        return byKind.getOrDefault(kind, usual);
    }

    /// When to write of something that happens now; empty for never.
    Optional<Instant> when(Kind kind, Instant now) {
        return switch (of(kind)) {
            case AT_ONCE -> Optional.of(allowed(now.atZone(zone)).toInstant());
            case DAILY -> Optional.of(daily(now.atZone(zone)).toInstant());
            case NONE -> Optional.empty();
        };
    }

    private ZonedDateTime daily(ZonedDateTime now) {
        LocalDate day = now.toLocalTime().isBefore(dailyAt)
                ? now.toLocalDate()
                : now.toLocalDate().plusDays(1);
        while (!weekends && weekend(day)) {
            day = day.plusDays(1);
        }
        return day.atTime(dailyAt).atZone(zone);
    }

    /// The first moment from then on at which one may be disturbed.
    private ZonedDateTime allowed(ZonedDateTime then) {
        ZonedDateTime at = then;
        // A quiet night that ends in a weekend takes two steps, one that ends after it a third.
        for (int step = 0; step < 4; step++) {
            if (!weekends && weekend(at.toLocalDate())) {
                at = at.toLocalDate().plusDays(1).atStartOfDay(zone);
                step--;
            } else if (quiet(at.toLocalTime())) {
                LocalTime until = java.util.Objects.requireNonNull(quietUntil);
                LocalDate day = at.toLocalTime().isBefore(until)
                        ? at.toLocalDate()
                        : at.toLocalDate().plusDays(1);
                at = day.atTime(until).atZone(zone);
            } else {
                return at;
            }
        }
        return at;
    }

    private boolean quiet(LocalTime time) {
        if (quietFrom == null || quietUntil == null) {
            return false;
        }
        boolean after = !time.isBefore(quietFrom);
        boolean before = time.isBefore(quietUntil);
        return quietFrom.isBefore(quietUntil) ? after && before : after || before;
    }

    private static boolean weekend(LocalDate day) {
        return day.getDayOfWeek() == DayOfWeek.SATURDAY || day.getDayOfWeek() == DayOfWeek.SUNDAY;
    }
}
