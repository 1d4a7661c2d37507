package io.sextant.app.platform.ui;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;

/// Numbers, dates and sizes as a careful typographer sets them in one language: narrow no-break space (U+202F) between
/// thousands in French and a comma in English, no-break space (U+00A0) before a unit, the real minus sign (U+2212).
/// Halves are rounded away from zero, as readers expect. Immutable, safe for many threads.
///
/// Source for French: *Lexique des règles typographiques en usage à l’Imprimerie nationale*, « Abréviations »,
/// « Nombres », « Dates ».
public final class Formats {
    private static final char NARROW = '\u202f';
    private static final char NBSP = '\u00a0';

    private final Lang lang;
    private final ZoneId zone;
    private final DecimalFormatSymbols symbols;
    private final DateTimeFormatter month;
    private final DateTimeFormatter shortMonth;

    /// @param zone the time zone in which instants are told
    public Formats(Lang lang, ZoneId zone) {
        this.lang = lang;
        this.zone = zone;
        symbols = DecimalFormatSymbols.getInstance(lang.locale());
        symbols.setMinusSign('\u2212');
        symbols.setGroupingSeparator(lang == Lang.FR ? NARROW : ',');
        symbols.setDecimalSeparator(lang == Lang.FR ? ',' : '.');
        month = DateTimeFormatter.ofPattern("MMMM", lang.locale());
        shortMonth = DateTimeFormatter.ofPattern("MMM", lang.locale());
    }

    /// The language.
    public Lang lang() {
        return lang;
    }

    /// The time zone in which instants are told.
    public ZoneId zone() {
        return zone;
    }

    /// A number with at most two decimals and no useless zero: `1 234,5`.
    public String number(Number value) {
        return decimal(value, 0, 2);
    }

    /// A number with exactly that many decimals: `3,20`.
    public String number(Number value, int decimals) {
        return decimal(value, decimals, decimals);
    }

    /// A number that carries its sign, plus included: `+420`, `−12`; zero has none.
    public String signed(Number value) {
        var exact = exact(value);
        return (exact.signum() > 0 ? "+" : "") + number(exact);
    }

    /// A share as a whole number of per cent: 0.12 gives `12 %` in French and `12%` in English. A share that is not
    /// nought but rounds to it says `< 1 %`, and one that is not whole never says 100: few things are either.
    ///
    /// @param share usually between 0 and 1
    public String percent(double share) {
        var mark = lang == Lang.FR ? NARROW + "%" : "%";
        var whole = Math.round(Math.abs(share) * 100);
        if (whole == 0 && share != 0) {
            return "<" + NBSP + "1" + mark;
        }
        if (whole == 100 && Math.abs(share) < 1) {
            whole = 99;
        }
        return number(share < 0 ? -whole : whole) + mark;
    }

    /// An amount in euros, cents only where there are some: `1 234,50 €`, `€1,234.50`.
    public String euros(Number amount) {
        var exact = exact(amount);
        var whole = exact.stripTrailingZeros().scale() <= 0;
        return currency(decimal(exact, whole ? 0 : 2, 2), "");
    }

    /// An amount in euros with two or three significant digits: `16 k€`, `7,9 M€`, `€7.9M`.
    public String eurosShort(Number amount) {
        var exact = exact(amount);
        var size = exact.abs();
        if (size.compareTo(BigDecimal.valueOf(999_500_000)) >= 0) {
            return currency(scaled(exact, 9), lang == Lang.FR ? "Md" : "bn");
        }
        if (size.compareTo(BigDecimal.valueOf(999_500)) >= 0) {
            return currency(scaled(exact, 6), lang == Lang.FR ? "M" : "m");
        }
        if (size.compareTo(BigDecimal.valueOf(9_950)) >= 0) {
            return currency(scaled(exact, 3), "k");
        }
        return currency(decimal(exact, 0, 0), "");
    }

    /// A quantity with its unit, which never parts from it: `41 000 h`.
    public String quantity(Number value, String unit) {
        return number(value) + NBSP + unit;
    }

    /// A size in octets, in decimal units: `2,4 Mo`, `2.4 MB`.
    public String bytes(long size) {
        var units = lang == Lang.FR ? List.of("o", "ko", "Mo", "Go", "To") : List.of("B", "kB", "MB", "GB", "TB");
        var value = BigDecimal.valueOf(size);
        var step = 0;
        while (value.compareTo(BigDecimal.valueOf(999.5)) >= 0 && step < units.size() - 1) {
            value = value.movePointLeft(3);
            step++;
        }
        var decimals = step == 0 || value.compareTo(BigDecimal.TEN) >= 0 ? 0 : 1;
        return decimal(value, 0, decimals) + NBSP + units.get(step);
    }

