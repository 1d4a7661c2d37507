package io.sextant.engine.gates.path;

import java.math.BigDecimal;
import java.math.RoundingMode;

/// An amount of money, in cents of a euro, never negative.
public record Euros(long cents) implements Comparable<Euros> {
    public static final Euros NONE = new Euros(0);

    public Euros {
        if (cents < 0) {
            throw new IllegalArgumentException("a negative amount: " + cents);
        }
    }

    /// Rounded to the cent, halves up.
    public static Euros of(BigDecimal euros) {
        return new Euros(
                euros.movePointRight(2).setScale(0, RoundingMode.HALF_UP).longValueExact());
    }

    public static Euros of(long euros) {
        return new Euros(Math.multiplyExact(euros, 100));
    }

    /// The amount in euros, with two decimals.
    public BigDecimal euros() {
        return BigDecimal.valueOf(cents, 2);
    }

    @Override
    public int compareTo(Euros other) {
        return Long.compare(cents, other.cents);
    }
}
