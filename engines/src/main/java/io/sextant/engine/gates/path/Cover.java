package io.sextant.engine.gates.path;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The cheapest choice of tasks that meets every need and brings its predecessors along: weighted set cover with
/// closure, by branch and bound.
///
/// A node takes the open need with the fewest alternatives and branches on which of them is the first one chosen: the
/// branch of the i-th bars those before it, so that no choice is visited twice. What is barred bars all that comes
/// after
/// it. A need with one alternative left forces it; predecessors that all alternatives share are forced as well.
///
/// The bound is dual ascent on the linear relaxation. Each open need raises a price as far as all its alternatives can
/// bear; an alternative bears a price out of what is left of its own cost and of that of predecessors not yet chosen.
/// The prices sum up to no more than any choice costs. What an alternative still has left is a reduced cost: where it
/// would lift the bound over the best known choice, the alternative is barred.
final class Cover {
    /// A cover.
    ///
    /// @param chosen tasks, closed under predecessors; null when there is none
    /// @param cost its cost; `Long.MAX_VALUE` when there is none
    /// @param bound no cover costs less
    /// @param proven whether the search came to its end
    record Found(long @Nullable [] chosen, long cost, long bound, boolean proven) {}

    /// Asks of a complete choice whether it will do.
    interface Gatekeeper {
        boolean lets(long[] chosen);
    }

    /// Tasks times needs of a question whose nodes count as one; those of a larger one count as more, as they take
    /// longer.
    private static final long USUAL = 4_000;

    private final int tasks;
    private final long[] weight;
    private final long[][] closure;
    private final long[][] followers;
    private final long[][] meets;
    private final int[][] alternatives;
    private final Budget budget;
    private final @Nullable Gatekeeper gatekeeper;
    private final long floor;

    private long best = Long.MAX_VALUE;
    private long @Nullable [] bestChosen;
    private long rootBound;
    private boolean finished = true;

    private final long[] slack;
    private final long[] before;
    private final int[] order;
    private final long toll;

    /// @param weight cost of each task, not negative
    /// @param closure each task with all that comes before it
    /// @param alternatives tasks for each need; of two of which one comes before the other, only the earlier
    /// @param allowed tasks that may be chosen, closed under predecessors
    /// @param gatekeeper decides on complete choices; null when every one will do
    /// @param floor a cost below which there is none, 0 when nothing is known
    Cover(
            long[] weight,
            long[][] closure,
            int[][] alternatives,
            long[] allowed,
            long floor,
            @Nullable Gatekeeper gatekeeper,
            Budget budget) {
        this.tasks = weight.length;
        this.weight = weight;
        this.closure = closure;
        this.budget = budget;
        this.gatekeeper = gatekeeper;
        this.floor = floor;
        this.alternatives = new int[alternatives.length][];
        for (int n = 0; n < alternatives.length; n++) {
            this.alternatives[n] = Arrays.stream(alternatives[n])
                    .filter(t -> Bits.has(allowed, t))
                    .boxed()
                    .sorted((a, b) -> Long.compare(price(closure[a]), price(closure[b])))
                    .mapToInt(Integer::intValue)
                    .toArray();
        }
        followers = new long[tasks][];
        meets = new long[tasks][];
        for (int t = 0; t < tasks; t++) {
            followers[t] = Bits.none(tasks);
            meets[t] = Bits.none(alternatives.length);
        }
        for (int t = 0; t < tasks; t++) {
            for (int p : Bits.members(closure[t])) {
                Bits.add(followers[p], t);
            }
        }
        for (int n = 0; n < this.alternatives.length; n++) {
            for (int t : this.alternatives[n]) {
                for (int f : Bits.members(followers[t])) {
                    Bits.add(meets[f], n);
                }
            }
        }
        if (gatekeeper == null) {
            thin();
        }
        slack = new long[tasks];
        before = new long[tasks];
        order = new int[alternatives.length];
        toll = 1 + (long) tasks * alternatives.length / USUAL;
    }

    /// Leaves out each alternative that leads nowhere else and meets no more than another one which, with all that
    /// comes
    /// before it, costs no more than it does alone: any choice with the first is no worse with the second.
    private void thin() {
        long[] out = Bits.none(tasks);
        for (int t = 0; t < tasks; t++) {
            if (Bits.size(followers[t]) > 1 || Bits.empty(meets[t])) {
                continue;
            }
            for (int u = 0; u < tasks; u++) {
                if (u != t && !Bits.has(out, u) && Bits.within(own(t), meets[u]) && price(closure[u]) <= weight[t]) {
                    Bits.add(out, t);
                    break;
                }
            }
        }
        for (int n = 0; n < alternatives.length; n++) {
            alternatives[n] = Arrays.stream(alternatives[n])
                    .filter(t -> !Bits.has(out, t))
                    .toArray();
        }
        for (int t : Bits.members(out)) {
            Arrays.fill(meets[t], 0);
        }
    }

