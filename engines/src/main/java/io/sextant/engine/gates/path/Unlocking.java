package io.sextant.engine.gates.path;

import io.sextant.engine.gates.Remedy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Finds which remedies, done once or for each, unlock most use cases. Immutable and thread-safe.
///
/// A set of remedies unlocks a use case when it meets each of its open criteria; with a remedy comes all that precedes
/// it and is not done. Use cases with the same open criteria are looked at together. The best set of a given size is
/// found by branch and bound: a node takes the largest group that can still be unlocked, and its criterion with the
/// fewest remedies; it branches on which of these is the first one chosen, and at last on choosing none, which gives up
/// every use case that needs it. It is cut when the groups within reach, each by itself, weigh no more than the best
/// set known.
public final class Unlocking {
    private final Map<String, Remedy> remedies;

    private Unlocking(Map<String, Remedy> remedies) {
        this.remedies = remedies;
    }

    /// Takes the remedies of a pack.
    ///
    /// @throws IllegalArgumentException under the conditions of [PathToYes#of]
    public static Unlocking of(Collection<Remedy> remedies) {
        PathToYes.of(remedies);
        Map<String, Remedy> byId = new TreeMap<>();
        remedies.forEach(remedy -> byId.put(remedy.id(), remedy));
        return new Unlocking(byId);
    }

    /// What one remedy brings.
    ///
    /// @param remedy its identifier
    /// @param steps it and what comes before it and is not done, by identifier
    /// @param unlocks how many use cases have all their open criteria met by these
    /// @param helps how many have at least one
    public record Yield(String remedy, List<String> steps, int unlocks, int helps) {}

    /// The best set of remedies of a size.
    ///
    /// @param remedies identifiers, with all that comes before them
    /// @param unlocks how many use cases they unlock
    /// @param bound no set of that size unlocks more
    /// @param proven whether `unlocks` is the bound
    public record Choice(List<String> remedies, int unlocks, int bound, boolean proven) {}

    /// Every remedy that helps, the one that unlocks most first, then the one that helps most, then by identifier.
    ///
    /// @param open the open criteria of each use case that nothing impossible keeps shut
    /// @param done identifiers of the remedies that need not be done
    public List<Yield> each(Collection<? extends Collection<String>> open, Set<String> done) {
        return each(counted(open), done);
    }

    /// The same for use cases that are counted already.
    ///
    /// @param open how many use cases have exactly these open criteria
    public List<Yield> each(Map<Set<String>, Integer> open, Set<String> done) {
        Problem problem = new Problem(open, done);
        List<Yield> yields = new ArrayList<>();
        for (int t = 0; t < problem.ids.size(); t++) {
            int unlocks = 0;
            int helps = 0;
            for (int g = 0; g < problem.groups.length; g++) {
                unlocks += Bits.within(problem.groups[g], problem.meets[t]) ? problem.weight[g] : 0;
                helps += Bits.meet(problem.groups[g], problem.meets[t]) ? problem.weight[g] : 0;
            }
            if (helps > 0) {
                yields.add(new Yield(problem.ids.get(t), problem.names(problem.closure[t]), unlocks, helps));
            }
        }
        yields.sort(Comparator.comparingInt(Yield::unlocks)
                .thenComparingInt(Yield::helps)
                .reversed()
                .thenComparing(Yield::remedy));
        return yields;
    }

    /// The set of at most `most` remedies, what comes before them counted, that unlocks most use cases.
    ///
    /// @param nodes how many nodes the search may visit, at least 1
    public Choice best(Collection<? extends Collection<String>> open, Set<String> done, int most, long nodes) {
        return best(counted(open), done, most, nodes);
    }

    /// The same for use cases that are counted already.
    ///
    /// @param open how many use cases have exactly these open criteria
    public Choice best(Map<Set<String>, Integer> open, Set<String> done, int most, long nodes) {
        return new Problem(open, done).best(most, nodes);
    }

    private static Map<Set<String>, Integer> counted(Collection<? extends Collection<String>> open) {
        Map<Set<String>, Integer> counted = new HashMap<>();
        open.forEach(criteria -> counted.merge(Set.copyOf(criteria), 1, Integer::sum));
        return counted;
    }

    private final class Problem {
        final List<String> ids = new ArrayList<>();
        final long[][] closure;
        final long[][] meets;
        final long[][] followers;
        final int[][] alternatives;
        final long[][] groups;
        final int[] weight;

        private int most;
        private Budget budget = new Budget(1);
        private int best;
        private long[] bestChosen = new long[0];

