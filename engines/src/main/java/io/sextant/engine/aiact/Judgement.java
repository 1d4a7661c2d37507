package io.sextant.engine.aiact;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The provisions asked of the values of one case, each once, in order. What came out is kept for whoever explains it.
final class Judgement {
    /// What became of a provision.
    enum State {
        NOT_IN_PLAY,
        NOT_MET,
        OPEN,
        LIFTED,
        EXITED,
        APPLIES
    }

    final Law law;
    final @Nullable Object[] values;
    final boolean[] implied;
    final State[] states;
    final LocalDate asOf;
    final Tier tier;
    final @Nullable Boolean highRisk;
    final @Nullable Boolean prohibited;
    final boolean out;

    private final boolean[] in;
    private final boolean[] near;
    private boolean exits;

    /// @param given values of facts by number, the rest null; kept and filled in
    Judgement(Law law, @Nullable Object[] given, LocalDate asOf) {
        this.law = law;
        this.values = given;
        this.asOf = asOf;
        int count = law.provisions.size();
        implied = new boolean[law.facts.size()];
        states = new State[count];
        in = new boolean[count];
        near = new boolean[count];
        Parts.Purpose purpose = law.purpose(given);
        if (purpose != null) {
            purpose.implies().forEach((slot, value) -> {
                if (values[slot] == null) {
                    values[slot] = value;
                    implied[slot] = true;
                }
            });
            purpose.in().forEach(index -> in[index] = true);
            purpose.near().forEach(index -> near[index] = true);
        }
        for (Parts.Notion notion : law.notions) {
            values[notion.slot()] = notion.rule().node().of(values);
        }
        boolean bears = Boolean.TRUE.equals(law.near.node().of(values));
        Kind phase = Kind.SCOPE;
        for (int i = 0; i < count; i++) {
            Parts.Provision provision = law.provisions.get(i);
            if (provision.kind() != phase) {
                close(phase, provision.kind());
                phase = provision.kind();
            }
            states[i] = ask(provision, in[i] || near[i] && bears);
            values[provision.slot()] = truth(states[i]);
        }
        close(phase, null);
        for (Parts.Notion notion : law.afterwards) {
            values[notion.slot()] = notion.rule().node().of(values);
        }
        prohibited = (Boolean) values[state("prohibited")];
        Boolean scope = scope(false);
        boolean model = inPlay(Kind.MODEL) && !Boolean.FALSE.equals(scope(true));
        tier = tier(scope, model);
        out = Boolean.FALSE.equals(scope) && !model;
        Boolean high = (Boolean) values[state("high_risk")];
        highRisk = tier == Tier.OUT_OF_SCOPE || Boolean.FALSE.equals(scope)
                ? (Boolean) false
                : Boolean.TRUE.equals(prohibited) || scope == null && !Boolean.FALSE.equals(high) ? null : high;
    }

    private State ask(Parts.Provision provision, boolean byPurpose) {
        boolean always = provision.kind() == Kind.SCOPE;
        Parts.Rule touched = provision.touched();
        if (!always
                && !byPurpose
                && (touched == null || !Boolean.TRUE.equals(touched.node().of(values)))) {
            values[provision.lifted()] = false;
            return State.NOT_IN_PLAY;
        }
        Boolean met = all(provision.elements());
        values[provision.lifted()] = false;
        if (Boolean.FALSE.equals(met)) {
            return State.NOT_MET;
        }
        for (Parts.Lift lift : provision.exceptions()) {
            if (Boolean.TRUE.equals(lift.when().node().of(values))) {
                values[provision.lifted()] = true;
                return State.LIFTED;
            }
        }
        if (provision.kind() == Kind.USE && exits) {
            return State.EXITED;
        }
        return met == null ? State.OPEN : State.APPLIES;
    }

    private @Nullable Boolean all(List<Parts.Rule> elements) {
        boolean open = false;
        for (Parts.Rule element : elements) {
            Object truth = element.node().of(values);
            if (Boolean.FALSE.equals(truth)) {
                return false;
            }
            open |= truth == null;
        }
        return open ? null : true;
    }

    private static @Nullable Boolean truth(State state) {
        return switch (state) {
            case APPLIES -> true;
            case OPEN -> null;
            case NOT_IN_PLAY, NOT_MET, LIFTED, EXITED -> false;
        };
    }

    private int state(String name) {
        Integer slot = law.states.get(name);
        if (slot == null) {
            throw new IllegalStateException(name);
        }
        return slot;
    }

