package io.sextant.engine.gates.path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sextant.engine.gates.Remedy;
import io.sextant.engine.gates.Words;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class PathToYesTest {
    private static final LocalDate MONDAY = LocalDate.of(2026, 11, 23);
    private static final Words NONE = new Words("", "");

    private static Remedy remedy(
            String id, String effort, int cost, int lead, List<String> satisfies, String... after) {
        return owned("OWNER", id, effort, cost, lead, satisfies, after);
    }

    private static Remedy owned(
            String owner, String id, String effort, int cost, int lead, List<String> satisfies, String... after) {
        return new Remedy(
                id,
                satisfies,
                owner,
                new BigDecimal(effort),
                BigDecimal.valueOf(cost),
                lead,
                List.of(after),
                Remedy.Scope.CASE,
                NONE,
                NONE);
    }

    private static Terms terms() {
        return terms(Map.of());
    }

    private static Terms terms(Map<String, Integer> capacity) {
        return new Terms(MONDAY, Set.of(), Euros.of(500), capacity, Terms.NODES);
    }

    private static Paths find(List<Remedy> remedies, List<String> open) {
        return PathToYes.of(remedies).find(open, List.of(), Map.of(), terms());
    }

    private static Path only(Paths paths) {
        assertThat(paths.front()).hasSize(1);
        return paths.front().getFirst();
    }

    private static List<String> ids(Path path) {
        return path.steps().stream().map(Path.Step::remedy).sorted().toList();
    }

    @Test
    void nothingOpenNeedsNoPath() {
        Paths paths = find(List.of(remedy("a", "1", 0, 0, List.of("x"))), List.of());
        assertThat(paths.front()).isEmpty();
        assertThat(paths.complete()).isTrue();
        assertThat(paths.cheapest()).isNull();
    }

    @Test
    void whatCanNeverBeMetIsNamedAndEndsTheSearch() {
        Paths paths = PathToYes.of(List.of(remedy("a", "1", 0, 0, List.of("x"))))
                .find(List.of("x"), List.of("red"), Map.of(), terms());
        assertThat(paths.impossible()).containsExactly("red");
        assertThat(paths.front()).isEmpty();
    }

    @Test
    void whatNoRemedyMeetsIsNamedAndTheRestIsPlanned() {
        Paths paths = find(List.of(remedy("a", "1", 0, 0, List.of("x"))), List.of("x", "y"));
        assertThat(paths.withoutRemedy()).containsExactly("y");
        assertThat(ids(only(paths))).containsExactly("a");
    }

    @Test
    void oneRemedyForTwoCriteriaBeatsTwoCheapOnes() {
        Path path = only(find(
                List.of(
                        remedy("both", "0", 900, 0, List.of("x", "y")),
                        remedy("one", "0", 500, 0, List.of("x")),
                        remedy("other", "0", 500, 0, List.of("y"))),
                List.of("x", "y")));
        assertThat(ids(path)).containsExactly("both");
        assertThat(path.cost()).isEqualTo(Euros.of(900));
        assertThat(path.proven()).isTrue();
        assertThat(path.bound()).isEqualTo(path.cost());
    }

    @Test
    void predecessorsCostAndDelayAndAreSharedByWhatNeedsThem() {
        Path path = only(find(
                List.of(
                        remedy("base", "2", 1000, 0, List.of()),
                        remedy("a", "1", 0, 0, List.of("x"), "base"),
                        remedy("b", "3", 0, 0, List.of("y"), "base")),
                List.of("x", "y")));
        assertThat(path.cost()).isEqualTo(Euros.of(1000 + 6 * 500));
        assertThat(path.days()).isEqualTo(5);
        assertThat(path.critical()).containsExactly("base", "b");
        assertThat(path.ready()).isEqualTo(LocalDate.of(2026, 11, 30));
    }

    @Test
    void cheapAndSlowStandsBesideDearAndFast() {
        Paths paths = find(
                List.of(
                        remedy("slow", "1", 0, 60, List.of("x")),
                        remedy("middle", "1", 2000, 10, List.of("x")),
                        remedy("fast", "1", 9000, 0, List.of("x")),
                        remedy("foolish", "1", 9500, 10, List.of("x"))),
                List.of("x"));
        assertThat(paths.front().stream().map(PathToYesTest::ids))
                .containsExactly(List.of("slow"), List.of("middle"), List.of("fast"));
        assertThat(paths.complete()).isTrue();
        assertThat(paths.fastest()).isEqualTo(paths.front().getLast());
    }

    @Test
    void waitingGoesOnOverWeekendsAndWorkDoesNot() {
        Terms christmas = new Terms(
                LocalDate.of(2026, 12, 24), Set.of(LocalDate.of(2026, 12, 25)), Euros.of(0), Map.of(), Terms.NODES);
        Path work = only(PathToYes.of(List.of(remedy("w", "2", 0, 0, List.of("x"))))
                .find(List.of("x"), List.of(), Map.of(), christmas));
        assertThat(work.ready()).isEqualTo(LocalDate.of(2026, 12, 29));
        Path wait = only(PathToYes.of(List.of(remedy("w", "0", 0, 3, List.of("x"))))
                .find(List.of("x"), List.of(), Map.of(), christmas));
        assertThat(wait.ready()).isEqualTo(LocalDate.of(2026, 12, 28));
    }

    @Test
    void anOriginOnAWeekendStartsOnMonday() {
        Terms sunday = new Terms(MONDAY.minusDays(1), Set.of(), Euros.of(0), Map.of(), Terms.NODES);
        Path path = only(PathToYes.of(List.of(remedy("a", "1", 0, 0, List.of("x"))))
                .find(List.of("x"), List.of(), Map.of(), sunday));
        assertThat(path.steps().getFirst().start()).isEqualTo(MONDAY);
        assertThat(path.ready()).isEqualTo(MONDAY.plusDays(1));
    }

    @Test
    void whatIsDoneOrUnderWayCostsNothingMore() {
        List<Remedy> remedies = List.of(
                remedy("base", "9", 9000, 0, List.of()),
                remedy("a", "1", 0, 0, List.of("x"), "base"),
                remedy("b", "9", 9000, 0, List.of("y")),
                remedy("c", "1", 0, 0, List.of("y")));
        Map<String, Progress> progress =
                Map.of("base", new Progress.Done(), "b", new Progress.UnderWay(LocalDate.of(2026, 11, 26)));
        Paths paths = PathToYes.of(remedies).find(List.of("x", "y"), List.of(), progress, terms());
        Path cheapest = paths.front().getFirst();
        assertThat(ids(cheapest)).containsExactly("a", "b");
        assertThat(cheapest.cost()).isEqualTo(Euros.of(500));
        assertThat(cheapest.days()).isEqualTo(3);
        assertThat(cheapest.steps())
                .filteredOn(Path.Step::underWay)
                .extracting(Path.Step::remedy)
                .containsExactly("b");
        assertThat(ids(paths.front().getLast())).containsExactly("a", "c");
    }

    @Test
    void twoTasksOfOnePersonComeOneAfterTheOther() {
        List<Remedy> remedies =
                List.of(owned("LEGAL", "a", "3", 0, 0, List.of("x")), owned("LEGAL", "b", "2", 0, 10, List.of("y")));
        Path alone =
                only(PathToYes.of(remedies).find(List.of("x", "y"), List.of(), Map.of(), terms(Map.of("LEGAL", 1))));
        assertThat(alone.steps()).extracting(Path.Step::remedy).containsExactly("b", "a");
        assertThat(alone.ready()).isEqualTo(LocalDate.of(2026, 12, 7));
        Path two = only(PathToYes.of(remedies).find(List.of("x", "y"), List.of(), Map.of(), terms(Map.of("LEGAL", 2))));
        assertThat(two.steps()).extracting(Path.Step::start).containsOnly(MONDAY);
    }

    @Test
    void aCircleAndAnUnknownPredecessorAreFaults() {
        assertThatThrownBy(() -> PathToYes.of(
                        List.of(remedy("a", "1", 0, 0, List.of("x"), "b"), remedy("b", "1", 0, 0, List.of("x"), "a"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("circle");
        assertThatThrownBy(() -> PathToYes.of(List.of(remedy("a", "1", 0, 0, List.of("x"), "nowhere"))))
                .hasMessageContaining("nowhere");
    }

    @Test
    void aUsedUpBudgetGivesAPathWithAnHonestBound() {
        Random random = new Random(7);
        int unproven = 0;
        for (int i = 0; i < 200; i++) {
            Case c = Case.random(random, 9, 6, i % 2 == 0);
            Terms few = new Terms(c.terms.origin(), c.terms.holidays(), Euros.of(500), c.terms.capacity(), 1);
            Paths rough = PathToYes.of(c.remedies).find(c.open, List.of(), c.progress, few);
            Paths exact = PathToYes.of(c.remedies).find(c.open, List.of(), c.progress, c.terms);
            if (exact.front().isEmpty()) {
                continue;
            }
            Path cheap = rough.front().getFirst();
            long optimum = exact.front().getFirst().cost().cents();
            assertThat(cheap.cost().cents()).isGreaterThanOrEqualTo(optimum);
            assertThat(cheap.bound().cents()).isLessThanOrEqualTo(optimum);
            if (!rough.complete()) {
                unproven++;
            }
        }
        assertThat(unproven).isPositive();
    }

    @Test
    void aDayBeyondAllPlansIsTheFurthestOne() {
        Path path = only(PathToYes.of(List.of(remedy("a", "1", 0, 0, List.of("x"))))
                .find(List.of("x"), List.of(), Map.of("a", new Progress.UnderWay(LocalDate.of(9999, 1, 1))), terms()));
        assertThat(path.days()).isEqualTo(WorkCalendar.FURTHEST);
    }

    @Test
    void theFrontIsThatOfBruteForce() {
        Random random = new Random(20261123);
        int points = 0;
        for (int i = 0; i < 1500; i++) {
            Case c = Case.random(random, 1 + random.nextInt(9), 1 + random.nextInt(6), false);
            points += compare(c, i);
        }
        assertThat(points).isGreaterThan(1500);
    }

    @Test
    void theFrontIsThatOfBruteForceWhenPeopleAreFew() {
        Random random = new Random(42);
        int points = 0;
        for (int i = 0; i < 600; i++) {
            Case c = Case.random(random, 1 + random.nextInt(6), 1 + random.nextInt(4), true);
            points += compare(c, i);
        }
        assertThat(points).isGreaterThan(500);
    }

    private static int compare(Case c, int i) {
        Paths paths = PathToYes.of(c.remedies).find(c.open, List.of(), c.progress, c.terms);
        TreeMap<Integer, Long> expected = c.bruteForce();
        Map<Integer, Long> found = new TreeMap<>();
        for (Path path : paths.front()) {
            found.put(path.days(), path.cost().cents());
            assertThat(path.proven()).isTrue();
            assertThat(path.steps().stream().mapToLong(s -> s.cost().cents()).sum())
                    .isEqualTo(path.cost().cents());
            assertThat(path.steps().stream().map(Path.Step::ready).max(LocalDate::compareTo))
                    .contains(path.ready());
        }
        assertThat(found).as("case %s: %s", i, c).isEqualTo(expected);
        assertThat(paths.complete()).isTrue();
        return found.size();
    }

    @Test
    void oneMoreRemedyNeverMakesAnythingWorse() {
        Random random = new Random(99);
        for (int i = 0; i < 300; i++) {
            Case c = Case.random(random, 2 + random.nextInt(9), 1 + random.nextInt(5), false);
            List<String> satisfiable = c.open.stream()
                    .filter(o -> c.remedies.stream().anyMatch(r -> r.satisfies().contains(o)))
                    .toList();
            Paths before = PathToYes.of(c.remedies).find(satisfiable, List.of(), c.progress, c.terms);
            List<Remedy> more = new ArrayList<>(c.remedies);
            more.add(remedy("zz", "1", random.nextInt(3000), random.nextInt(9), List.of(pick(random, c.open))));
            Paths after = PathToYes.of(more).find(satisfiable, List.of(), c.progress, c.terms);
            for (Path path : before.front()) {
                assertThat(after.front().isEmpty()
                                || after.front().stream()
                                        .anyMatch(p -> p.days() <= path.days()
                                                && p.cost().compareTo(path.cost()) <= 0))
                        .isTrue();
            }
        }
    }

    @Test
    void theOrderInWhichThingsAreGivenChangesNothing() {
        Random random = new Random(5);
        for (int i = 0; i < 300; i++) {
            Case c = Case.random(random, 2 + random.nextInt(9), 1 + random.nextInt(6), i % 3 == 0);
            Paths straight = PathToYes.of(c.remedies).find(c.open, List.of(), c.progress, c.terms);
            List<Remedy> shuffled = new ArrayList<>(c.remedies);
            Collections.shuffle(shuffled, random);
            List<String> open = new ArrayList<>(c.open);
            Collections.shuffle(open, random);
            assertThat(PathToYes.of(shuffled).find(open, List.of(), c.progress, c.terms))
                    .isEqualTo(straight);
        }
    }

    private static String pick(Random random, List<String> from) {
        return from.get(random.nextInt(from.size()));
    }

    /// A random question, and its answer by trying everything, with code of its own.
    private record Case(List<Remedy> remedies, List<String> open, Map<String, Progress> progress, Terms terms) {
        static Case random(Random random, int tasks, int needs, boolean limited) {
            List<String> open = new ArrayList<>();
            for (int n = 0; n < needs; n++) {
                open.add("c" + n);
            }
            List<Remedy> remedies = new ArrayList<>();
            Map<String, Progress> progress = new HashMap<>();
            for (int t = 0; t < tasks; t++) {
                Set<String> satisfies = new TreeSet<>();
                for (int k = random.nextInt(8) == 0 ? 0 : 1 + random.nextInt(2); k > 0; k--) {
                    satisfies.add(pick(random, open));
                }
                Set<String> after = new TreeSet<>();
                for (int k = t == 0 ? 0 : random.nextInt(3); k > 0; k--) {
                    if (random.nextBoolean()) {
                        after.add("r" + random.nextInt(t));
                    }
                }
                remedies.add(owned(
                        random.nextBoolean() ? "A" : "B",
                        "r" + t,
                        random.nextInt(5) + (random.nextBoolean() ? ".5" : ""),
                        random.nextInt(12) * 250,
                        random.nextBoolean() ? random.nextInt(30) : 0,
                        List.copyOf(satisfies),
                        after.toArray(String[]::new)));
                int state = random.nextInt(12);
                if (state == 0) {
                    progress.put("r" + t, new Progress.Done());
                } else if (state == 1) {
                    progress.put("r" + t, new Progress.UnderWay(MONDAY.plusDays(random.nextInt(12))));
                }
            }
            Map<String, Integer> capacity = limited ? Map.of("A", 1 + random.nextInt(2), "B", 1) : Map.of();
            LocalDate origin = MONDAY.plusDays(random.nextInt(7));
            Set<LocalDate> holidays = Set.of(origin.plusDays(random.nextInt(10)));
            return new Case(
                    remedies, open, progress, new Terms(origin, holidays, Euros.of(500), capacity, Terms.NODES));
        }

        /// Cost by days of every choice that no other beats.
        TreeMap<Integer, Long> bruteForce() {
            List<String> needs = open.stream()
                    .filter(o -> remedies.stream().anyMatch(r -> r.satisfies().contains(o)))
                    .filter(o -> remedies.stream()
                            .noneMatch(r -> r.satisfies().contains(o) && progress.get(r.id()) instanceof Progress.Done))
                    .toList();
            TreeMap<Integer, Long> front = new TreeMap<>();
            if (needs.isEmpty()) {
                return front;
            }
            List<Remedy> free = remedies.stream()
                    .filter(r -> !(progress.get(r.id()) instanceof Progress.Done))
                    .toList();
            Map<Integer, Long> all = new TreeMap<>();
            for (int mask = 1; mask < 1 << free.size(); mask++) {
                List<Remedy> chosen = new ArrayList<>();
                for (int t = 0; t < free.size(); t++) {
                    if ((mask >> t & 1) != 0) {
                        chosen.add(free.get(t));
                    }
                }
                Set<String> ids = new HashSet<>(chosen.stream().map(Remedy::id).toList());
                boolean closed = chosen.stream()
                        .allMatch(r -> progress.containsKey(r.id())
                                || r.after().stream()
                                        .allMatch(a -> ids.contains(a) || progress.get(a) instanceof Progress.Done));
                boolean covers = needs.stream().allMatch(n -> chosen.stream()
                        .anyMatch(r -> r.satisfies().contains(n)));
                if (closed && covers) {
                    long cost = 0;
                    for (Remedy r : chosen) {
                        cost += progress.containsKey(r.id())
                                ? 0
                                : r.cost().longValueExact() * 100
                                        + r.effort()
                                                .multiply(BigDecimal.valueOf(50_000))
                                                .longValueExact();
                    }
                    all.merge(earliest(chosen, new LinkedHashMap<>()), cost, Math::min);
                }
            }
            long least = Long.MAX_VALUE;
            for (Map.Entry<Integer, Long> entry : all.entrySet()) {
                if (entry.getValue() < least) {
                    least = entry.getValue();
                    front.put(entry.getKey(), least);
                }
            }
            return front;
        }

        /// The earliest end over all orders in which the tasks may be put down.
        private int earliest(List<Remedy> left, Map<String, int[]> placed) {
            if (left.isEmpty()) {
                return placed.values().stream().mapToInt(p -> p[1]).max().orElse(0);
            }
            int best = Integer.MAX_VALUE;
            for (Remedy remedy : left) {
                int[] place = place(remedy, left, placed);
                if (place == null) {
                    continue;
                }
                List<Remedy> rest = new ArrayList<>(left);
                rest.remove(remedy);
                Map<String, int[]> then = new LinkedHashMap<>(placed);
                then.put(remedy.id(), place);
                best = Math.min(best, earliest(rest, then));
                if (terms.capacity().isEmpty()) {
                    // Nobody queues, so the order does not matter.
                    return best;
                }
            }
            return best;
        }

        private int @org.jspecify.annotations.Nullable [] place(
                Remedy remedy, List<Remedy> left, Map<String, int[]> placed) {
            if (progress.get(remedy.id()) instanceof Progress.UnderWay way) {
                return new int[] {0, working(terms.origin(), way.ready()), 0};
            }
            int start = 0;
            for (String before : remedy.after()) {
                if (left.stream().anyMatch(r -> r.id().equals(before))) {
                    return null;
                }
                int[] place = placed.get(before);
                start = Math.max(start, place == null ? 0 : place[1]);
            }
            int work = (int) Math.ceil(remedy.effort().doubleValue());
            Integer people = terms.capacity().get(remedy.owner());
            while (people != null && work > 0 && !free(remedy, start, work, people, placed)) {
                start++;
            }
            LocalDate done = day(start + work);
            return new int[] {start, working(terms.origin(), done.plusDays(remedy.lead())), work};
        }

        private boolean free(Remedy remedy, int start, int work, int people, Map<String, int[]> placed) {
            for (int d = start; d < start + work; d++) {
                int busy = 0;
                for (Remedy other : remedies) {
                    int[] p = placed.get(other.id());
                    if (p != null && other.owner().equals(remedy.owner()) && p[0] <= d && d < p[0] + p[2]) {
                        busy++;
                    }
                }
                if (busy >= people) {
                    return false;
                }
            }
            return true;
        }

        private boolean off(LocalDate day) {
            return day.getDayOfWeek().getValue() > 5 || terms.holidays().contains(day);
        }

        private LocalDate day(int moment) {
            LocalDate day = terms.origin();
            while (off(day)) {
                day = day.plusDays(1);
            }
            for (int m = 0; m < moment; m++) {
                do {
                    day = day.plusDays(1);
                } while (off(day));
            }
            return day;
        }

        private int working(LocalDate from, LocalDate until) {
            int moments = 0;
            for (LocalDate day = from; day.isBefore(until); day = day.plusDays(1)) {
                moments += off(day) ? 0 : 1;
            }
            return moments;
        }
    }
}
