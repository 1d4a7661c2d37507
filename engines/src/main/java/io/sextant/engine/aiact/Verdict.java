package io.sextant.engine.aiact;

import io.sextant.engine.gates.Fact;
import io.sextant.engine.gates.Words;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Tells what was judged: the findings with their reasons, what follows, what is open and what would change it.
final class Verdict {
    private static final int MOST_COUNTERFACTUALS = 20;

    private final Law law;
    private final LocalDate asOf;
    private final @Nullable Object[] given;
    private final Judgement judgement;
    private final Map<String, Tier> tried = new LinkedHashMap<>();

    Verdict(Law law, LocalDate asOf, @Nullable Object[] given) {
        this.law = law;
        this.asOf = asOf;
        this.given = given;
        this.judgement = new Judgement(law, given.clone(), asOf);
    }

    Classification told() {
        List<Classification.Finding> findings = new ArrayList<>();
        Set<String> articles = new LinkedHashSet<>();
        Set<String> upstream = new LinkedHashSet<>();
        for (int i = 0; i < judgement.states.length; i++) {
            Parts.Provision provision = law.provisions.get(i);
            String effect = effect(provision, judgement.states[i]);
            if (effect == null) {
                continue;
            }
            findings.add(finding(provision, judgement.states[i], effect));
            switch (effect) {
                case "open", "not_met", "excepted", "exited", "high_risk_if_permitted", "in_scope" -> {}
                case "transparency_upstream" -> upstream.add(provision.article());
                default -> {
                    if (!Boolean.TRUE.equals(judgement.prohibited)
                            || provision.kind() == Kind.PROHIBITED
                            || provision.kind() == Kind.EXCLUSION
                            || provision.kind() == Kind.TRANSPARENCY) {
                        if (provision.kind() == Kind.USE) {
                            articles.addAll(provision.with());
                            articles.add(provision.article());
                        } else {
                            articles.add(provision.article());
                            articles.addAll(provision.with());
                        }
                    }
                }
            }
        }
        if (!articles.isEmpty()) {
            articles.addAll(upstream);
        }
        return new Classification(
                law.version(),
                asOf,
                judgement.tier,
                judgement.highRisk,
                List.copyOf(articles),
                findings,
                obligations(),
                openQuestions(),
                counterfactuals(),
                disagreements());
    }

    // ---- findings -------------------------------------------------------------------------------------------------

    /// What a provision did; null when there is nothing to tell of it.
    private @Nullable String effect(Parts.Provision provision, Judgement.State state) {
        Kind kind = provision.kind();
        if (kind == Kind.SCOPE) {
            return switch (state) {
                case NOT_MET -> "out_of_scope";
                case OPEN -> "open";
                case APPLIES, NOT_IN_PLAY, LIFTED, EXITED -> null;
            };
        }
        if (kind == Kind.EXCLUSION) {
            return switch (state) {
                case APPLIES -> "out_of_scope";
                case NOT_MET -> "exclusion_limit";
                case OPEN -> "open";
                case NOT_IN_PLAY, LIFTED, EXITED -> null;
            };
        }
        if (judgement.out && kind != Kind.RELEASE) {
            return null;
        }
        boolean follows = kind.ordinal() >= Kind.SHIFT.ordinal();
        return switch (state) {
            case NOT_IN_PLAY -> null;
            case NOT_MET -> follows ? null : "not_met";
            case OPEN -> follows ? null : "open";
            case LIFTED -> "excepted";
            case EXITED -> "exited";
            case APPLIES ->
                switch (kind) {
                    case PROHIBITED -> judgement.inForce(provision) ? "prohibited" : "prohibited_later";
                    case PRODUCT, USE ->
                        Boolean.TRUE.equals(judgement.prohibited) ? "high_risk_if_permitted" : "high_risk";
                    case EXIT -> "exit";
                    case MODEL -> "gpai";
                    case SYSTEMIC -> "gpai_systemic_risk";
                    case TRANSPARENCY -> judgement.upstream(provision) ? "transparency_upstream" : "transparency";
                    case SHIFT -> "becomes_provider";
                    case DUTY -> "duty";
                    case RELEASE -> judgement.tier == Tier.OUT_OF_SCOPE ? "out_of_scope" : "exclusion_limit";
                    case SCOPE, EXCLUSION -> null;
                };
        };
    }

