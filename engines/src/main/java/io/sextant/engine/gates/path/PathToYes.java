package io.sextant.engine.gates.path;

import io.sextant.engine.gates.Remedy;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Finds the paths that open a gate with the remedies of a pack. Immutable and thread-safe.
///
/// A path is a set of remedies that meets every open criterion and holds, with a remedy, all that comes before it. Its
/// cost is what is still to be paid: money, and work at the day rate. Its date is when the last of its remedies may be
/// used. The front is found from its cheap end: the cheapest path of all, then again and again the cheapest of those
/// that are ready a day earlier, until there is none. Without limits on people a remedy is ready at a time of its own,
/// so that this is a set cover over the remedies that are ready in time; parts of the pack that share nothing are
/// solved by themselves. With limits, a choice counts only once a schedule proves that it is in time.
///
/// Work takes whole working days: a remedy of half a day ends on the next. The same question has the same answer,
/// whatever the order in which remedies and criteria are given.
public final class PathToYes {
    private final Map<String, Remedy> remedies;

    private PathToYes(Map<String, Remedy> remedies) {
        this.remedies = remedies;
    }

    /// Takes the remedies of a pack.
    ///
    /// @throws IllegalArgumentException when two have the same identifier, one comes after one that is not there,
    /// or
    ///     they come after each other in a circle; a pack that was read has none of these
    public static PathToYes of(Collection<Remedy> remedies) {
        Map<String, Remedy> byId = new TreeMap<>();
        for (Remedy remedy : remedies) {
            if (byId.put(remedy.id(), remedy) != null) {
                throw new IllegalArgumentException("two remedies “" + remedy.id() + "”");
            }
        }
        for (Remedy remedy : remedies) {
            for (String before : remedy.after()) {
                if (!byId.containsKey(before)) {
                    throw new IllegalArgumentException(remedy.id() + " comes after “" + before + "”, which is none");
                }
            }
        }
        Precedence.check(byId);
        return new PathToYes(byId);
    }

    /// Finds the paths.
    ///
    /// @param open identifiers of the criteria that wait for a remedy, of one gate or of several
    /// @param impossible identifiers of the criteria that can never be met; when there is one, there is no path
    /// @param progress remedies that somebody began; one that is done is taken at its word
    public Paths find(
            Collection<String> open, Collection<String> impossible, Map<String, Progress> progress, Terms terms) {
        List<String> never = impossible.stream().distinct().sorted().toList();
        Problem problem = new Problem(open, progress, terms);
        if (!never.isEmpty()) {
            return new Paths(List.of(), problem.withoutRemedy, never, true);
        }
        List<Path> front = problem.alternatives.length == 0 ? List.of() : problem.front();
        return new Paths(
                front,
                problem.withoutRemedy,
                never,
                !problem.budget.spent() && front.stream().allMatch(Path::proven));
    }

    /// Takes as done each remedy all of whose criteria are met already, so that it need not be done again for the sake
    /// of
    /// what comes after it. A remedy that meets no criterion itself is never taken so.
    ///
    /// @param met identifiers of the criteria that are met, of any gate
    /// @param begun what is known of the others; it has the last word
    public Map<String, Progress> progress(Collection<String> met, Map<String, Progress> begun) {
        Set<String> all = new HashSet<>(met);
        Map<String, Progress> progress = new HashMap<>();
        for (Remedy remedy : remedies.values()) {
            if (!remedy.satisfies().isEmpty() && all.containsAll(remedy.satisfies())) {
                progress.put(remedy.id(), new Progress.Done());
            }
        }
        progress.putAll(begun);
        return progress;
    }

    /// What work costs, to the cent.
    static long price(Remedy remedy, Euros dayRate) {
        long work = remedy.effort()
                .multiply(BigDecimal.valueOf(dayRate.cents()))
                .setScale(0, RoundingMode.HALF_UP)
                .longValueExact();
        return Math.addExact(Euros.of(remedy.cost()).cents(), work);
    }

    /// One question in arrays: tasks are the remedies that may serve it, in the order of their identifiers.
    private final class Problem {
        final Budget budget;
        final List<String> withoutRemedy = new ArrayList<>();
        final List<Remedy> tasks = new ArrayList<>();
        final int[][] after;
        final long[][] closure;
        final long[] weight;
        final int[] work;
        final int[] wait;
        final int[] given;
        final int[] role;
        final int[] capacity;
        final int[] finish;
        final int[][] alternatives;
        final WorkCalendar calendar;
        final boolean limited;