    /// The needs that a task meets itself, without what comes before it.
    private long[] own(int task) {
        long[] own = Bits.none(alternatives.length);
        for (int n = 0; n < alternatives.length; n++) {
            for (int t : alternatives[n]) {
                if (t == task) {
                    Bits.add(own, n);
                }
            }
        }
        return own;
    }

    private long price(long[] set) {
        long sum = 0;
        for (int t : Bits.members(set)) {
            sum += weight[t];
        }
        return sum;
    }

    Found solve() {
        long[] open = Bits.none(alternatives.length);
        for (int n = 0; n < alternatives.length; n++) {
            Bits.add(open, n);
        }
        for (int[] options : alternatives) {
            if (options.length == 0) {
                return new Found(null, Long.MAX_VALUE, Long.MAX_VALUE, true);
            }
        }
        long[] chosen = Bits.none(tasks);
        long[] barred = Bits.none(tasks);
        rootBound = floor;
        greedy(open.clone(), chosen.clone());
        search(chosen, barred, open, 0, true);
        // A choice may have been turned away only because no budget was left to schedule it.
        finished &= gatekeeper == null || !budget.spent();
        boolean proven = finished || best <= rootBound;
        return new Found(bestChosen, best, proven ? best : rootBound, proven);
    }

    /// A first choice: again and again the task that meets most for its price; then what turned out needless is left
    /// out.
    private void greedy(long[] open, long[] chosen) {
        while (!Bits.empty(open)) {
            int pick = -1;
            double least = Double.POSITIVE_INFINITY;
            for (int t = 0; t < tasks; t++) {
                int gain = Bits.size(meets[t]) - Bits.sizeWithout(meets[t], open);
                if (gain > 0) {
                    long extra = 0;
                    for (int p : Bits.members(closure[t])) {
                        extra += Bits.has(chosen, p) ? 0 : weight[p];
                    }
                    double ratio = (double) extra / gain;
                    if (ratio < least) {
                        least = ratio;
                        pick = t;
                    }
                }
            }
            Bits.addAll(chosen, closure[pick]);
            Bits.removeAll(open, meets[pick]);
        }
        offer(chosen);
    }

    private void offer(long[] complete) {
        long[] chosen = lean(complete);
        long cost = price(chosen);
        if (cost < best && (gatekeeper == null || gatekeeper.lets(chosen))) {
            best = cost;
            bestChosen = chosen;
        }
    }

    /// Leaves out, the dearest first, each task without which every need is still met and nothing lacks a predecessor.
    private long[] lean(long[] complete) {
        long[] chosen = complete.clone();
        int[] members = Arrays.stream(Bits.members(chosen))
                .boxed()
                .sorted((a, b) -> Long.compare(weight[b], weight[a]))
                .mapToInt(Integer::intValue)
                .toArray();
        boolean again = true;
        while (again) {
            again = false;
            for (int t : members) {
                if (Bits.has(chosen, t) && needless(t, chosen)) {
                    chosen[t >>> 6] &= ~(1L << t);
                    again = true;
                }
            }
        }
        return chosen;
    }

    private boolean needless(int task, long[] chosen) {
        for (int f : Bits.members(followers[task])) {
            if (f != task && Bits.has(chosen, f)) {
                return false;
            }
        }
        for (int[] options : alternatives) {
            boolean met = false;
            for (int t : options) {
                met |= t != task && Bits.has(chosen, t);
            }
            if (!met) {
                return false;
            }
        }
        return true;
    }

