package io.sextant.engine.bias;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/// Figures as each language sets them: narrow no-break spaces in French, commas and points in English.
enum Texts {
    FR('\u202f', ',', "\u202f%"),
    EN(',', '.', "%");

    private final char thousands;
    private final char point;
    private final String percent;

    Texts(char thousands, char point, String percent) {
        this.thousands = thousands;
        this.point = point;
        this.percent = percent;
    }

    /// A whole number.
    String count(long n) {
        StringBuilder text = new StringBuilder(Long.toString(Math.abs(n)));
        for (int at = text.length() - 3; at > 0; at -= 3) {
            text.insert(at, thousands);
        }
        return (n < 0 ? "\u2212" : "") + text;
    }

    /// A number with so many decimals at most.
    String number(double value, int decimals) {
        BigDecimal rounded = BigDecimal.valueOf(Math.abs(value))
                .setScale(decimals, RoundingMode.HALF_UP)
                .stripTrailingZeros();
        String[] parts = rounded.toPlainString().split("\\.");
        String text = count(Long.parseLong(parts[0])) + (parts.length > 1 ? point + parts[1] : "");
        return (value < 0 && rounded.signum() != 0 ? "\u2212" : "") + text;
    }

    /// A share as a percentage with one decimal; a dash when there is none.
    String percent(@Nullable Double share) {
        return share == null ? "–" : number(share * 100, 1) + percent;
    }

    /// A difference of shares in percentage points, without the unit.
    String points(double difference) {
        return number(difference * 100, 1);
    }
}