        Problem(Collection<String> open, Map<String, Progress> progress, Terms terms) {
            budget = new Budget(terms.nodes());
            calendar = new WorkCalendar(terms.origin(), terms.holidays());
            List<List<String>> needs = new ArrayList<>();
            Set<String> wanted = new HashSet<>();
            for (String criterion : open.stream().distinct().sorted().toList()) {
                List<String> options = remedies.values().stream()
                        .filter(remedy -> remedy.satisfies().contains(criterion))
                        .map(Remedy::id)
                        .toList();
                if (options.isEmpty()) {
                    withoutRemedy.add(criterion);
                } else if (options.stream().noneMatch(id -> progress.get(id) instanceof Progress.Done)) {
                    needs.add(options);
                    options.forEach(id -> gather(id, progress, wanted));
                }
            }
            remedies.values().stream().filter(r -> wanted.contains(r.id())).forEach(tasks::add);
            int n = tasks.size();
            Map<String, Integer> index = new HashMap<>();
            for (int t = 0; t < n; t++) {
                index.put(tasks.get(t).id(), t);
            }
            weight = new long[n];
            work = new int[n];
            wait = new int[n];
            given = new int[n];
            role = new int[n];
            after = new int[n][];
            closure = new long[n][];
            finish = new int[n];
            Map<String, Integer> roles = new LinkedHashMap<>();
            for (int t = 0; t < n; t++) {
                Remedy remedy = tasks.get(t);
                boolean begun = progress.get(remedy.id()) instanceof Progress.UnderWay;
                given[t] = progress.get(remedy.id()) instanceof Progress.UnderWay way
                        ? Math.max(0, calendar.moment(way.ready()))
                        : -1;
                weight[t] = begun ? 0 : price(remedy, terms.dayRate());
                work[t] = remedy.effort().setScale(0, RoundingMode.CEILING).intValueExact();
                wait[t] = remedy.lead();
                role[t] = roles.computeIfAbsent(remedy.owner(), r -> roles.size());
                after[t] = begun
                        ? new int[0]
                        : remedy.after().stream()
                                .filter(wanted::contains)
                                .mapToInt(id -> Objects.requireNonNull(index.get(id)))
                                .distinct()
                                .sorted()
                                .toArray();
            }
            capacity = new int[roles.size()];
            roles.forEach((name, r) -> capacity[r] = terms.capacity().getOrDefault(name, 0));
            for (int t : Precedence.order(after)) {
                closure[t] = Bits.none(n);
                Bits.add(closure[t], t);
                int start = 0;
                for (int p : after[t]) {
                    Bits.addAll(closure[t], closure[p]);
                    start = Math.max(start, finish[p]);
                }
                finish[t] = given[t] >= 0 ? given[t] : calendar.finish(start, work[t], wait[t]);
            }
            limited = queues();
            alternatives = needs.stream()
                    .map(options -> options.stream()
                            .mapToInt(id -> Objects.requireNonNull(index.get(id)))
                            .toArray())
                    .map(this::first)
                    .toArray(int[][]::new);
        }

        private void gather(String id, Map<String, Progress> progress, Set<String> wanted) {
            List<String> todo = new ArrayList<>(List.of(id));
            while (!todo.isEmpty()) {
                String next = todo.removeLast();
                Progress state = progress.get(next);
                if (state instanceof Progress.Done || !wanted.add(next)) {
                    continue;
                }
                if (state == null) {
                    Remedy remedy = remedies.get(next);
                    todo.addAll(Objects.requireNonNull(remedy).after());
                }
            }
        }

        /// Whether any role could make anybody queue.
        private boolean queues() {
            int[] busy = new int[capacity.length];
            for (int t = 0; t < tasks.size(); t++) {
                busy[role[t]] += given[t] < 0 && work[t] > 0 ? 1 : 0;
            }
            for (int r = 0; r < capacity.length; r++) {
                if (capacity[r] > 0 && busy[r] > capacity[r]) {
                    return true;
                }
            }
            return false;
        }

