package io.sextant.app.demand.demo;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import io.sextant.app.demand.UseCase;
import io.sextant.app.demand.UseCaseId;
import io.sextant.app.demand.UseCases;
import io.sextant.app.demand.gating.Action;
import io.sextant.app.demand.gating.Answer;
import io.sextant.app.demand.gating.Decision;
import io.sextant.app.demand.gating.GateRequest;
import io.sextant.app.demand.gating.Gates;
import io.sextant.app.demand.gating.RedLine;
import io.sextant.app.demand.gating.Standing;
import io.sextant.app.demand.hearing.Concern;
import io.sextant.app.demand.hearing.Concerns;
import io.sextant.app.identity.Actor;
import io.sextant.app.identity.Actors;
import io.sextant.app.kernel.Outcome;
import io.sextant.app.kernel.Who;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Plays what the people of the demonstration did at the gates, and what they feared, through the same doors as
/// everybody: what these would refuse, the demonstration cannot show.
@Component
class GateActs {
    /// A day that is counted from the one on which the act is played: `+45d`.
    private static final Pattern AHEAD = Pattern.compile("\\+(\\d+)d");

    private final Gates gates;
    private final Concerns concerns;
    private final UseCases useCases;
    private final Actors actors;

    GateActs(Gates gates, Concerns concerns, UseCases useCases, Actors actors) {
        this.gates = gates;
        this.concerns = concerns;
        this.useCases = useCases;
        this.actors = actors;
    }

    enum Do {
        /// Says facts.
        TELL,
        /// Examines the red lines of the charter; `text` begins one that is crossed.
        EXAMINE,
        DIFFERS,
        ASK,
        QUESTION,
        REPLY,
        SIGN,
        WAIVE,
        DECIDE,
        APPEAL,
        ANSWER_APPEAL,
        START,
        FINISH,
        /// Raises a concern; `role` is its subject, `wouldChange` whom it touches.
        FEAR,
        FEAR_ANONYMOUSLY,
        /// Answers the latest concern; `answer` is SETTLED or ANSWERED.
        HEAR
    }

    /// One act.
    ///
    /// @param daysAgo when, counted back from the day of seeding
    /// @param of the criterion, remedy, or key of the other use case
    /// @param role in which role it is signed
    /// @param answer what is decided, or what comes of the appeal
    /// @param days how long a waiver lasts, or until a decision is looked at again
    record Act(
            int daysAgo,
            String who,
            Do act,
            @Nullable Map<String, Object> facts,
            @Nullable String of,
            @Nullable String role,
            @Nullable String answer,
            @Nullable String text,
            @Nullable String wouldChange,
            @Nullable String instead,
            @Nullable Integer days) {}

    record Case(String key, List<Act> acts) {}

    record Register(List<Case> useCases) {}

    /// Plays an act.
    ///
    /// @param ids the identifiers by key of the use cases
    void play(Act act, UseCaseId id, Map<String, UseCaseId> ids, Map<String, Long> accounts) {
        long account = requireNonNull(accounts.get(act.who()), act.who());
        Actor actor = actors.find(account, Who.Channel.WEB).orElseThrow();
        String text = requireNonNullElse(act.text(), "");
        switch (act.act()) {
            case TELL -> done(gates.answer(actor, id, facts(requireNonNull(act.facts()))), act, id);
            case EXAMINE -> {
                for (RedLine line : standing(actor, id).charter()) {
                    boolean crossed = !text.isEmpty() && line.fr().startsWith(text);
                    done(gates.examine(actor, id, line.id(), crossed, null), act, id);
                }
            }
            case DIFFERS ->
                done(gates.distinguish(actor, id, requireNonNull(ids.get(act.of()), act.of()), text), act, id);
            case ASK -> done(gates.ask(actor, id, act.text()), act, id);
            case QUESTION -> done(gates.question(actor, id, text), act, id);
            case REPLY -> {
                long question = open(actor, id).questions().stream()
                        .filter(q -> q.reply() == null)
                        .findFirst()
                        .orElseThrow()
                        .id();
                done(gates.reply(actor, id, question, text), act, id);
            }
            case SIGN ->
                done(gates.sign(actor, id, requireNonNull(act.of()), requireNonNull(act.role()), act.text()), act, id);
            case WAIVE ->
                done(
                        gates.waive(
                                actor,
                                id,
                                requireNonNull(act.of()),
                                gates.today().plusDays(days(act)),
                                text),
                        act,
                        id);
            case DECIDE -> {
                UseCase seen = useCases.find(actor, id).orElseThrow();
                LocalDate review = act.days() == null ? null : gates.today().plusDays(days(act));
                var given = new Gates.Given(
                        Answer.valueOf(requireNonNull(act.answer())),
                        text,
                        act.wouldChange(),
                        act.instead(),
                        act.of() == null ? null : ids.get(act.of()),
                        review);
                done(gates.decide(actor, id, seen.version(), given), act, id);
            }
            case APPEAL -> done(gates.appeal(actor, id, text), act, id);
            case ANSWER_APPEAL ->
                done(
                        gates.answerAppeal(
                                actor, id, Decision.Appeal.Outcome.valueOf(requireNonNull(act.answer())), text),
                        act,
                        id);
            case START -> done(gates.start(actor, id, requireNonNull(act.of())), act, id);
            case FINISH -> {
                long action = standing(actor, id).actions().stream()
                        .filter(a -> a.remedy().equals(act.of()))
                        .findFirst()
                        .orElseThrow()
                        .id();
                done(gates.mark(actor, id, action, Action.State.DONE), act, id);
            }
            case FEAR -> done(concerns.raise(actor, id, fear(act)), act, id);
            case FEAR_ANONYMOUSLY -> done(concerns.raiseAnonymously(actor, id, fear(act)), act, id);
            case HEAR -> {
                Concern latest = concerns.of(actor, id).getLast();
                boolean settled = requireNonNull(act.answer()).equals("SETTLED");
                done(concerns.answer(actor, id, latest.id(), latest.latest(), text, settled), act, id);
            }
        }
    }

    private static Concerns.Typed fear(Act act) {
        return new Concerns.Typed(
                Concerns.form(),
                requireNonNull(act.role()),
                requireNonNull(act.text()),
                requireNonNullElse(act.wouldChange(), ""));
    }

    private Standing standing(Actor actor, UseCaseId id) {
        return gates.of(actor, id).orElseThrow();
    }

    private GateRequest open(Actor actor, UseCaseId id) {
        return standing(actor, id).open().orElseThrow();
    }

    private static int days(Act act) {
        return requireNonNull(act.days());
    }

    private Map<String, Object> facts(Map<String, Object> told) {
        var facts = new LinkedHashMap<String, Object>(told);
        facts.replaceAll((_, value) -> {
            var ahead = AHEAD.matcher(String.valueOf(value));
            return ahead.matches()
                    ? gates.today().plusDays(Integer.parseInt(ahead.group(1))).toString()
                    : value;
        });
        return facts;
    }

    private static void done(Outcome<?> outcome, Act act, UseCaseId id) {
        if (!(outcome instanceof Outcome.Done)) {
            throw new IllegalStateException("the demonstration: " + id + " refuses " + act + ": " + outcome);
        }
    }
}
