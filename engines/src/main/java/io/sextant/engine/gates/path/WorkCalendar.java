package io.sextant.engine.gates.path;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// The working days from an origin on: Mondays to Fridays that are no holidays.
///
/// Moments are counted in working days: moment 0 is the morning of the first working day at or after the origin, moment
/// 5 is five working days later. Built for one computation; not thread-safe.
final class WorkCalendar {
    /// Furthest moment, some forty years; nothing beyond is planned.
    static final int FURTHEST = 10_000;

    private final LocalDate origin;
    private final Set<LocalDate> holidays;
    private final List<LocalDate> days = new ArrayList<>();

    WorkCalendar(LocalDate origin, Set<LocalDate> holidays) {
        this.origin = origin;
        this.holidays = holidays;
    }

    /// The day of a moment.
    LocalDate day(int moment) {
        if (moment > FURTHEST) {
            throw new IllegalArgumentException("too far ahead: " + moment + " working days");
        }
        while (days.size() <= moment) {
            LocalDate next = days.isEmpty() ? origin : days.getLast().plusDays(1);
            while (!working(next)) {
                next = next.plusDays(1);
            }
            days.add(next);
        }
        return days.get(moment);
    }

    private boolean working(LocalDate day) {
        return day.getDayOfWeek() != DayOfWeek.SATURDAY
                && day.getDayOfWeek() != DayOfWeek.SUNDAY
                && !holidays.contains(day);
    }

    /// The first moment at or after a day, the furthest for a day beyond; 0 for a day before the origin.
    int moment(LocalDate day) {
        int moment = 0;
        while (moment < FURTHEST && day(moment).isBefore(day)) {
            moment++;
        }
        return moment;
    }

    /// The moment at which something begun at `start` may be used, after some working days and then calendar days of
    /// waiting. Never earlier for a later start.
    int finish(int start, int work, int wait) {
        int done = Math.min(FURTHEST, start + work);
        if (wait == 0) {
            return done;
        }
        LocalDate ready = day(done).plusDays(wait);
        int moment = done;
        while (moment < FURTHEST && day(moment).isBefore(ready)) {
            moment++;
        }
        return moment;
    }
}
