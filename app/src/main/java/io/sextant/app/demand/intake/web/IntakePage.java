package io.sextant.app.demand.intake.web;

import io.sextant.app.demand.Kind;
import io.sextant.app.demand.LookAlike;
import io.sextant.app.demand.gating.Gates;
import io.sextant.app.demand.gating.RedLine;
import io.sextant.app.demand.intake.Draft;
import io.sextant.app.demand.intake.Intake;
import io.sextant.app.demand.intake.Step;
import io.sextant.app.demand.web.UseCasesPage;
import io.sextant.app.identity.Person;
import io.sextant.app.identity.Scope;
import io.sextant.app.identity.Unit;
import io.sextant.app.identity.UnitTree;
import io.sextant.app.kernel.Reason;
import io.sextant.app.platform.ui.Option;
import io.sextant.app.platform.ui.Ui;
import io.sextant.engine.gates.Evaluation;
import io.sextant.engine.gates.Fact;
import io.sextant.engine.gates.Finding;
import io.sextant.engine.gates.State;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A step of the guided form.
///
/// @param typed what was typed into a form that was refused, by field
/// @param refused why it was refused; empty at first
/// @param scope the units that the author may choose from
/// @param answering whom one may turn to
/// @param fresh whether nothing is kept yet
public record IntakePage(
        Intake.Reading reading,
        Step step,
        Map<String, String> typed,
        List<Reason> refused,
        UnitTree units,
        Scope scope,
        List<Person.Name> answering,
        boolean fresh) {
    private static final List<String> WITHOUT = List.of("YES", "PARTLY", "NO");

    public Draft draft() {
        return reading.draft();
    }

    public String address() {
        return "/demands/drafts/" + draft().id();
    }

    public String address(Step at) {
        return address() + "/" + at.slug();
    }

    /// What the page is called, by what the draft is about.
    public String title(Ui ui) {
        return ui.t(draft().amends() == null ? "demand.intake.title" : "demand.intake.title.again");
    }

    public String label(Step at, Ui ui) {
        return ui.t("demand.intake.step." + at.name());
    }

    public List<Step> steps() {
        return List.of(Step.values());
    }

    /// What a field shows: what was typed when it was refused, else what is kept.
    public String value(String name) {
        return typed.getOrDefault(name, draft().field(name));
    }

    /// What is wrong with a field, in words: told once something is there, or once it was sent.
    public @Nullable String error(String name, Ui ui) {
        Optional<Reason> told =
                refused.stream().filter(r -> Objects.equals(r.field(), name)).findFirst();
        if (told.isPresent()) {
            return ui.t(told.get());
        }
        Reason problem = draft().has(name) ? reading.problem(name) : null;
        return problem == null ? null : ui.t(problem);
    }

    /// The account of the sponsor; absent when none was chosen.
    public @Nullable Long sponsorAccount() {
        String id = value("sponsorId");
        return id.matches("\\d{1,18}") ? Long.valueOf(id) : null;
    }

    public List<Option> unitOptions(Ui ui) {
        return UseCasesPage.unitOptions(units, ui, value("unit"), unit -> scope.covers(unit.id()));
    }

    /// Whether there is any unit to choose.
    public boolean hasUnits() {
        return units.all().stream().anyMatch(Unit::open);
    }

    /// What a rule, a search or classic software would do.
    public List<Option> without(String name, Ui ui) {
        return WITHOUT.stream()
                .map(v -> Option.of(v, ui.t("demand.intake.would." + v), value(name)))
                .toList();
    }

    /// Whether something other than AI would do, as the author says.
    public boolean doneWithout() {
        return Stream.of("rule", "search", "software").anyMatch(n -> value(n).equals("YES"));
    }

    public List<Option> kinds(Ui ui) {
        return Arrays.stream(Kind.values())
                .map(k -> new Option(
                        k.name(),
                        ui.t("demand.kind." + k.name()),
                        ui.t("demand.kind.hint." + k.name()),
                        k.name().equals(value("kind"))))
                .toList();
    }

    public List<Option> aiNeeded(Ui ui) {
        return List.of(
                new Option(
                        "true",
                        ui.t("demand.intake.ai.yes"),
                        "",
                        value("aiNeeded").equals("true")),
                new Option(
                        "false",
                        ui.t("demand.intake.ai.no"),
                        "",
                        value("aiNeeded").equals("false")),
                new Option(
                        "",
                        ui.t("demand.intake.ai.open"),
                        ui.t("demand.intake.ai.open.hint"),
                        value("aiNeeded").isEmpty()));
    }

    // ----------------------------------------------------------------------------------------------- the questions

    /// The questions that could be asked on their own step.
    public List<Fact> possible() {
        return reading.rehearsal().possible().stream()
                .filter(f -> Step.with("fact." + f.id()) == Step.QUESTIONS)
                .toList();
    }

    /// Whether a question is asked, as the answers stand.
    public boolean asked(Fact fact) {
        return reading.rehearsal().questions().contains(fact);
    }

    /// Names of the questions that are asked, apart by spaces.
    public String shown() {
        return possible().stream().filter(this::asked).map(Fact::id).collect(Collectors.joining(" "));
    }

    /// Whether the pack of gates knows such a question.
    public boolean knows(String fact, Map<String, Fact> catalogue) {
        Fact known = catalogue.get(fact);
        return known != null && known.from() == Fact.From.INTAKE;
    }

    public List<Option> options(Fact fact, Ui ui) {
        String value = value("fact." + fact.id());
        return fact.type() == Fact.Type.FLAG
                ? List.of(Option.of("true", ui.t("demand.yes"), value), Option.of("false", ui.t("demand.no"), value))
                : fact.values().stream()
                        .map(v -> Option.of(v, ui.t("demand.gates.value." + v), value))
                        .toList();
    }

    /// What helps to answer a question; absent when nothing is written about it.
    public @Nullable String help(Fact fact, Ui ui) {
        String key = "demand.intake.help." + fact.id();
        return ui.has(key) ? ui.t(key) : null;
    }

    /// What an answer reads like.
    public String answer(Fact fact, Ui ui) {
        String value = value("fact." + fact.id());
        if (value.isBlank()) {
            return ui.t("demand.gates.unanswered");
        }
        return options(fact, ui).stream()
                .filter(Option::chosen)
                .map(Option::label)
                .findFirst()
                .orElse(value);
    }

    public Evaluation evaluation() {
        return reading.rehearsal().evaluation();
    }

    /// How fast an answer comes, as the answers stand.
    public String lane(Ui ui) {
        return ui.t(
                "demand.intake.lane",
                evaluation().lane().name().in(ui.lang()),
                evaluation().days());
    }

    // -------------------------------------------------------------------------------------------------- the others

    public List<Option> line(RedLine line, Ui ui) {
        String value = value("line." + line.id());
        return List.of(
                Option.of("clear", ui.t("demand.intake.line.clear"), value),
                Option.of("crossed", ui.t("demand.intake.line.crossed"), value),
                new Option("", ui.t("demand.intake.line.open"), "", value.isEmpty()));
    }

    /// Names of those one may turn to.
    public String people(Ui ui) {
        return answering.isEmpty()
                ? ui.t("demand.intake.office")
                : ui.list(answering.stream().map(Person.Name::name).toList());
    }

    public String unitName(LookAlike.Member member, Ui ui) {
        return member.unitId() == null
                ? ""
                : units.find(member.unitId()).map(u -> u.name(ui.lang())).orElse("");
    }

    // ------------------------------------------------------------------------------------------------- the summary

    /// What the gate will still ask for, with the step on which it is answered.
    public record Lacking(Finding finding, @Nullable Step step) {}

    public List<Lacking> lacking() {
        return evaluation().findings().stream()
                .filter(f -> f.state() == State.UNMET || f.state() == State.UNKNOWN || f.state() == State.IMPOSSIBLE)
                .map(f -> new Lacking(f, step(f)))
                .toList();
    }

    private static @Nullable Step step(Finding finding) {
        var names = new ArrayList<>(finding.facts().keySet());
        names.addAll(finding.unknown());
        for (String name : names) {
            Step step = step(Gates.factOf(name));
            if (step != null) {
                return step;
            }
        }
        return null;
    }

    private static @Nullable Step step(String fact) {
        return switch (fact) {
            case "problem", "beneficiaries", "sponsor", "unitNamed" -> Step.NEED;
            case "baseline", "outcome" -> Step.EFFECT;
            case "alternative", "aiNeeded", "kind" -> Step.AI;
            case "lookAlikesOpen" -> Step.ALIKE;
            case "redLinesOpen", "redLinesHit" -> Step.CHARTER;
            default -> fact.contains(".") ? null : Step.with("fact." + fact);
        };
    }

    /// A line of the summary.
    public record Said(Step step, String label, String text) {}

    public List<Said> said(Ui ui) {
        var said = new ArrayList<Said>();
        said.add(new Said(Step.NEED, ui.t("demand.field.problem"), draft().field("problem")));
        said.add(new Said(Step.NEED, ui.t("demand.field.beneficiaries"), draft().field("beneficiaries")));
        said.add(new Said(Step.NEED, ui.t("demand.field.sponsor"), draft().field("sponsor")));
        said.add(new Said(
                Step.NEED,
                ui.t("demand.field.unit"),
                units.byCode(draft().field("unit")).map(u -> u.name(ui.lang())).orElse("")));
        said.add(new Said(Step.EFFECT, ui.t("demand.field.baseline"), draft().field("baseline")));
        said.add(new Said(Step.EFFECT, ui.t("demand.field.outcome"), draft().field("outcome")));
        said.add(new Said(
                Step.AI,
                ui.t("demand.field.alternative"),
                Objects.requireNonNullElse(reading.content().texts().alternative(), "")));
        said.add(new Said(
                Step.AI,
                ui.t("demand.field.aiNeeded"),
                switch (draft().field("aiNeeded")) {
                    case "true" -> ui.t("demand.intake.ai.yes");
                    case "false" -> ui.t("demand.intake.ai.no");
                    default -> "";
                }));
        reading.rehearsal().questions().stream()
                .filter(f -> Step.with("fact." + f.id()) == Step.QUESTIONS)
                .filter(f -> draft().has("fact." + f.id()))
                .forEach(f -> said.add(new Said(Step.QUESTIONS, f.says().in(ui.lang()), answer(f, ui))));
        return said;
    }
}
