package io.sextant.app.platform.sheet;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;

/// What one cell holds. A text file gives texts and blanks only; a workbook also gives the types it stores.
public sealed interface Cell {
    /// The cell as plain text: numbers without grouping and with a point, dates and times in ISO 8601, `TRUE` or
    /// `FALSE`; empty for a blank and for a fault.
    String text();

    /// Nothing in it.
    record Blank() implements Cell {
        @Override
        public String text() {
            return "";
        }
    }

    /// Words, never empty.
    record Text(String text) implements Cell {}

    /// A number.
    ///
    /// @param value as stored, rounded to the 15 significant digits a spreadsheet shows
    /// @param text as written out; keeps the leading zeros of a code formatted `00000`
    record Figure(BigDecimal value, String text) implements Cell {
        private static final MathContext SHOWN = new MathContext(15);

        static Figure of(BigDecimal value) {
            BigDecimal shown = value.round(SHOWN).stripTrailingZeros();
            int scale = shown.scale();
            // A hostile 1E999999999 must not be spelled out.
            String text = scale < -40 || scale > 400 ? shown.toString() : shown.toPlainString();
            return new Figure(shown, text);
        }
    }

    /// A calendar day.
    record Day(LocalDate date) implements Cell {
        @Override
        public String text() {
            return date.toString();
        }
    }

    /// A day with an hour, to the second, without a time zone.
    record Moment(LocalDateTime at) implements Cell {
        @Override
        public String text() {
            return DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(at);
        }
    }

    /// An hour of the day without a day.
    record Hour(LocalTime at) implements Cell {
        @Override
        public String text() {
            return DateTimeFormatter.ISO_LOCAL_TIME.format(at);
        }
    }

    /// True or false.
    record Flag(boolean value) implements Cell {
        @Override
        public String text() {
            return value ? "TRUE" : "FALSE";
        }
    }

    /// A formula that failed in the spreadsheet, for example `#N/A`.
    record Fault(String code) implements Cell {
        @Override
        public String text() {
            return "";
        }
    }

    /// The one blank.
    Cell BLANK = new Blank();

    /// A text, or the blank when it holds nothing but white space of any kind.
    static Cell text(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!Character.isWhitespace(c) && !Character.isSpaceChar(c) && c != '\u200B' && c != '\uFEFF') {
                return new Text(text);
            }
        }
        return BLANK;
    }

    /// Whether it gives no text: blank or fault.
    default boolean empty() {
        return this instanceof Blank || this instanceof Fault;
    }
}