        /// Without the alternatives that bring another one along: they cost no less and are ready no earlier.
        private int[] first(int[] options) {
            return Arrays.stream(options)
                    .filter(t -> Arrays.stream(options).noneMatch(other -> other != t && Bits.has(closure[t], other)))
                    .toArray();
        }

        List<Path> front() {
            List<Part> parts = parts();
            List<Path> front = new ArrayList<>();
            int limit = Integer.MAX_VALUE;
            while (true) {
                long[] chosen = Bits.none(tasks.size());
                long bound = 0;
                boolean proven = true;
                for (Part part : parts) {
                    Cover.Found found = part.within(limit);
                    if (found.chosen() == null) {
                        return front;
                    }
                    Bits.addAll(chosen, found.chosen());
                    bound += found.bound();
                    proven &= found.proven();
                }
                Path path = path(chosen, bound, proven);
                // Where the budget ran out, an earlier path may turn out cheaper too.
                front.removeIf(earlier -> earlier.cost().compareTo(path.cost()) >= 0);
                front.add(path);
                limit = path.days() - 1;
                if (budget.spent() && limit >= 0) {
                    // No budget to look at every day: the other end of the front is what is left.
                    limit = limited ? -1 : Math.min(limit, earliest());
                }
                if (limit < 0 || (!limited && limit < earliest())) {
                    return front;
                }
            }
        }

        /// The earliest day on which every need can be met when nobody queues.
        private int earliest() {
            return Arrays.stream(alternatives)
                    .mapToInt(options ->
                            Arrays.stream(options).map(t -> finish[t]).min().orElse(0))
                    .max()
                    .orElse(0);
        }

        private Path path(long[] chosen, long bound, boolean proven) {
            int[] members = Bits.members(chosen);
            int[] start = new int[tasks.size()];
            int[] end = finish;
            if (limited) {
                Schedule schedule = schedule(members);
                int[] found = schedule.within(Integer.MAX_VALUE);
                if (found == null) {
                    found = last(members);
                }
                start = found;
                end = new int[tasks.size()];
                for (int t : members) {
                    end[t] = given[t] >= 0 ? given[t] : calendar.finish(start[t], work[t], wait[t]);
                }
            } else {
                for (int t : members) {
                    for (int p : after[t]) {
                        start[t] = Math.max(start[t], finish[p]);
                    }
                }
            }
            int days = 0;
            long cost = 0;
            List<Path.Step> steps = new ArrayList<>();
            for (int t : members) {
                days = Math.max(days, end[t]);
                cost += weight[t];
                steps.add(new Path.Step(
                        tasks.get(t).id(),
                        calendar.day(Math.min(start[t], WorkCalendar.FURTHEST)),
                        calendar.day(end[t]),
                        new Euros(weight[t]),
                        given[t] >= 0));
            }
            steps.sort(Comparator.comparing(Path.Step::start).thenComparing(Path.Step::remedy));
            return new Path(
                    steps,
                    new Euros(cost),
                    days,
                    calendar.day(days),
                    critical(members, start, end),
                    proven,
                    new Euros(Math.min(bound, cost)));
        }

        private Schedule schedule(int[] members) {
            return new Schedule(members, after, work, wait, role, capacity, given, calendar, budget);
        }

        /// One after another: what is left when the budget did not even suffice for a first schedule.
        private int[] last(int[] members) {
            int[] start = new int[tasks.size()];
            int at = 0;
            for (int t : Precedence.order(after)) {
                if (Arrays.binarySearch(members, t) >= 0 && given[t] < 0) {
                    for (int p : after[t]) {
                        at = Math.max(at, given[p]);
                    }
                    start[t] = at;
                    at = calendar.finish(at, work[t], wait[t]);
                }
            }
            return start;
        }

        /// Backwards from the last result: what it waited for, be it a result or the people.
        private List<String> critical(int[] members, int[] start, int[] end) {
            int at = -1;
            for (int t : members) {
                at = at < 0 || end[t] > end[at] ? t : at;
            }
            List<String> chain = new ArrayList<>();
            Set<Integer> seen = new HashSet<>();
            while (at >= 0 && seen.add(at)) {
                chain.add(tasks.get(at).id());
                int waited = -1;
                if (given[at] < 0 && start[at] > 0) {
                    for (int t : members) {
                        int one = at;
                        boolean result = Arrays.stream(after[at]).anyMatch(p -> p == t) && end[t] == start[one];
                        boolean people = limited
                                && capacity[role[t]] > 0
                                && role[t] == role[one]
                                && given[t] < 0
                                && t != one
                                && start[t] + work[t] == start[one];
                        if (result || (people && waited < 0)) {
                            waited = t;
                        }
                    }
                }
                at = waited;
            }
            return chain.reversed();
        }