    /// A day: `8 janvier 2027`, `1er janvier 2027`, `8 January 2027`.
    public String date(LocalDate day) {
        return day(day) + NBSP + month.format(day) + " " + day.getYear();
    }

    /// The day of an instant.
    public String date(Instant when) {
        return date(LocalDate.ofInstant(when, zone));
    }

    /// A day where room is scarce: `8 janv. 2027`, `8 Jan 2027`.
    public String dateShort(LocalDate day) {
        return day(day) + NBSP + shortMonth.format(day) + NBSP + day.getYear();
    }

    /// The day of an instant, where room is scarce.
    public String dateShort(Instant when) {
        return dateShort(LocalDate.ofInstant(when, zone));
    }

    /// A month: `janvier 2027`, `January 2027`.
    public String month(YearMonth when) {
        return month.format(when) + " " + when.getYear();
    }

    /// The time of day: `14 h 05`, `14:05`.
    public String time(Instant when) {
        var at = ZonedDateTime.ofInstant(when, zone);
        var minutes = "%02d".formatted(at.getMinute());
        return lang == Lang.FR
                ? at.getHour() + "" + NBSP + "h" + NBSP + minutes
                : "%02d:%s".formatted(at.getHour(), minutes);
    }

    /// A day and time: `8 janvier 2027 à 14 h 05`, `8 January 2027 at 14:05`.
    public String dateTime(Instant when) {
        return date(when) + (lang == Lang.FR ? " à " : " at ") + time(when);
    }

    /// How long ago something happened, in the largest unit that says it: `à l’instant`, `il y a 3 minutes`, `hier`,
    /// `il y a 4 jours`, then the date. An instant to come, as clocks that disagree produce, is now.
    public String ago(Instant when, Instant now) {
        var passed = Duration.between(when, now);
        if (passed.toSeconds() < 60) {
            return lang == Lang.FR ? "à l’instant" : "just now";
        }
        var minutes = passed.toMinutes();
        if (minutes < 60) {
            return past(minutes, lang == Lang.FR ? "minute" : "minute");
        }
        var days = LocalDate.ofInstant(now, zone).toEpochDay()
                - LocalDate.ofInstant(when, zone).toEpochDay();
        if (days == 0) {
            return past(passed.toHours(), lang == Lang.FR ? "heure" : "hour");
        }
        if (days == 1) {
            return lang == Lang.FR ? "hier" : "yesterday";
        }
        return days < 7 ? past(days, lang == Lang.FR ? "jour" : "day") : dateShort(when);
    }

    /// A list in words: `a, b et c`, `a, b and c`.
    public String list(List<String> items) {
        if (items.size() < 2) {
            return String.join("", items);
        }
        var last = items.size() - 1;
        return String.join(", ", items.subList(0, last)) + (lang == Lang.FR ? " et " : " and ") + items.get(last);
    }

    /// A value of a message, as it reads in a sentence.
    String shown(Object value) {
        return switch (value) {
            case Number number -> number(number);
            case LocalDate day -> date(day);
            case Instant instant -> dateTime(instant);
            case YearMonth when -> month(when);
            default -> value.toString();
        };
    }

    private String past(long count, String unit) {
        var units = number(count) + NBSP + unit + (count > 1 ? "s" : "");
        return lang == Lang.FR ? "il y a " + units : units + " ago";
    }

    private String day(LocalDate day) {
        return day.getDayOfMonth() == 1 && lang == Lang.FR ? "1er" : String.valueOf(day.getDayOfMonth());
    }

    private String currency(String number, String scale) {
        if (lang == Lang.FR) {
            return number + NBSP + scale + "€";
        }
        return number.startsWith("\u2212") ? "\u2212€" + number.substring(1) + scale : "€" + number + scale;
    }

    private String scaled(BigDecimal amount, int digits) {
        var value = amount.movePointLeft(digits);
        return decimal(value, 0, value.abs().compareTo(BigDecimal.TEN) >= 0 ? 0 : 1);
    }

    private String decimal(Number value, int least, int most) {
        var format = new DecimalFormat("#,##0", symbols);
        format.setMinimumFractionDigits(least);
        format.setMaximumFractionDigits(most);
        format.setRoundingMode(RoundingMode.HALF_UP);
        var rounded = exact(value).setScale(most, RoundingMode.HALF_UP);
        return format.format(rounded.signum() == 0 ? BigDecimal.ZERO : rounded);
    }

    private static BigDecimal exact(Number value) {
        return switch (value) {
            case BigDecimal decimal -> decimal;
            case Double d -> BigDecimal.valueOf(d);
            case Float f -> new BigDecimal(f.toString());
            default -> new BigDecimal(value.toString());
        };
    }
}