    private Classification.Finding finding(Parts.Provision provision, Judgement.State state, String effect) {
        Node.Trace trace = new Node.Trace();
        Words lead = provision.says();
        switch (state) {
            case NOT_MET -> {
                for (Parts.Rule element : provision.elements()) {
                    if (Boolean.FALSE.equals(element.node().of(judgement.values))) {
                        element.node().why(judgement.values, trace);
                        break;
                    }
                }
            }
            case LIFTED -> {
                for (Parts.Lift lift : provision.exceptions()) {
                    if (Boolean.TRUE.equals(lift.when().node().of(judgement.values))) {
                        lift.when().node().why(judgement.values, trace);
                        lead = new Words(
                                lead.fr() + ". Ne s’applique pas\u202f: "
                                        + lift.says().fr() + " (" + lift.source() + ")",
                                lead.en() + ". Does not apply: " + lift.says().en() + " (" + lift.source() + ")");
                        break;
                    }
                }
            }
            case OPEN, APPLIES, EXITED, NOT_IN_PLAY -> {
                for (Parts.Rule element : provision.elements()) {
                    if (state != Judgement.State.OPEN || element.node().of(judgement.values) == null) {
                        element.node().why(judgement.values, trace);
                    }
                }
            }
        }
        if (state == Judgement.State.EXITED) {
            String exits = exits();
            lead = new Words(lead.fr() + ". En sort par " + exits, lead.en() + ". Leaves it by " + exits);
        }
        Set<String> facts = new LinkedHashSet<>();
        boolean byPurpose = false;
        for (Integer slot : state == Judgement.State.OPEN ? trace.missing : trace.used) {
            if (judgement.implied[slot]) {
                byPurpose = true;
            } else {
                facts.add(law.facts.get(slot).id());
            }
        }
        Parts.Purpose purpose = law.purpose(judgement.values);
        if (state != Judgement.State.OPEN && purpose != null && (byPurpose || putsInPlay(purpose, provision))) {
            facts.add("purpose");
        }
        return new Classification.Finding(
                provision.id(),
                provision.article(),
                effect,
                since(provision.date()),
                because(lead, facts, state),
                List.copyOf(facts),
                provision.source());
    }

    private String exits() {
        List<String> articles = new ArrayList<>();
        for (int i = 0; i < judgement.states.length; i++) {
            if (law.provisions.get(i).kind() == Kind.EXIT && judgement.states[i] == Judgement.State.APPLIES) {
                articles.add(law.provisions.get(i).article());
            }
        }
        return String.join(", ", articles);
    }

    private boolean putsInPlay(Parts.Purpose purpose, Parts.Provision provision) {
        int index = law.provisions.indexOf(provision);
        return purpose.in().contains(index) || purpose.near().contains(index);
    }

    private Words because(Words lead, Collection<String> facts, Judgement.State state) {
        if (facts.isEmpty()) {
            return new Words(lead.fr() + ".", lead.en() + ".");
        }
        boolean open = state == Judgement.State.OPEN;
        String fr = facts.stream().map(fact -> told(fact, true, open)).collect(Collectors.joining("\u202f; "));
        String en = facts.stream().map(fact -> told(fact, false, open)).collect(Collectors.joining("; "));
        return open
                ? new Words(
                        lead.fr() + ". Reste à savoir\u202f: " + fr + ".",
                        lead.en() + ". Still to be known: " + en + ".")
                : new Words(lead.fr() + ". Faits\u202f: " + fr + ".", lead.en() + ". Facts: " + en + ".");
    }

    private String told(String name, boolean french, boolean open) {
        int slot = law.slot(name);
        Words says = law.facts.get(slot).says();
        String text = french ? says.fr() : says.en();
        Object value = judgement.values[slot];
        return open || value == null ? text : text + (french ? "\u202f: " : ": ") + shown(slot, value, french);
    }

