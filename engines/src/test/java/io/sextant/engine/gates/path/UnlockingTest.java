package io.sextant.engine.gates.path;

import static org.assertj.core.api.Assertions.assertThat;

import io.sextant.engine.gates.Packs;
import io.sextant.engine.gates.Remedy;
import io.sextant.engine.gates.Words;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class UnlockingTest {
    private static final Words NONE = new Words("", "");

    private static Remedy remedy(String id, List<String> satisfies, String... after) {
        return new Remedy(
                id,
                satisfies,
                "OWNER",
                BigDecimal.ONE,
                BigDecimal.ZERO,
                0,
                List.of(after),
                Remedy.Scope.COMPANY,
                NONE,
                NONE);
    }

    @Test
    void theRemedyThatUnlocksMostComesFirst() {
        List<Remedy> remedies = List.of(
                remedy("charter", List.of("a")), remedy("training", List.of("b")), remedy("both", List.of("a", "b")));
        List<List<String>> cases = List.of(List.of("a"), List.of("b"), List.of("b"), List.of("a", "b"), List.of("c"));
        assertThat(Unlocking.of(remedies).each(cases, Set.of()))
                .containsExactly(
                        new Unlocking.Yield("both", List.of("both"), 4, 4),
                        new Unlocking.Yield("training", List.of("training"), 2, 3),
                        new Unlocking.Yield("charter", List.of("charter"), 1, 2));
    }

    @Test
    void whatComesBeforeCountsUnlessItIsDone() {
        List<Remedy> remedies = List.of(remedy("base", List.of()), remedy("top", List.of("a"), "base"));
        List<List<String>> cases = List.of(List.of("a"));
        Unlocking unlocking = Unlocking.of(remedies);
        assertThat(unlocking.each(cases, Set.of()).getFirst().steps()).containsExactly("base", "top");
        assertThat(unlocking.best(cases, Set.of(), 1, 1000).unlocks()).isZero();
        assertThat(unlocking.best(cases, Set.of(), 2, 1000).remedies()).containsExactly("base", "top");
        assertThat(unlocking.best(cases, Set.of("base"), 1, 1000).remedies()).containsExactly("top");
    }

    @Test
    void nothingOpenLeavesNothingToUnlock() {
        assertThat(Unlocking.of(List.of(remedy("a", List.of("x")))).best(List.of(), Set.of(), 3, 10))
                .isEqualTo(new Unlocking.Choice(List.of(), 0, 0, true));
    }

    @Test
    void theBestSetIsThatOfBruteForceWhateverTheOrder() {
        Random random = new Random(11);
        int unlocked = 0;
        for (int i = 0; i < 1000; i++) {
            int tasks = 1 + random.nextInt(9);
            List<Remedy> remedies = new ArrayList<>();
            for (int t = 0; t < tasks; t++) {
                Set<String> satisfies = new TreeSet<>();
                for (int k = random.nextInt(3); k >= 0; k--) {
                    satisfies.add("c" + random.nextInt(6));
                }
                remedies.add(
                        t > 0 && random.nextInt(3) == 0
                                ? remedy("r" + t, List.copyOf(satisfies), "r" + random.nextInt(t))
                                : remedy("r" + t, List.copyOf(satisfies)));
            }
            List<Set<String>> cases = new ArrayList<>();
            for (int c = random.nextInt(12); c >= 0; c--) {
                Set<String> open = new TreeSet<>();
                for (int k = random.nextInt(3); k >= 0; k--) {
                    open.add("c" + random.nextInt(6));
                }
                cases.add(open);
            }
            int most = 1 + random.nextInt(4);
            Unlocking.Choice choice = Unlocking.of(remedies).best(cases, Set.of(), most, 1_000_000);
            int expected = bruteForce(remedies, cases, most);
            assertThat(choice.unlocks()).isEqualTo(expected);
            assertThat(choice.proven()).isTrue();
            assertThat(choice.remedies()).hasSizeLessThanOrEqualTo(most);
            unlocked += expected;
            Collections.shuffle(remedies, random);
            Collections.shuffle(cases, random);
            assertThat(Unlocking.of(remedies).best(cases, Set.of(), most, 1_000_000))
                    .isEqualTo(choice);
            Unlocking.Choice hasty = Unlocking.of(remedies).best(cases, Set.of(), most, 1);
            assertThat(hasty.bound()).isGreaterThanOrEqualTo(expected);
            assertThat(hasty.unlocks()).isLessThanOrEqualTo(expected);
        }
        assertThat(unlocked).isGreaterThan(1000);
    }

    private static int bruteForce(List<Remedy> remedies, List<Set<String>> cases, int most) {
        int best = 0;
        for (int mask = 0; mask < 1 << remedies.size(); mask++) {
            Set<String> ids = new HashSet<>();
            Set<String> met = new HashSet<>();
            Set<String> before = new HashSet<>();
            for (int t = 0; t < remedies.size(); t++) {
                if ((mask >> t & 1) != 0) {
                    ids.add(remedies.get(t).id());
                    met.addAll(remedies.get(t).satisfies());
                    before.addAll(remedies.get(t).after());
                }
            }
            if (ids.size() <= most && ids.containsAll(before)) {
                best = Math.max(
                        best, (int) cases.stream().filter(met::containsAll).count());
            }
        }
        return best;
    }

    @Test
    void tenThousandOpenGatesHaveTheirBestFiveRemedies() {
        List<String> criteria = Packs.shipped().remedies().values().stream()
                .flatMap(r -> r.satisfies().stream())
                .distinct()
                .sorted()
                .toList();
        Random random = new Random(3);
        List<List<String>> cases = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            List<String> open = new ArrayList<>();
            for (int k = random.nextInt(4); k >= 0; k--) {
                open.add(criteria.get((int) (criteria.size() * random.nextDouble() * random.nextDouble())));
            }
            cases.add(open);
        }
        Unlocking unlocking = Unlocking.of(Packs.shipped().remedies().values());
        Unlocking.Choice five = unlocking.best(cases, Set.of(), 5, 2_000);
        int single = unlocking.each(cases, Set.of()).getFirst().unlocks();
        assertThat(five.unlocks()).isGreaterThan(single);
        assertThat(five.bound()).isBetween(five.unlocks(), 10_000);
    }
}