        Problem(Map<Set<String>, Integer> open, Set<String> done) {
            TreeSet<String> criteria = new TreeSet<>();
            open.keySet().forEach(criteria::addAll);
            Map<String, Integer> need = new HashMap<>();
            criteria.forEach(criterion -> need.put(criterion, need.size()));
            remedies.keySet().stream().filter(id -> !done.contains(id)).forEach(ids::add);
            Map<String, Integer> index = new HashMap<>();
            ids.forEach(id -> index.put(id, index.size()));
            int n = ids.size();
            int[][] after = new int[n][];
            for (int t = 0; t < n; t++) {
                after[t] = remedy(t).after().stream()
                        .filter(index::containsKey)
                        .distinct()
                        .mapToInt(id -> Objects.requireNonNull(index.get(id)))
                        .toArray();
            }
            closure = new long[n][];
            meets = new long[n][];
            followers = new long[n][];
            for (int t = 0; t < n; t++) {
                followers[t] = Bits.none(n);
            }
            for (int t : Precedence.order(after)) {
                closure[t] = Bits.none(n);
                Bits.add(closure[t], t);
                meets[t] = Bits.none(criteria.size());
                for (String criterion : remedy(t).satisfies()) {
                    Integer c = need.get(criterion);
                    if (c != null) {
                        Bits.add(meets[t], c);
                    }
                }
                for (int p : after[t]) {
                    Bits.addAll(closure[t], closure[p]);
                    Bits.addAll(meets[t], meets[p]);
                }
                for (int p : Bits.members(closure[t])) {
                    Bits.add(followers[p], t);
                }
            }
            alternatives = new int[criteria.size()][];
            for (int c = 0; c < alternatives.length; c++) {
                List<Integer> options = new ArrayList<>();
                for (int t = 0; t < n; t++) {
                    if (Bits.has(meets[t], c)) {
                        options.add(t);
                    }
                }
                alternatives[c] = options.stream()
                        .sorted(Comparator.comparingInt((Integer t) -> Bits.size(closure[t]))
                                .thenComparing(Comparator.naturalOrder()))
                        .mapToInt(Integer::intValue)
                        .toArray();
            }
            Map<String, Integer> counted = new TreeMap<>();
            Map<String, long[]> masks = new HashMap<>();
            open.forEach((one, times) -> {
                if (!one.isEmpty()) {
                    long[] mask = Bits.none(criteria.size());
                    one.forEach(criterion -> Bits.add(mask, Objects.requireNonNull(need.get(criterion))));
                    String key = Arrays.toString(mask);
                    counted.put(key, times);
                    masks.put(key, mask);
                }
            });
            List<String> keys = counted.keySet().stream()
                    .sorted(Comparator.comparing((String key) -> counted.get(key))
                            .reversed()
                            .thenComparing(Comparator.naturalOrder()))
                    .toList();
            groups = keys.stream()
                    .map(key -> Objects.requireNonNull(masks.get(key)))
                    .toArray(long[][]::new);
            weight = keys.stream()
                    .mapToInt(key -> Objects.requireNonNull(counted.get(key)))
                    .toArray();
        }

        private Remedy remedy(int task) {
            return Objects.requireNonNull(remedies.get(ids.get(task)));
        }

        List<String> names(long[] set) {
            return Arrays.stream(Bits.members(set)).mapToObj(ids::get).toList();
        }

        Choice best(int size, long nodes) {
            most = size;
            budget = new Budget(nodes);
            best = 0;
            bestChosen = Bits.none(ids.size());
            long[] nothing = Bits.none(alternatives.length);
            int root = reach(Bits.none(ids.size()), Bits.none(ids.size()), nothing);
            search(Bits.none(ids.size()), Bits.none(ids.size()), nothing);
            boolean proven = !budget.spent() || best == root;
            return new Choice(names(bestChosen), best, proven ? best : root, proven);
        }

        private void search(long[] chosen, long[] barred, long[] met) {
            if (!budget.spend(1)) {
                return;
            }
            int value = 0;
            for (int g = 0; g < groups.length; g++) {
                value += Bits.within(groups[g], met) ? weight[g] : 0;
            }
            if (value > best) {
                best = value;
                bestChosen = chosen.clone();
            }
            if (reach(chosen, barred, met) <= best) {
                return;
            }
            int left = most - Bits.size(chosen);
            int group = 0;
            while (Bits.within(groups[group], met) || !reachable(groups[group], chosen, barred, met, left)) {
                group++;
            }
            int need = -1;
            int fewest = Integer.MAX_VALUE;
            for (int c : Bits.members(groups[group])) {
                if (!Bits.has(met, c)) {
                    int options = 0;
                    for (int t : alternatives[c]) {
                        options += Bits.has(barred, t) ? 0 : 1;
                    }
                    if (options < fewest) {
                        fewest = options;
                        need = c;
                    }
                }
            }
            for (int t : alternatives[need]) {
                if (!Bits.has(barred, t)) {
                    if (Bits.sizeWithout(closure[t], chosen) <= left) {
                        long[] then = chosen.clone();
                        Bits.addAll(then, closure[t]);
                        long[] meeting = met.clone();
                        Bits.addAll(meeting, meets[t]);
                        search(then, barred.clone(), meeting);
                    }
                    Bits.addAll(barred, followers[t]);
                }
            }
            search(chosen, barred, met);
        }

        /// How many use cases are unlocked or, each by itself, within reach.
        private int reach(long[] chosen, long[] barred, long[] met) {
            int left = most - Bits.size(chosen);
            int sum = 0;
            for (int g = 0; g < groups.length; g++) {
                sum += Bits.within(groups[g], met) || reachable(groups[g], chosen, barred, met, left) ? weight[g] : 0;
            }
            return sum;
        }

        private boolean reachable(long[] group, long[] chosen, long[] barred, long[] met, int left) {
            for (int w = 0; w < group.length; w++) {
                for (long word = group[w] & ~met[w]; word != 0; word &= word - 1) {
                    boolean within = false;
                    for (int t : alternatives[(w << 6) + Long.numberOfTrailingZeros(word)]) {
                        if (!Bits.has(barred, t) && Bits.sizeWithout(closure[t], chosen) <= left) {
                            within = true;
                            break;
                        }
                    }
                    if (!within) {
                        return false;
                    }
                }
            }
            return true;
        }
    }
}