        /// Needs that share no task, each with its own search; all in one where people are limited.
        private List<Part> parts() {
            int n = alternatives.length;
            int[] group = new int[n];
            for (int i = 0; i < n; i++) {
                group[i] = i;
            }
            int[] firstOf = new int[tasks.size()];
            Arrays.fill(firstOf, -1);
            for (int i = 0; i < n; i++) {
                if (limited) {
                    group[i] = 0;
                    continue;
                }
                for (int t : alternatives[i]) {
                    for (int p : Bits.members(closure[t])) {
                        if (firstOf[p] < 0) {
                            firstOf[p] = i;
                        } else {
                            group[root(group, i)] = root(group, firstOf[p]);
                        }
                    }
                }
            }
            Map<Integer, List<Integer>> members = new TreeMap<>();
            for (int i = 0; i < n; i++) {
                members.computeIfAbsent(root(group, i), g -> new ArrayList<>()).add(i);
            }
            return members.values().stream().map(Part::new).toList();
        }

        private static int root(int[] group, int i) {
            int at = i;
            while (group[at] != at) {
                group[at] = group[group[at]];
                at = group[at];
            }
            return at;
        }

        /// Needs that are solved together, on tasks of their own numbering: those that may serve them.
        private final class Part {
            private final int[] own;
            private final int[][] options;
            private final long[][] before;
            private final long[] cost;
            private Cover.@Nullable Found last;
            private int lastEnd;

            Part(List<Integer> needs) {
                long[] used = Bits.none(tasks.size());
                for (int need : needs) {
                    for (int t : alternatives[need]) {
                        Bits.addAll(used, closure[t]);
                    }
                }
                own = Bits.members(used);
                options = needs.stream()
                        .map(need -> Arrays.stream(alternatives[need])
                                .map(t -> Arrays.binarySearch(own, t))
                                .toArray())
                        .toArray(int[][]::new);
                before = new long[own.length][];
                cost = new long[own.length];
                for (int i = 0; i < own.length; i++) {
                    before[i] = Bits.none(own.length);
                    for (int p : Bits.members(closure[own[i]])) {
                        Bits.add(before[i], Arrays.binarySearch(own, p));
                    }
                    cost[i] = weight[own[i]];
                }
            }

            /// The cheapest choice that is ready at `limit`, in the numbering of the whole.
            Cover.Found within(int limit) {
                if (last != null && lastEnd <= limit) {
                    return last;
                }
                long[] allowed = Bits.none(own.length);
                for (int i = 0; i < own.length; i++) {
                    if (finish[own[i]] <= limit) {
                        Bits.add(allowed, i);
                    }
                }
                long floor = last != null && last.proven() ? last.cost() : 0;
                Cover.Found found = new Cover(
                                cost,
                                before,
                                options,
                                allowed,
                                floor,
                                limited ? choice -> inTime(whole(choice), limit) : null,
                                budget)
                        .solve();
                if (found.chosen() == null) {
                    return found;
                }
                int[] members = whole(found.chosen());
                long[] chosen = Bits.none(tasks.size());
                lastEnd = 0;
                for (int t : members) {
                    Bits.add(chosen, t);
                    lastEnd = Math.max(lastEnd, finish[t]);
                }
                if (limited) {
                    lastEnd = Integer.MAX_VALUE;
                }
                last = new Cover.Found(chosen, found.cost(), found.bound(), found.proven());
                return last;
            }

            private boolean inTime(int[] members, int limit) {
                return limit == Integer.MAX_VALUE || schedule(members).within(limit) != null;
            }

            private int[] whole(long[] choice) {
                int[] members = Bits.members(choice);
                for (int i = 0; i < members.length; i++) {
                    members[i] = own[members[i]];
                }
                return members;
            }
        }
    }
}
