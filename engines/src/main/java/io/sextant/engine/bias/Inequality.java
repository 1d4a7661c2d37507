package io.sextant.engine.bias;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/// How unevenly decisions benefit people, by the indices of Speicher and others, *A Unified Approach to Quantifying
/// Algorithmic Unfairness* (2018): one who gets a yes undeserved benefits by 2, one who gets what is deserved by 1, one
/// who
/// gets a no undeserved by 0. Absent where nobody benefits.
///
/// @param theil Theil index over people
/// @param entropy generalised entropy of order 2 over people
/// @param betweenTheil Theil index of what lies between groups
/// @param betweenEntropy generalised entropy of order 2 of what lies between groups
public record Inequality(
        @Nullable Double theil,
        @Nullable Double entropy,
        @Nullable Double betweenTheil,
        @Nullable Double betweenEntropy) {

    static Inequality of(Collection<Confusion> groups) {
        Confusion all = groups.stream().reduce(Confusion.NONE, Confusion::plus);
        double n = all.n();
        double mean = n == 0 ? 0 : benefit(all);
        if (mean == 0) {
            return new Inequality(null, null, null, null);
        }
        double alike = all.tp() + all.tn();
        double theil = (alike * term(1 / mean) + all.fp() * term(2 / mean)) / n;
        double entropy = (alike * square(1 / mean) + all.fp() * square(2 / mean) + all.fn() * square(0)) / (2 * n);
        double betweenTheil = 0;
        double betweenEntropy = 0;
        for (Confusion group : groups) {
            if (group.n() > 0) {
                double share = benefit(group) / mean;
                betweenTheil += group.n() * term(share) / n;
                betweenEntropy += group.n() * square(share) / (2 * n);
            }
        }
        return new Inequality(theil, entropy, betweenTheil, betweenEntropy);
    }

    private static double benefit(Confusion c) {
        return (c.tp() + c.tn() + 2.0 * c.fp()) / c.n();
    }

    private static double term(double share) {
        return share == 0 ? 0 : share * Math.log(share);
    }

    private static double square(double share) {
        return share * share - 1;
    }
}
