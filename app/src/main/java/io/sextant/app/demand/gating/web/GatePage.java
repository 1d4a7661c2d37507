package io.sextant.app.demand.gating.web;

import io.sextant.app.demand.gating.Action;
import io.sextant.app.demand.gating.Answer;
import io.sextant.app.demand.gating.Decision;
import io.sextant.app.demand.gating.GateRequest;
import io.sextant.app.demand.gating.GateSignature;
import io.sextant.app.demand.gating.GateWaiver;
import io.sextant.app.demand.gating.Gates;
import io.sextant.app.demand.gating.Standing;
import io.sextant.app.identity.Actor;
import io.sextant.app.platform.ui.Option;
import io.sextant.app.platform.ui.Ui;
import io.sextant.engine.gates.Criterion;
import io.sextant.engine.gates.Evaluation;
import io.sextant.engine.gates.Fact;
import io.sextant.engine.gates.Finding;
import io.sextant.engine.gates.GatePack;
import io.sextant.engine.gates.Remedy;
import io.sextant.engine.gates.State;
import io.sextant.engine.gates.Truth;
import io.sextant.engine.gates.path.Path;
import io.sextant.engine.gates.path.Paths;
import jakarta.servlet.http.HttpServletRequest;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.support.RequestContextUtils;

/// The page of a use case's next gate.
///
/// @param chosen which path is shown: `cheapest` or `fastest`
/// @param missed who is away of those whose signature is awaited
/// @param typed what was typed into a form that was refused, by the name of the field
public record GatePage(
        Standing standing,
        GatePack pack,
        Actor reader,
        LocalDate today,
        String chosen,
        Map<String, String> typed,
        List<Gates.Missed> missed) {

    /// The page of that standing.
    public static GatePage of(
            Standing standing, Gates gates, Actor reader, @Nullable String path, HttpServletRequest request) {
        Map<String, ?> flash = RequestContextUtils.getInputFlashMap(request);
        Map<String, String> typed = new HashMap<>();
        if (flash != null && flash.get(GatePages.TYPED) instanceof Map<?, ?> form) {
            form.forEach((name, value) -> typed.put(String.valueOf(name), String.valueOf(value)));
        }
        return new GatePage(
                standing,
                gates.pack(standing.useCase()),
                reader,
                gates.today(),
                "fastest".equals(path) ? "fastest" : "cheapest",
                Map.copyOf(typed),
                gates.missed(standing));
    }

    /// Who did something, and in whose place where they took somebody's.
    public static String who(@Nullable String by, @Nullable String absent, Ui ui) {
        String name = Objects.requireNonNullElse(by, "");
        return absent == null ? name : ui.t("demand.gates.inPlace", name, absent);
    }

    public String address() {
        return "/use-cases/" + standing.useCase().id().code() + "/gate";
    }

    public @Nullable Evaluation evaluation() {
        return standing.evaluation();
    }

    /// What was typed into a field, when the form was refused.
    public @Nullable String typed(String name) {
        return typed.get(name);
    }

    public Optional<GateRequest> open() {
        return standing.open();
    }

    public @Nullable Decision latest() {
        return standing.latest().orElse(null);
    }

    /// The stage that the gate opens, in words.
    public String stage(Ui ui) {
        return standing.next() == null
                ? ""
                : ui.t("demand.stage." + standing.next().name());
    }

    /// How many criteria wait for something other than a signature.
    public int lacking() {
        return evaluation() == null ? 0 : evaluation().toRemedy().size();
    }

    /// The answer to the reader's question: can it pass, and if not, how far is it?
    public String sentence(Ui ui) {
        Evaluation e = evaluation();
        if (e == null) {
            return ui.t("demand.gates.sentence.retired");
        }
        if (!e.impossible().isEmpty()) {
            return ui.t("demand.gates.sentence.impossible", stage(ui));
        }
        if (e.open()) {
            return ui.t("demand.gates.sentence.open", stage(ui));
        }
        if (refused()) {
            return ui.t("demand.gates.sentence.no");
        }
        Path path = path();
        if (lacking() == 0) {
            return ui.t("demand.gates.sentence.sign", e.toSign().size(), stage(ui));
        }
        return path == null
                ? ui.t("demand.gates.sentence.lacking", lacking(), stage(ui))
                : ui.t("demand.gates.sentence.path", path.steps().size(), stage(ui));
    }

    /// Whether a *no* stands and nobody asked again.
    private boolean refused() {
        Decision latest = latest();
        return latest != null && latest.answer() == Answer.NO && latest.fallenAt() == null && open().isEmpty();
    }

    public String tone() {
        Evaluation e = evaluation();
        if (e == null) {
            return "unknown";
        }
        return refused() || !e.impossible().isEmpty() ? "no" : e.open() ? "go" : "wait";
    }

    /// What keeps the gate shut, or may shut it again, the gravest first.
    public List<Finding> toMeet() {
        return findings().stream()
                .filter(f -> f.state() != State.MET || f.criterion().signing() != null)
                .toList();
    }

    /// What is met.
    public List<Finding> met() {
        return findings().stream()
                .filter(f -> f.state() == State.MET && f.criterion().signing() == null)
                .toList();
    }

    private List<Finding> findings() {
        return evaluation() == null
                ? List.of()
                : evaluation().findings().stream()
                        .filter(f -> f.state() != State.NOT_APPLICABLE)
                        .sorted(Comparator.comparing((Finding f) -> order(f.state())))
                        .toList();
    }

    private static int order(State state) {
        return switch (state) {
            case IMPOSSIBLE -> 0;
            case UNMET -> 1;
            case UNKNOWN -> 2;
            case WAIVED -> 3;
            case MET -> 4;
            case NOT_APPLICABLE -> 5;
        };
    }

    public static String tone(State state) {
        return switch (state) {
            case MET -> "go";
            case WAIVED -> "brand";
            case UNMET -> "wait";
            case IMPOSSIBLE -> "no";
            case UNKNOWN, NOT_APPLICABLE -> "unknown";
        };
    }

    /// The roles in which the reader may sign a criterion now.
    public List<String> signable(Finding finding, Gates.Voices voices) {
        return finding.condition() == Truth.TRUE
                ? finding.missing().stream().filter(voices::speaksAs).toList()
                : List.of();
    }

    /// Whether the reader may waive a criterion now.
    public boolean waivable(Finding finding, Gates.Voices voices) {
        Criterion.WaiverRule rule = finding.criterion().waiver();
        return rule != null
                && (finding.state() == State.UNMET || finding.state() == State.UNKNOWN)
                && voices.speaksAs(rule.role());
    }

    /// Signatures on a criterion that stand.
    public List<GateSignature> signatures(Finding finding) {
        return standing.signatures().stream()
                .filter(s -> s.fallenAt() == null
                        && s.criterion().equals(finding.criterion().id()))
                .toList();
    }

    /// Signatures that fell because facts changed.
    public List<GateSignature> fallen(Finding finding) {
        return standing.signatures().stream()
                .filter(s -> s.fallenAt() != null
                        && !s.fallenWhy().isEmpty()
                        && s.criterion().equals(finding.criterion().id()))
                .toList();
    }

    public @Nullable GateWaiver waiver(Finding finding) {
        return finding.state() != State.WAIVED
                ? null
                : standing.waivers().stream()
                        .filter(w -> w.withdrawnAt() == null
                                && w.criterion().equals(finding.criterion().id()))
                        .findFirst()
                        .orElse(null);
    }

    /// What a fact is called.
    public String fact(String name, Ui ui) {
        Fact fact = pack.facts().get(Gates.factOf(name));
        if (fact != null) {
            return fact.says().in(ui.lang());
        }
        if (name.startsWith("edition:")) {
            return ui.t("demand.packs.fell", name.substring("edition:".length()));
        }
        int dot = name.indexOf('.');
        return dot < 0 ? name : ui.t("demand.gates.sight." + name.substring(0, dot));
    }

    /// What a role is called.
    public static String role(String role, Ui ui) {
        return ui.t("identity.role." + role + ".title");
    }

    // ---------------------------------------------------------------------------------------------------- the
    // questions

    /// The questions of the intake on which the gate rests, in the order of the pack.
    public List<Fact> questions() {
        Set<String> asked = new TreeSet<>();
        findings().forEach(f -> {
            f.facts().keySet().forEach(name -> asked.add(Gates.factOf(name)));
            f.unknown().forEach(name -> asked.add(Gates.factOf(name)));
        });
        return pack.facts().values().stream()
                .filter(f -> f.from() == Fact.From.INTAKE && asked.contains(f.id()))
                .toList();
    }

    /// How many of them have no answer.
    public long unanswered() {
        return questions().stream()
                .filter(f -> !standing.answers().containsKey(f.id()))
                .count();
    }

    public String answer(Fact fact) {
        return String.valueOf(Objects.requireNonNullElse(standing.answers().get(fact.id()), ""));
    }

    public List<Option> options(Fact fact, Ui ui) {
        List<String> values = fact.type() == Fact.Type.FLAG ? List.of("true", "false") : fact.values();
        return values.stream()
                .map(v -> Option.of(
                        v,
                        fact.type() == Fact.Type.FLAG
                                ? ui.t(v.equals("true") ? "demand.yes" : "demand.no")
                                : ui.t("demand.gates.value." + v),
                        answer(fact)))
                .toList();
    }

    // --------------------------------------------------------------------------------------------------------- the
    // path

    public @Nullable Path path() {
        Paths paths = standing.paths();
        return paths == null ? null : chosen.equals("fastest") ? paths.fastest() : paths.cheapest();
    }

    /// Whether there are two different paths to choose from.
    public boolean choice() {
        Paths paths = standing.paths();
        return paths != null && paths.front().size() > 1;
    }

    public Remedy remedy(String id) {
        return Objects.requireNonNull(pack.remedies().get(id), id);
    }

    public Optional<Action> action(String remedy) {
        return standing.actions().stream()
                .filter(a -> a.remedy().equals(remedy) && a.state() == Action.State.UNDER_WAY)
                .findFirst();
    }

    /// Whether somebody said that a remedy is done.
    public boolean saidDone(String remedy) {
        return doneActions().stream().anyMatch(a -> a.remedy().equals(remedy));
    }

    /// Remedies that were done, the latest first.
    public List<Action> doneActions() {
        return standing.actions().stream()
                .filter(a -> a.state() == Action.State.DONE)
                .sorted(Comparator.comparing(Action::id).reversed())
                .toList();
    }

    public List<String> withoutRemedy() {
        return standing.paths() == null ? List.of() : standing.paths().withoutRemedy();
    }

    public String criterion(String id, Ui ui) {
        return evaluation() == null
                ? id
                : evaluation().findings().stream()
                        .filter(f -> f.criterion().id().equals(id))
                        .map(f -> f.criterion().title().in(ui.lang()))
                        .findFirst()
                        .orElse(id);
    }

    /// What a criterion of any gate of the pack is called.
    public String criterionOfPack(String id, Ui ui) {
        return pack.gates().values().stream()
                .flatMap(g -> g.criteria().stream())
                .filter(c -> c.id().equals(id))
                .map(c -> c.title().in(ui.lang()))
                .findFirst()
                .orElse(id);
    }

    /// What a remedy is called; its identifier when the pack in use no longer has it.
    public String remedyTitle(String id, Ui ui) {
        Remedy remedy = pack.remedies().get(id);
        return remedy == null ? id : remedy.title().in(ui.lang());
    }

    /// When a step is worked at, from today to the end of its path in thousandths.
    public record Bar(int from, int width, boolean critical) {}

    /// The steps of a path over time, in their order.
    public List<Bar> bars(Path path) {
        long span = Math.max(1, ChronoUnit.DAYS.between(today, path.ready()));
        List<Bar> bars = new ArrayList<>();
        for (Path.Step step : path.steps()) {
            long from = Math.max(0, ChronoUnit.DAYS.between(today, step.start()));
            long until = Math.max(from, ChronoUnit.DAYS.between(today, step.ready()));
            bars.add(new Bar(
                    (int) (from * 1_000 / span),
                    (int) Math.max(12, (until - from) * 1_000 / span),
                    path.critical().contains(step.remedy())));
        }
        return bars;
    }

    // ----------------------------------------------------------------------------------------------------- the
    // decision

    /// The answers that may be given now.
    public List<Option> givable(Ui ui) {
        return List.of(Answer.values()).stream()
                .filter(a -> a != Answer.STOP || stoppable())
                .filter(a ->
                        a != Answer.GO || (evaluation() != null && evaluation().open()))
                .map(a -> new Option(
                        a.name(),
                        ui.t("demand.gates.answer." + a.name()),
                        ui.t("demand.gates.answer." + a.name() + ".hint"),
                        a.name().equals(typed("answer"))))
                .toList();
    }

    private boolean stoppable() {
        return switch (standing.useCase().content().stage()) {
            case PILOT, RUN -> true;
            case IDEA, QUALIFIED, FRAMED, RETIRED -> false;
            case null -> false;
        };
    }

    public static String tone(Answer answer) {
        return switch (answer) {
            case GO -> "go";
            case NOT_YET -> "wait";
            case NO, STOP -> "no";
            case MERGE -> "brand";
        };
    }
}