    private void search(long[] chosen, long[] barred, long[] open, long paid, boolean root) {
        if (best <= rootBound && bestChosen != null) {
            return;
        }
        // The root is always looked at, since the bound comes from there.
        if (!budget.spend(toll) && !root) {
            finished = false;
            return;
        }
        long cost = paid;
        boolean forced = true;
        while (forced) {
            forced = false;
            for (int n : Bits.members(open)) {
                if (!Bits.has(open, n)) {
                    continue;
                }
                long[] shared = null;
                int left = 0;
                for (int t : alternatives[n]) {
                    if (!Bits.has(barred, t)) {
                        left++;
                        if (shared == null) {
                            shared = closure[t].clone();
                        } else {
                            for (int w = 0; w < shared.length; w++) {
                                shared[w] &= closure[t][w];
                            }
                        }
                    }
                }
                if (shared == null) {
                    return;
                }
                Bits.removeAll(shared, chosen);
                if (!Bits.empty(shared)) {
                    for (int t : Bits.members(shared)) {
                        cost += weight[t];
                        Bits.removeAll(open, meets[t]);
                    }
                    Bits.addAll(chosen, shared);
                    forced = true;
                } else if (left == 1) {
                    // Its one alternative is chosen already; the need should have been closed then.
                    throw new IllegalStateException("an open need whose alternative is chosen");
                }
            }
            if (cost >= best) {
                return;
            }
        }
        if (Bits.empty(open)) {
            offer(chosen);
            return;
        }
        long bound = cost + ascend(chosen, barred, open);
        if (root && bound > rootBound) {
            rootBound = bound;
        }
        if (bound >= best) {
            return;
        }
        if (best != Long.MAX_VALUE) {
            bar(chosen, barred, bound);
        }
        int need = -1;
        int fewest = Integer.MAX_VALUE;
        for (int n : Bits.members(open)) {
            int left = 0;
            for (int t : alternatives[n]) {
                left += Bits.has(barred, t) ? 0 : 1;
            }
            if (left < fewest) {
                fewest = left;
                need = n;
            }
        }
        if (fewest == 0) {
            return;
        }
        for (int t : alternatives[need]) {
            if (Bits.has(barred, t)) {
                continue;
            }
            long[] then = chosen.clone();
            long extra = 0;
            for (int p : Bits.members(closure[t])) {
                extra += Bits.has(chosen, p) ? 0 : weight[p];
            }
            if (cost + extra < best) {
                Bits.addAll(then, closure[t]);
                long[] rest = open.clone();
                Bits.removeAll(rest, meets[t]);
                search(then, barred.clone(), rest, cost + extra, false);
            }
            Bits.addAll(barred, followers[t]);
        }
    }

    /// Prices for the open needs; leaves in `slack` what each task has left.
    private long ascend(long[] chosen, long[] barred, long[] open) {
        for (int t = 0; t < tasks; t++) {
            slack[t] = Bits.has(chosen, t) ? 0 : weight[t];
        }
        int n = 0;
        for (int need : Bits.members(open)) {
            order[n++] = need;
        }
        // Few alternatives first: their prices hurt the fewest others.
        for (int i = 1; i < n; i++) {
            int need = order[i];
            int j = i - 1;
            while (j >= 0 && alternatives[order[j]].length > alternatives[need].length) {
                order[j + 1] = order[j];
                j--;
            }
            order[j + 1] = need;
        }
        long sum = 0;
        for (int i = 0; i < n; i++) {
            sum += raise(alternatives[order[i]], chosen, barred);
        }
        return sum;
    }

    private long raise(int[] options, long[] chosen, long[] barred) {
        long most = Long.MAX_VALUE;
        for (int t : options) {
            if (!Bits.has(barred, t)) {
                most = Math.min(most, pool(t, chosen));
            }
        }
        if (most == 0 || most == Long.MAX_VALUE) {
            return 0;
        }
        System.arraycopy(slack, 0, before, 0, tasks);
        for (int attempt = 0; attempt < 3; attempt++) {
            long least = most;
            for (int t : options) {
                if (!Bits.has(barred, t)) {
                    least = Math.min(least, bear(t, most, chosen));
                }
            }
            if (least == most) {
                return most;
            }
            // Alternatives that share predecessors could not all bear it: again with what the weakest could.
            System.arraycopy(before, 0, slack, 0, tasks);
            most = attempt == 1 ? least / 2 : least;
            if (most == 0) {
                return 0;
            }
        }
        System.arraycopy(before, 0, slack, 0, tasks);
        return 0;
    }

    private long pool(int task, long[] chosen) {
        long sum = 0;
        long[] all = closure[task];
        for (int w = 0; w < all.length; w++) {
            for (long word = all[w] & ~chosen[w]; word != 0; word &= word - 1) {
                sum += slack[(w << 6) + Long.numberOfTrailingZeros(word)];
            }
        }
        return sum;
    }

    private long bear(int task, long price, long[] chosen) {
        long own = Math.min(price, slack[task]);
        slack[task] -= own;
        long rest = price - own;
        long[] all = closure[task];
        for (int w = 0; w < all.length && rest > 0; w++) {
            for (long word = all[w] & ~chosen[w]; word != 0 && rest > 0; word &= word - 1) {
                int p = (w << 6) + Long.numberOfTrailingZeros(word);
                long part = Math.min(rest, slack[p]);
                slack[p] -= part;
                rest -= part;
            }
        }
        return price - rest;
    }

    /// Bars tasks whose reduced cost would lift the bound to the best known choice.
    private void bar(long[] chosen, long[] barred, long bound) {
        long room = best - bound;
        for (int t = 0; t < tasks; t++) {
            if (!Bits.has(chosen, t) && !Bits.has(barred, t) && pool(t, chosen) >= room) {
                Bits.addAll(barred, followers[t]);
            }
        }
    }
}
