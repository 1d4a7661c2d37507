package io.sextant.app.demand.gating;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.Month;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The days on which people work: Mondays to Fridays but for public holidays.
public final class WorkingDays {
    private static final LocalDate FIRST = LocalDate.of(2000, 1, 1);
    private static final LocalDate LAST = LocalDate.of(2099, 12, 31);

    private final Set<LocalDate> own;
    private final boolean french;
    /// How many working days there are from [#FIRST] up to each day, that one included.
    private final int[] counted;

    /// @param own days without work beside weekends and, where asked for, France's public holidays
    /// @param french whether France's public holidays (Labour Code, Article L3133-1) count
    WorkingDays(Set<LocalDate> own, boolean french) {
        this.own = Set.copyOf(own);
        this.french = french;
        counted = new int[(int) (LAST.toEpochDay() - FIRST.toEpochDay()) + 1];
        int sum = 0;
        Set<LocalDate> off = Set.of();
        for (LocalDate day = FIRST; !day.isAfter(LAST); day = day.plusDays(1)) {
            if (day.getDayOfYear() == 1) {
                off = french ? holidays(day.getYear()) : Set.of();
            }
            sum += weekday(day) && !own.contains(day) && !off.contains(day) ? 1 : 0;
            counted[(int) (day.toEpochDay() - FIRST.toEpochDay())] = sum;
        }
    }

    private static boolean weekday(LocalDate day) {
        return day.getDayOfWeek() != DayOfWeek.SATURDAY && day.getDayOfWeek() != DayOfWeek.SUNDAY;
    }

    /// Whether people work on a day.
    public boolean works(LocalDate day) {
        if (known(day) && day.isAfter(FIRST)) {
            return upTo(day) > upTo(day.minusDays(1));
        }
        return weekday(day)
                && !own.contains(day)
                && !(french && holidays(day.getYear()).contains(day));
    }

    private static boolean known(LocalDate day) {
        return !day.isBefore(FIRST) && !day.isAfter(LAST);
    }

    private int upTo(LocalDate day) {
        return counted[(int) (day.toEpochDay() - FIRST.toEpochDay())];
    }

    /// The day that many working days after another; 0 is the day itself or the next working day.
    public LocalDate after(LocalDate day, int days) {
        LocalDate at = day;
        while (!works(at)) {
            at = at.plusDays(1);
        }
        for (int left = days; left > 0; ) {
            at = at.plusDays(1);
            if (works(at)) {
                left--;
            }
        }
        return at;
    }

    /// How many working days there are after a day up to another, that one included; negative when it is before.
    public int between(LocalDate from, LocalDate to) {
        if (to.isBefore(from)) {
            return -between(to, from);
        }
        if (known(from) && known(to)) {
            return upTo(to) - upTo(from);
        }
        int days = 0;
        for (LocalDate at = from.plusDays(1); !at.isAfter(to); at = at.plusDays(1)) {
            if (works(at)) {
                days++;
            }
        }
        return days;
    }

    /// Days without work, weekends apart, from a day until some years later.
    Set<LocalDate> holidays(LocalDate from, int years) {
        var days = new HashSet<>(own);
        for (int year = from.getYear(); french && year <= from.getYear() + years; year++) {
            days.addAll(holidays(year));
        }
        return days;
    }

    private static Set<LocalDate> holidays(int year) {
        LocalDate easter = easter(year);
        // Ascension Day may be the first or the eighth of May, as in 2008.
        return new HashSet<>(List.of(
                LocalDate.of(year, Month.JANUARY, 1),
                easter.plusDays(1),
                LocalDate.of(year, Month.MAY, 1),
                LocalDate.of(year, Month.MAY, 8),
                easter.plusDays(39),
                easter.plusDays(50),
                LocalDate.of(year, Month.JULY, 14),
                LocalDate.of(year, Month.AUGUST, 15),
                LocalDate.of(year, Month.NOVEMBER, 1),
                LocalDate.of(year, Month.NOVEMBER, 11),
                LocalDate.of(year, Month.DECEMBER, 25)));
    }

    /// Easter Sunday of the Gregorian calendar, by the method of Meeus, Astronomical Algorithms, chapter 8.
    static LocalDate easter(int year) {
        int a = year % 19;
        int b = year / 100;
        int c = year % 100;
        int d = b / 4;
        int e = b % 4;
        int f = (b + 8) / 25;
        int g = (b - f + 1) / 3;
        int h = (19 * a + b - d - g + 15) % 30;
        int i = c / 4;
        int k = c % 4;
        int l = (32 + 2 * e + 2 * i - h - k) % 7;
        int m = (a + 11 * h + 22 * l) / 451;
        int n = h + l - 7 * m + 114;
        return LocalDate.of(year, n / 31, n % 31 + 1);
    }
}
