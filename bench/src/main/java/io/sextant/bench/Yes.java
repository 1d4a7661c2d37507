package io.sextant.bench;

import io.sextant.engine.gates.Remedy;
import io.sextant.engine.gates.Words;
import io.sextant.engine.gates.path.Euros;
import io.sextant.engine.gates.path.Paths;
import io.sextant.engine.gates.path.PathToYes;
import io.sextant.engine.gates.path.Terms;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.ojalgo.optimisation.Expression;
import org.ojalgo.optimisation.ExpressionsBasedModel;
import org.ojalgo.optimisation.Optimisation;
import org.ojalgo.optimisation.Variable;

/// The path to yes on invented questions of thirty criteria and a hundred remedies. The rival is ojAlgo's solver of mixed
/// integer programs on the same question; it is asked for the cheapest path alone, Sextant for the cheapest, the
/// fastest and all that lie between. Both have to find the same lowest cost.
final class Yes {
    private static final int CRITERIA = 30;
    private static final int REMEDIES = 100;
    private static final int QUESTIONS = 40;
    private static final int DAY = 650;

    private Yes() {}

    static void measure(PrintStream out) {
        long[] ours = new long[QUESTIONS];
        long[] theirs = new long[QUESTIONS];
        int proven = 0;
        int same = 0;
        for (int q = -5; q < QUESTIONS; q++) {
            List<Remedy> remedies = question(new SplittableRandom(q + 100));
            List<String> open = IntStream.range(0, CRITERIA).mapToObj(c -> "c" + c).toList();
            var terms = new Terms(LocalDate.of(2026, 11, 23), Set.of(), Euros.of(DAY), Map.of(), Terms.NODES);
            long begun = System.nanoTime();
            Paths paths = PathToYes.of(remedies).find(open, List.of(), Map.of(), terms);
            long found = System.nanoTime();
            double least = cheapest(remedies);
            long solved = System.nanoTime();
            if (q >= 0) {
                ours[q] = found - begun;
                theirs[q] = solved - found;
                proven += paths.complete() ? 1 : 0;
                long cents = Objects.requireNonNull(paths.cheapest()).cost().cents();
                same += Math.abs(cents / 100.0 - least) < 0.5 ? 1 : 0;
            }
        }
        var mine = new Series(ours);
        var rival = new Series(theirs);
        out.println("| questions | Sextant, all paths between cheapest and fastest | ojAlgo 55.2, the cheapest alone | ratio |");
        out.println("|---|---|---|---|");
        for (double share : new double[] {.5, .95, 1}) {
            out.printf(
                    "| %s of %d | %s | %s | %s |%n",
                    share == .5 ? "p50" : share == 1 ? "slowest" : "p95",
                    QUESTIONS,
                    Series.ms(mine.percentile(share)),
                    Series.ms(rival.percentile(share)),
                    Series.ratio(mine.percentile(share), rival.percentile(share)));
        }
        out.printf("%nProven by Sextant: %d of %d; the same lowest cost as ojAlgo: %d.%n", proven, QUESTIONS, same);
    }

    private static List<Remedy> question(SplittableRandom chance) {
        List<Remedy> remedies = new ArrayList<>();
        for (int r = 0; r < REMEDIES; r++) {
            Set<String> meets = new TreeSet<>();
            // Each criterion has a remedy at least.
            meets.add("c" + (r < CRITERIA ? r : chance.nextInt(CRITERIA)));
            for (int more = chance.nextInt(3); more > 0; more--) {
                meets.add("c" + chance.nextInt(CRITERIA));
            }
            Set<String> after = new TreeSet<>();
            for (int before = r == 0 ? 0 : chance.nextInt(3); before > 0; before--) {
                after.add("r" + chance.nextInt(r));
            }
            remedies.add(new Remedy(
                    "r" + r,
                    List.copyOf(meets),
                    "CIO",
                    BigDecimal.valueOf(1 + chance.nextInt(20)),
                    BigDecimal.valueOf(100L * chance.nextInt(100)),
                    chance.nextInt(30),
                    List.copyOf(after),
                    Remedy.Scope.CASE,
                    new Words("A", "A"),
                    new Words("B", "B")));
        }
        return remedies;
    }

    /// The lowest cost in euros, as a mixed integer program: one variable a remedy, each criterion met at least once, no
    /// remedy without what comes before it.
    private static double cheapest(List<Remedy> remedies) {
        var model = new ExpressionsBasedModel();
        Map<String, Variable> chosen = new java.util.HashMap<>();
        for (Remedy remedy : remedies) {
            double price = remedy.cost().doubleValue() + remedy.effort().doubleValue() * DAY;
            chosen.put(remedy.id(), model.newVariable(remedy.id()).binary().weight(price));
        }
        for (int c = 0; c < CRITERIA; c++) {
            Expression met = model.newExpression("c" + c).lower(1);
            for (Remedy remedy : remedies) {
                if (remedy.satisfies().contains("c" + c)) {
                    met.set(chosen.get(remedy.id()), 1);
                }
            }
        }
        for (Remedy remedy : remedies) {
            for (String before : remedy.after()) {
                model.newExpression(remedy.id() + " after " + before)
                        .lower(0)
                        .set(chosen.get(before), 1)
                        .set(chosen.get(remedy.id()), -1);
            }
        }
        Optimisation.Result result = model.minimise();
        return result.getValue();
    }
}
