package io.sextant.engine.gates.pack;

import static org.assertj.core.api.Assertions.assertThat;

import io.sextant.engine.gates.Criterion;
import io.sextant.engine.gates.Gate;
import io.sextant.engine.gates.GatePack;
import io.sextant.engine.gates.Packs;
import io.sextant.engine.gates.Remedy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PackReaderTest {
    private static List<Problem> problems(List<PackFile> files) {
        return switch (PackReader.read(Packs.EDITION, files)) {
            case Reading.Refused refused -> refused.problems();
            case Reading.Accepted accepted -> List.of();
        };
    }

    private static Problem only(List<PackFile> files) {
        List<Problem> problems = problems(files);
        assertThat(problems).hasSize(1);
        return problems.getFirst();
    }

    private static Problem only(String file, String from, String to) {
        return only(Packs.with(file, from, to));
    }

    private static List<PackFile> instead(String name, String text) {
        return Packs.files().stream()
                .map(file ->
                        file.name().equals(name) ? new PackFile(name, text.getBytes(StandardCharsets.UTF_8)) : file)
                .toList();
    }

    @Test
    void theShippedPackIsSoundAndOfTheSizeItSays() {
        GatePack pack = Packs.shipped();
        assertThat(pack.gates()).hasSize(5);
        assertThat(pack.gates().values().stream()
                        .mapToInt(g -> g.criteria().size())
                        .sum())
                .isGreaterThanOrEqualTo(35);
        assertThat(pack.remedies()).hasSizeGreaterThanOrEqualTo(40);
        assertThat(pack.sources()).hasSize(3).allMatch(s -> s.sha256().length() == 64);
    }

    @Test
    void everyFactOfTheShippedPackIsAskedForOrIsKnownAnyway() {
        Set<String> asked = new HashSet<>();
        for (Gate gate : Packs.shipped().gates().values()) {
            for (Criterion c : gate.criteria()) {
                asked.addAll(c.when().names());
                if (c.applies() != null) {
                    asked.addAll(c.applies().names());
                }
            }
        }
        Packs.shipped().lanes().stream()
                .map(lane -> lane.when())
                .filter(java.util.Objects::nonNull)
                .forEach(when -> asked.addAll(when.names()));
        assertThat(Packs.shipped().facts().values())
                .filteredOn(f -> f.from() == io.sextant.engine.gates.Fact.From.INTAKE)
                .allMatch(f -> asked.contains(f.id()) || asked.contains("known." + f.id()), "is asked for");
    }

    @Test
    void theTextsOfTheShippedPackKeepToTheTypographyOfTheirLanguage() {
        List<String> french = new ArrayList<>();
        List<String> english = new ArrayList<>();
        for (Gate gate : Packs.shipped().gates().values()) {
            for (Criterion c : gate.criteria()) {
                french.addAll(List.of(c.title().fr(), c.why().fr(), c.how().fr()));
                english.addAll(List.of(c.title().en(), c.why().en(), c.how().en()));
            }
        }
        for (Remedy r : Packs.shipped().remedies().values()) {
            french.addAll(List.of(r.title().fr(), r.how().fr()));
            english.addAll(List.of(r.title().en(), r.how().en()));
        }
        assertThat(french).noneMatch(t -> t.contains("'") || t.matches(".*[^\u202f][:;?!»].*"));
        assertThat(english).noneMatch(t -> t.contains("'") || t.contains("\u202f"));
    }

    @Test
    void anUnknownFactIsNamedWithTheNearestKnownOneAndItsLine() {
        Problem problem = only("gates.yaml", "when: unitNamed", "when: unitName");
        assertThat(problem.code()).isEqualTo("gates.pack.unknown-fact");
        assertThat(problem.args()).containsExactly("unitName", "unitNamed");
        assertThat(problem.path()).isEqualTo("gates[0].criteria[3].when");
        assertThat(problem.file()).isEqualTo("gates.yaml");
        String[] lines = new String(
                        Packs.with("gates.yaml", "when: unitNamed", "when: unitName")
                                .get(1)
                                .bytes(),
                        StandardCharsets.UTF_8)
                .split("\n");
        assertThat(lines[problem.line() - 1]).contains("when: unitName");
    }

    @Test
    void aValueThatIsNoChoiceIsNamedWithTheNearestOne() {
        Problem problem = only("gates.yaml", "applies: kind == \"AGENT\"", "applies: kind == \"AGNET\"");
        assertThat(problem.code()).isEqualTo("gates.pack.unknown-value");
        assertThat(problem.args()).containsExactly("kind", "AGNET", "AGENT");
        assertThat(only("gates.yaml", "need.verdict != \"BLOCKING\"", "need.verdict != \"BLOKCING\"")
                        .args())
                .containsExactly("need.verdict", "BLOKCING", "BLOCKING");
    }

    @Test
    void aConditionThatIsNoCelOrNotBooleanOrOfTheWrongTypeIsRefused() {
        assertThat(only("gates.yaml", "when: unitNamed", "when: unitNamed &&").code())
                .isEqualTo("gates.pack.condition-syntax");
        assertThat(only("gates.yaml", "when: unitNamed", "when: size(problem)").code())
                .isEqualTo("gates.pack.condition-not-boolean");
        assertThat(only("gates.yaml", "when: unitNamed", "when: unitNamed > 3").code())
                .isEqualTo("gates.pack.condition-type");
    }

    @Test
    void anUnknownFieldIsNamedWithTheNearestOne() {
        Problem problem = only("remedies.yaml", "    lead: 5\n", "    lead: 5\n    leed: 5\n");
        assertThat(problem.code()).isEqualTo("gates.pack.unknown-key");
        assertThat(problem.args()).containsExactly("leed", "lead");
    }

    @Test
    void aCircleOfRemediesIsNamedByItsMembers() {
        Problem problem = only(
                "remedies.yaml", "  - id: locate-data\n", "  - id: locate-data\n    after: [obtain-data-access]\n");
        assertThat(problem.code()).isEqualTo("gates.pack.cycle");
        assertThat(problem.args().getFirst().toString())
                .contains("locate-data")
                .contains("obtain-data-access")
                .contains(" → ");
    }

    @Test
    void anUnknownPredecessorCriterionRoleAndLaneAreNamed() {
        assertThat(only("remedies.yaml", "after: [describe-alternative]", "after: [describe-alternatives]")
                        .args())
                .containsExactly("describe-alternatives", "describe-alternative");
        List<Problem> two = problems(Packs.with("remedies.yaml", "satisfies: [run-owner]", "satisfies: [run-owners]"));
        assertThat(two).extracting(Problem::code).containsExactly("gates.pack.no-way", "gates.pack.unknown-criterion");
        assertThat(only("remedies.yaml", "owner: EMPLOYEE", "owner: EMPLOYE").args())
                .containsExactly("EMPLOYE", "EMPLOYEE");
        assertThat(only("gates.yaml", "lanes: [standard]", "lanes: [standart]").args())
                .containsExactly("standart", "standard");
    }

    @Test
    void criteriaThatCanNeverHoldTogetherAreRefused() {
        Problem flags = only("gates.yaml", "when: sponsor != \"\"", "when: '!unitNamed'");
        assertThat(flags.code()).isEqualTo("gates.pack.contradiction");
        assertThat(flags.args()).containsExactly("qualified-unit", "qualified-sponsor", "unitNamed");
        assertThat(only("gates.yaml", "when: sponsor != \"\"", "when: size(problem) < 40")
                        .code())
                .isEqualTo("gates.pack.contradiction");
        assertThat(only("gates.yaml", "when: sponsor != \"\"", "when: 2 <= lookAlikesOpen")
                        .code())
                .isEqualTo("gates.pack.contradiction");
        assertThat(only("gates.yaml", "when: sponsor != \"\"", "when: usersCount > 5 && usersCount in [3, 4]")
                        .code())
                .isEqualTo("gates.pack.contradicts-itself");
    }

    @Test
    void criteriaThatNeverMeetAreNoContradiction() {
        assertThat(problems(Packs.with(
                        "gates.yaml",
                        "        when: sponsor != \"\"",
                        "        lanes: [fast]\n        when: size(alternative) < 3")))
                .isEmpty();
        assertThat(problems(Packs.with(
                        "gates.yaml",
                        "when: smallerModelTried",
                        "when: smallerModelTried && (usersCount > 5 || usersCount < 5)")))
                .isEmpty();
    }

    @Test
    void aTextMissingInOneLanguageIsNamed() {
        Problem problem = only("gates.yaml", "title: \"The unit that asks is named\", ", "");
        assertThat(problem.code()).isEqualTo("gates.pack.missing");
        assertThat(problem.path()).isEqualTo("gates[0].criteria[3].en.title");
        String gates = new String(Packs.files().get(1).bytes(), StandardCharsets.UTF_8);
        String line = gates.lines()
                .filter(l -> l.contains("The unit that asks is named"))
                .findFirst()
                .orElseThrow();
        assertThat(only("gates.yaml", line + "\n", "").path()).isEqualTo("gates[0].criteria[3].en");
    }

    @Test
    void identifiersThereTwiceAndBadNumbersAreNamed() {
        assertThat(only("remedies.yaml", "id: name-unit", "id: find-sponsor").code())
                .isEqualTo("gates.pack.id-twice");
        assertThat(only("remedies.yaml", "lead: 5\n", "lead: -5\n").code()).isEqualTo("gates.pack.not-number");
        assertThat(only("remedies.yaml", "lead: 5\n", "lead: 5.5\n").code()).isEqualTo("gates.pack.not-whole");
        assertThat(only("remedies.yaml", "cost: 3000", "cost: .inf").code()).isEqualTo("gates.pack.not-number");
        assertThat(only("gates.yaml", "days: {fast: 3, standard: 10}", "days: {fast: 3, standard: soon}")
                        .code())
                .isEqualTo("gates.pack.not-number");
        assertThat(only("gates.yaml", "days: {fast: 3, standard: 10}", "days: {fast: 3}")
                        .path())
                .isEqualTo("gates[0].days.standard");
        assertThat(only("remedies.yaml", "    cost: 3000\n", "    cost: 3000\n    cost: 3000\n")
                        .code())
                .isEqualTo("gates.pack.key-twice");
    }

    @Test
    void aCriterionThatNobodyCanRemedyNorSignIsRefused() {
        assertThat(only("gates.yaml", "        signs: {roles: [SECURITY], rule: ANY}\n", "")
                        .code())
                .isEqualTo("gates.pack.asks-nothing");
        assertThat(only("remedies.yaml", "satisfies: [run-concerns]", "satisfies: [run-owner]")
                        .args())
                .containsExactly("run-concerns");
    }

    @Test
    void aGateWithoutItsFileOrItsGateIsRefused() {
        assertThat(problems(Packs.files().subList(0, 2)))
                .extracting(Problem::code)
                .containsExactly("gates.pack.file-missing");
        assertThat(problems(Packs.with("gates.yaml", "gate: RETIRED", "gate: RUN")))
                .extracting(Problem::code)
                .contains("gates.pack.id-twice", "gates.pack.gate-missing");
        assertThat(only("facts.yaml", "version: 2026-11", "version: 2025-01").code())
                .isEqualTo("gates.pack.other-version");
    }

    @Test
    void allProblemsOfAllFilesComeAtOnce() {
        List<PackFile> files = Packs.with("facts.yaml", "type: WHOLE", "type: HOLE");
        files = Packs.with(files, "gates.yaml", "when: unitNamed", "when: unitName");
        files = Packs.with(files, "gates.yaml", "clause: \"5.7\"", "clause: \"9.7\"");
        files = Packs.with(files, "remedies.yaml", "owner: EMPLOYEE", "owner: NOBODY");
        assertThat(problems(files))
                .extracting(Problem::code)
                .contains(
                        "gates.pack.not-one-of",
                        "gates.pack.unknown-fact",
                        "gates.pack.bad-clause",
                        "gates.pack.unknown-role-far");
        assertThat(problems(files)).extracting(Problem::file).contains("facts.yaml", "gates.yaml", "remedies.yaml");
    }

    @Test
    void bombsAreRefusedBeforeTheyGrow() {
        StringBuilder laughs = new StringBuilder("a0: &a0 [x, x]\n");
        for (int i = 1; i < 30; i++) {
            laughs.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
        }
        assertThat(problems(instead("gates.yaml", laughs.toString())))
                .extracting(Problem::code)
                .containsExactly("gates.pack.alias");
        assertThat(problems(instead("gates.yaml", "[".repeat(100_000))))
                .extracting(Problem::code)
                .containsExactly("gates.pack.too-deep");
        assertThat(problems(instead("gates.yaml", "x: " + "y".repeat(Tree.LARGEST))))
                .extracting(Problem::code)
                .containsExactly("gates.pack.file-too-large");
        assertThat(problems(instead("gates.yaml", "x: [1, 2\ny: {")))
                .extracting(Problem::code)
                .containsExactly("gates.pack.not-yaml");
        assertThat(problems(instead("gates.yaml", "")))
                .extracting(Problem::code)
                .containsExactly("gates.pack.file-empty");
        List<PackFile> binary = new ArrayList<>(Packs.files());
        binary.set(1, new PackFile("gates.yaml", new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1}));
        assertThat(problems(binary)).extracting(Problem::code).containsExactly("gates.pack.not-utf8");
    }

    @Test
    void aConditionThatIsTooLongOrTooDeepIsRefused() {
        assertThat(problems(
                        Packs.with("gates.yaml", "when: unitNamed", "when: unitNamed" + " && unitNamed".repeat(300))))
                .extracting(Problem::code)
                .contains("gates.pack.too-long");
        assertThat(problems(Packs.with(
                        "gates.yaml",
                        "when: unitNamed",
                        "when: '" + "!(".repeat(200) + "unitNamed" + ")".repeat(200) + "'")))
                .extracting(Problem::code)
                .containsExactly("gates.pack.condition-syntax");
    }

    @Test
    void aNameThatNothingResemblesComesWithoutAProposal() {
        Problem problem = only("gates.yaml", "when: unitNamed", "when: zzzzzzzzzz");
        assertThat(problem.code()).isEqualTo("gates.pack.unknown-fact-far");
        assertThat(problem.args()).containsExactly("zzzzzzzzzz");
    }

    @Test
    void aListWithoutEndIsRefused() {
        assertThat(only("remedies.yaml", "after: [describe-alternative]", "after: [" + "a, ".repeat(300) + "a]")
                        .code())
                .isEqualTo("gates.pack.too-many");
    }

    @Test
    void problemsAreNoMoreThanAnybodyWouldRead() {
        String text = "id: x\nversion: 2026-11\nstatus: s\nauthor: a\nlicence: l\nsource: s\nremedies:\n"
                + "  - {id: a}\n".repeat(400);
        List<Problem> problems = problems(instead("remedies.yaml", text));
        assertThat(problems).hasSize(501);
        assertThat(problems.getLast().code()).isEqualTo("gates.pack.more");
    }
}