    private String shown(int slot, Object value, boolean french) {
        if (value instanceof Boolean truth) {
            return french ? (truth ? "oui" : "non") : truth ? "yes" : "no";
        }
        if (law.asksPurpose(slot) && value instanceof String word) {
            Parts.Purpose purpose = law.purposes.get(word);
            if (purpose != null) {
                return french ? purpose.says().fr() : purpose.says().en();
            }
        }
        return value instanceof List<?> list
                ? list.stream().map(String::valueOf).collect(Collectors.joining(", "))
                : String.valueOf(value);
    }

    private Classification.Since since(String date) {
        Parts.When when = law.whens.get(date);
        if (when == null) {
            throw new IllegalStateException(date);
        }
        LocalDate placed = law.placed(judgement.values);
        if (placed != null) {
            for (Parts.Legacy legacy : when.legacy()) {
                Parts.Rule further = legacy.when();
                if (placed.isBefore(legacy.before())
                        && (further == null
                                || Boolean.TRUE.equals(further.node().of(judgement.values)))) {
                    return new Classification.Since(
                            legacy.from(),
                            when.formal(),
                            when.act() + ", " + legacy.point(),
                            when.confidence(),
                            legacy.says());
                }
            }
        }
        return new Classification.Since(
                when.effective(), when.formal(), when.act() + ", " + when.point(), when.confidence(), null);
    }

    // ---- what follows ---------------------------------------------------------------------------------------------

    private List<Classification.Duty> obligations() {
        List<Classification.Duty> all = new ArrayList<>();
        if (judgement.out || judgement.tier == Tier.OUT_OF_SCOPE) {
            return all;
        }
        boolean system = Boolean.TRUE.equals(judgement.values[law.slot("state.in_scope")]);
        boolean byUse = !Boolean.FALSE.equals(judgement.values[law.slot("state.use")]);
        for (Parts.Obligation obligation : law.obligations) {
            if (!system && !obligation.models()
                    || Boolean.TRUE.equals(judgement.prohibited) && !obligation.evenIfProhibited()
                    || !Boolean.TRUE.equals(obligation.when().node().of(judgement.values))) {
                continue;
            }
            String product = obligation.productDate();
            Classification.Since since = since(product != null && !byUse ? product : obligation.date());
            if (obligation.legacyOnly() && since.note() == null) {
                continue;
            }
            for (Parts.Role role : law.roles) {
                if (obligation.roles().contains(role.id())
                        && !Boolean.FALSE.equals(role.when().node().of(judgement.values))) {
                    all.add(new Classification.Duty(
                            obligation.id(),
                            obligation.article(),
                            role.id(),
                            since,
                            obligation.says(),
                            obligation.source()));
                }
            }
        }
        all.sort(Comparator.comparing(duty ->
                duty.since().effective() == null ? LocalDate.MAX : duty.since().effective()));
        return all;
    }

    private List<Classification.Disagreement> disagreements() {
        List<Classification.Disagreement> all = new ArrayList<>();
        if (!judgement.out) {
            for (Parts.Disagreement disagreement : law.disagreements) {
                if (Boolean.TRUE.equals(disagreement.when().node().of(judgement.values))) {
                    all.add(new Classification.Disagreement(
                            disagreement.id(), disagreement.says(), disagreement.sources()));
                }
            }
        }
        return all;
    }

    // ---- what is open, what would change it -----------------------------------------------------------------------

    /// The facts that the provisions in play rest on or lack, with the provisions that each would decide or lift.
    private Map<Integer, Set<String>> concerned(boolean openOnly) {
        Map<Integer, Set<String>> all = new LinkedHashMap<>();
        for (int i = 0; i < judgement.states.length; i++) {
            Parts.Provision provision = law.provisions.get(i);
            Judgement.State state = judgement.states[i];
            if (state == Judgement.State.NOT_IN_PLAY
                    || judgement.out && provision.kind().ordinal() > Kind.EXCLUSION.ordinal()) {
                continue;
            }
            Node.Trace trace = new Node.Trace();
            for (Parts.Rule element : provision.elements()) {
                if (!openOnly || state == Judgement.State.OPEN && element.node().of(judgement.values) == null) {
                    element.node().why(judgement.values, trace);
                }
            }
            if (state == Judgement.State.OPEN || state == Judgement.State.APPLIES || state == Judgement.State.LIFTED) {
                for (Parts.Lift lift : provision.exceptions()) {
                    if (!openOnly || lift.when().node().of(judgement.values) == null) {
                        lift.when().node().why(judgement.values, trace);
                    }
                }
            }
            Set<Integer> slots = new LinkedHashSet<>(trace.missing);
            if (!openOnly) {
                slots.addAll(trace.used);
                slots.addAll(trace.silent);
            }
            for (Integer slot : slots) {
                all.computeIfAbsent(slot, key -> new LinkedHashSet<>()).add(provision.article());
            }
        }
        if (Boolean.TRUE.equals(judgement.values[law.slot("state.use")]) && !openOnly) {
            Node.Trace trace = new Node.Trace();
            law.near.node().why(judgement.values, trace);
            trace.silent.forEach(slot -> all.computeIfAbsent(slot, key -> new LinkedHashSet<>()));
        }
        return all;
    }

