package io.sextant.engine.inventory;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The order in which a column writes day, month and year in figures. A date is read the same way whichever edition
/// of an inventory it comes from; one that the column leaves open (`03/04/2025` and nothing that decides) is never
/// guessed.
public enum DateOrder {
    /// `13/03/2025`, as in most of the world.
    DAY_FIRST,
    /// `3/13/2025`, as in the United States.
    MONTH_FIRST,
    /// `2025-03-13` only.
    YEAR_FIRST;

    /// Share of the filled cells that must be dates for the column to be one of dates.
    private static final double MOSTLY = 0.9;
    /// Days in spreadsheets count from 30 December 1899; these are 1954 to 2099.
    private static final int FIRST_SERIAL = 20_000;
    private static final int LAST_SERIAL = 73_000;

    private static final String CLOCK =
            "(?:[T ,]\\s*(\\d{1,2}):(\\d{2})(?::(\\d{2})(?:\\.0+)?)?\\s*([AaPp]\\.?[Mm]\\.?)?)?";
    private static final Pattern YEAR_MONTH_DAY = Pattern.compile("(\\d{4})([-/.])(\\d{1,2})\\2(\\d{1,2})" + CLOCK);
    private static final Pattern TWO_AND_YEAR =
            Pattern.compile("(\\d{1,2})([-/.])(\\d{1,2})\\2(\\d{4}|\\d{2})" + CLOCK);
    private static final Pattern SERIAL = Pattern.compile("\\d{5}(?:\\.0+)?");

    /// The orders of the columns of one table; absent for a column that does not hold dates, or whose order nothing
    /// tells. A column that leaves its order open has that of the others, when they agree.
    ///
    /// @param columns the first cells of each column
    public static List<Optional<DateOrder>> of(List<List<String>> columns) {
        List<Set<DateOrder>> possible =
                columns.stream().map(DateOrder::possible).toList();
        Set<DateOrder> decided = possible.stream()
                .filter(orders -> orders.size() == 1)
                .flatMap(Set::stream)
                .filter(order -> order != YEAR_FIRST)
                .collect(Collectors.toSet());
        return possible.stream()
                .map(orders -> {
                    if (orders.size() == 1) {
                        return Optional.of(orders.iterator().next());
                    }
                    return orders.size() == 2 && decided.size() == 1
                            ? Optional.of(decided.iterator().next())
                            : Optional.<DateOrder>empty();
                })
                .toList();
    }

    /// The orders in which most cells are dates; empty for a column of something else.
    private static Set<DateOrder> possible(List<String> cells) {
        List<String> filled = cells.stream()
                .map(String::strip)
                .filter(cell -> !cell.isEmpty())
                .toList();
        long serials = filled.stream().filter(cell -> serial(cell) != null).count();
        if (filled.isEmpty() || serials * 2 > filled.size()) {
            return Set.of();
        }
        Set<DateOrder> orders = EnumSet.noneOf(DateOrder.class);
        long most = 0;
        for (DateOrder order : values()) {
            long dates =
                    filled.stream().filter(cell -> order.iso(cell).isPresent()).count();
            if (dates < MOSTLY * filled.size() || dates < most) {
                continue;
            }
            // All orders read the dates that begin with the year; the others add theirs.
            if (dates > most) {
                orders.clear();
                most = dates;
            }
            if (order != YEAR_FIRST || orders.isEmpty()) {
                orders.add(order);
            }
        }
        long plain =
                filled.stream().filter(cell -> YEAR_FIRST.iso(cell).isPresent()).count();
        return plain == most && most > 0 ? Set.of(YEAR_FIRST) : orders;
    }

    /// The date of a cell in ISO 8601, with the hour when it gives one other than midnight; the number of a day in a
    /// spreadsheet is its date. Empty for everything else.
    public Optional<String> iso(String cell) {
        String text = cell.strip();
        if (text.length() > 40) {
            return Optional.empty();
        }
        Matcher m = YEAR_MONTH_DAY.matcher(text);
        if (m.matches()) {
            return iso(number(m, 1), number(m, 3), number(m, 4), m, 5);
        }
        LocalDate counted = serial(text);
        if (counted != null) {
            return Optional.of(counted.toString());
        }
        m = TWO_AND_YEAR.matcher(text);
        if (this == YEAR_FIRST || !m.matches()) {
            return Optional.empty();
        }
        int year = number(m, 4);
        if (m.group(4).length() == 2) {
            year += year < 50 ? 2000 : 1900;
        }
        int first = number(m, 1);
        int second = number(m, 3);
        return this == DAY_FIRST ? iso(year, second, first, m, 5) : iso(year, first, second, m, 5);
    }

    private static @Nullable LocalDate serial(String text) {
        if (!SERIAL.matcher(text).matches()) {
            return null;
        }
        int days = Integer.parseInt(text.substring(0, 5));
        return days < FIRST_SERIAL || days > LAST_SERIAL
                ? null
                : LocalDate.of(1899, 12, 30).plusDays(days);
    }

    private static Optional<String> iso(int year, int month, int day, Matcher m, int clock) {
        try {
            LocalDate date = LocalDate.of(year, month, day);
            if (m.group(clock) == null) {
                return Optional.of(date.toString());
            }
            int hour = number(m, clock);
            String half = m.group(clock + 3);
            if (half != null) {
                hour = hour % 12 + (half.charAt(0) == 'p' || half.charAt(0) == 'P' ? 12 : 0);
            }
            int second = m.group(clock + 2) == null ? 0 : number(m, clock + 2);
            LocalTime time = LocalTime.of(hour, number(m, clock + 1), second);
            return Optional.of(
                    time.equals(LocalTime.MIDNIGHT)
                            ? date.toString()
                            : "%sT%02d:%02d:%02d".formatted(date, time.getHour(), time.getMinute(), time.getSecond()));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static int number(Matcher m, int group) {
        return Integer.parseInt(m.group(group));
    }
}