    /// Sums up the kinds that are decided, once the next begins.
    private void close(Kind done, @Nullable Kind next) {
        exits |= applies(Kind.EXIT);
        if (next == null || next.ordinal() >= Kind.SHIFT.ordinal() && done.ordinal() < Kind.SHIFT.ordinal()) {
            values[state("in_scope")] = scope(false);
            values[state("prohibited")] = forbidden();
            Boolean product = any(Kind.PRODUCT);
            Boolean use = any(Kind.USE);
            values[state("product")] = product;
            values[state("use")] = use;
            boolean exited = false;
            for (int i = 0; i < states.length; i++) {
                exited |= states[i] == State.EXITED;
            }
            values[state("exited")] = exited;
            values[state("high_risk")] = Boolean.TRUE.equals(product) || Boolean.TRUE.equals(use)
                    ? (Boolean) true
                    : product == null || use == null ? null : (Boolean) false;
            values[state("transparency")] = transparency();
        }
    }

    private boolean applies(Kind kind) {
        return Boolean.TRUE.equals(any(kind));
    }

    private boolean inPlay(Kind kind) {
        for (int i = 0; i < states.length; i++) {
            if (law.provisions.get(i).kind() == kind && states[i] != State.NOT_IN_PLAY && states[i] != null) {
                return true;
            }
        }
        return false;
    }

    /// Whether one of a kind applies; null when one may.
    private @Nullable Boolean any(Kind kind) {
        boolean open = false;
        for (int i = 0; i < states.length; i++) {
            if (law.provisions.get(i).kind() == kind) {
                if (states[i] == State.APPLIES) {
                    return true;
                }
                open |= states[i] == State.OPEN;
            }
        }
        return open ? null : (Boolean) false;
    }

    /// Whether a prohibition that applies on the day is met.
    private @Nullable Boolean forbidden() {
        boolean open = false;
        for (int i = 0; i < states.length; i++) {
            Parts.Provision provision = law.provisions.get(i);
            if (provision.kind() == Kind.PROHIBITED && inForce(provision)) {
                if (states[i] == State.APPLIES) {
                    return true;
                }
                open |= states[i] == State.OPEN;
            }
        }
        return open ? null : (Boolean) false;
    }

    boolean inForce(Parts.Provision provision) {
        Parts.When when = law.whens.get(provision.date());
        return when == null || !asOf.isBefore(when.effective());
    }

    /// Whether a duty to tell falls on who asks.
    private @Nullable Boolean transparency() {
        boolean open = false;
        for (int i = 0; i < states.length; i++) {
            Parts.Provision provision = law.provisions.get(i);
            if (provision.kind() == Kind.TRANSPARENCY && !upstream(provision)) {
                if (states[i] == State.APPLIES) {
                    return true;
                }
                open |= states[i] == State.OPEN;
            }
        }
        return open ? null : (Boolean) false;
    }

    boolean upstream(Parts.Provision provision) {
        return provision.borne() != null
                && Boolean.FALSE.equals(provision.borne().node().of(values));
    }

    /// Whether the law applies: to the system, or to a model.
    private @Nullable Boolean scope(boolean model) {
        boolean open = false;
        for (int i = 0; i < states.length; i++) {
            Parts.Provision provision = law.provisions.get(i);
            if (provision.kind() == Kind.SCOPE && (!model || provision.models())) {
                if (states[i] == State.NOT_MET) {
                    return false;
                }
                open |= states[i] == State.OPEN;
            } else if (provision.kind() == Kind.EXCLUSION && !model) {
                if (states[i] == State.APPLIES) {
                    return false;
                }
                open |= states[i] == State.OPEN;
            }
        }
        return open ? null : (Boolean) true;
    }

    private Tier tier(@Nullable Boolean scope, boolean model) {
        if (Boolean.FALSE.equals(scope)) {
            return model ? model() : Tier.OUT_OF_SCOPE;
        }
        if (scope == null) {
            return Tier.UNDETERMINED;
        }
        if (!Boolean.FALSE.equals(prohibited)) {
            return prohibited == null ? Tier.UNDETERMINED : Tier.PROHIBITED;
        }
        Boolean high = (Boolean) values[state("high_risk")];
        if (!Boolean.FALSE.equals(high)) {
            return high == null ? Tier.UNDETERMINED : Tier.HIGH_RISK;
        }
        if (model) {
            return model();
        }
        if (Boolean.TRUE.equals(values[state("exited")])) {
            return Tier.NOT_HIGH_RISK_6_3;
        }
        Boolean telling = (Boolean) values[state("transparency")];
        if (!Boolean.FALSE.equals(telling)) {
            return telling == null ? Tier.UNDETERMINED : Tier.TRANSPARENCY;
        }
        return applies(Kind.RELEASE) ? Tier.OUT_OF_SCOPE : Tier.MINIMAL;
    }

    private Tier model() {
        Boolean systemic = any(Kind.SYSTEMIC);
        Boolean model = any(Kind.MODEL);
        if (Boolean.TRUE.equals(systemic)) {
            return Tier.GPAI_SYSTEMIC_RISK;
        }
        if (model == null || systemic == null) {
            return Tier.UNDETERMINED;
        }
        return model ? Tier.GPAI : Tier.NO_GPAI_OBLIGATION;
    }
}