    private List<Classification.OpenQuestion> openQuestions() {
        List<Classification.OpenQuestion> all = new ArrayList<>();
        Integer purpose = law.slotOr("purpose");
        if (purpose != null && judgement.values[purpose] == null && !judgement.out) {
            all.add(new Classification.OpenQuestion(
                    "purpose", law.facts.get(purpose).says(), List.of(), Map.of()));
        }
        List<Classification.OpenQuestion> found = new ArrayList<>();
        concerned(true).forEach((slot, decides) -> {
            if (judgement.values[slot] == null) {
                Map<String, Tier> tiers = new LinkedHashMap<>();
                for (Object value : alternatives(slot)) {
                    tiers.put(String.valueOf(value), tierWith(slot, value));
                }
                found.add(new Classification.OpenQuestion(
                        law.facts.get(slot).id(), law.facts.get(slot).says(), List.copyOf(decides), tiers));
            }
        });
        // First what would settle the tier, then what would change it, then what would decide most findings.
        found.sort(Comparator.<Classification.OpenQuestion>comparingInt(question -> -settles(question))
                .thenComparingInt(question -> -question.decides().size()));
        all.addAll(found);
        return all;
    }

    private int settles(Classification.OpenQuestion question) {
        Set<Tier> others = new LinkedHashSet<>(question.tiers().values());
        others.remove(judgement.tier);
        if (others.isEmpty()) {
            return 0;
        }
        boolean decided = judgement.tier == Tier.UNDETERMINED && !others.contains(Tier.UNDETERMINED);
        return (decided ? 10 : 1) + others.size();
    }

    private List<Classification.Counterfactual> counterfactuals() {
        List<Classification.Counterfactual> all = new ArrayList<>();
        for (Integer slot : concerned(false).keySet()) {
            if (law.steady.contains(slot)) {
                continue;
            }
            for (Object value : alternatives(slot)) {
                if (all.size() >= MOST_COUNTERFACTUALS) {
                    return all;
                }
                if (value.equals(judgement.values[slot])) {
                    continue;
                }
                Tier tier = tierWith(slot, value);
                if (tier != judgement.tier) {
                    all.add(new Classification.Counterfactual(
                            law.facts.get(slot).id(), value, tier));
                }
            }
        }
        return all;
    }

    /// Values worth trying: those of a choice, both of a flag, numbers on either side of each that rules compare with.
    private List<Object> alternatives(int slot) {
        Fact fact = law.facts.get(slot);
        if (law.steady.contains(slot)) {
            return List.of();
        }
        return switch (fact.type()) {
            case FLAG -> List.of(true, false);
            case CHOICE -> List.copyOf(fact.values());
            case WHOLE, NUMBER -> {
                List<Object> around = new ArrayList<>();
                for (Double bound : law.compared.getOrDefault(fact.id(), List.of())) {
                    around.add(bound / 2);
                    around.add(bound * 2);
                }
                yield around.stream().distinct().sorted().toList();
            }
            case CHOICES, TEXT, DATE -> List.of();
        };
    }

    private Tier tierWith(int slot, Object value) {
        return tried.computeIfAbsent(slot + "=" + value, key -> {
            @Nullable Object[] values = given.clone();
            values[slot] = value;
            return new Judgement(law, values, asOf).tier;
        });
    }
}
