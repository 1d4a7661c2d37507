package io.sextant.app.demand.hearing;

import io.sextant.app.demand.Comments;
import io.sextant.app.demand.UseCase;
import io.sextant.app.demand.UseCaseId;
import io.sextant.app.demand.gating.Decision;
import io.sextant.app.demand.gating.GateRequest;
import io.sextant.app.demand.gating.GateSignature;
import io.sextant.app.demand.gating.GateWaiver;
import io.sextant.app.demand.gating.Gates;
import io.sextant.app.demand.gating.Standing;
import io.sextant.app.identity.Actor;
import io.sextant.app.kernel.Announcement.Both;
import io.sextant.app.kernel.Announcement.Term;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// The one thread of a use case: what was said, feared, asked, signed and decided, each with who and why, so that
/// business and technical people read the same page. It holds nothing of its own. Thread-safe.
@Service
@Transactional(readOnly = true)
public class Conversation {
    private final Comments comments;
    private final Concerns concerns;
    private final Gates gates;

    Conversation(Comments comments, Concerns concerns, Gates gates) {
        this.comments = comments;
        this.concerns = concerns;
        this.gates = gates;
    }

    /// One thing in the thread.
    public sealed interface Entry {
        Instant at();

        /// Whether it is part of how it was decided: decisions, appeals and waivers.
        default boolean decides() {
            return false;
        }

        /// Somebody commented.
        record Commented(Comments.Comment comment) implements Entry {
            @Override
            public Instant at() {
                return comment.at();
            }
        }

        /// Somebody raised a concern; its answers stay with it.
        record Feared(Concern concern) implements Entry {
            @Override
            public Instant at() {
                return concern.at();
            }
        }

        /// Something happened at a gate.
        ///
        /// @param byName absent where it came about by itself
        /// @param forName whose place they took; absent when they acted for themselves
        /// @param args what its message names: text, day, [Term] or [Both]
        /// @param words what they said, in their words
        record Happened(
                Instant at,
                What what,
                @Nullable String byName,
                @Nullable String forName,
                List<Object> args,
                List<Said> words)
                implements Entry {
            public Happened {
                args = List.copyOf(args);
                words = List.copyOf(words);
            }

            @Override
            public boolean decides() {
                return what.decides;
            }
        }
    }

    /// Words of somebody.
    ///
    /// @param label key of what they are; absent where that is plain
    public record Said(@Nullable String label, String text) {}

    /// What happens at a gate. A name is part of the API: it is never renamed.
    public enum What {
        REQUESTED(false),
        WITHDRAWN(false),
        QUESTIONED(false),
        REPLIED(false),
        SIGNED(false),
        SIGNATURE_FELL(false),
        WAIVED(true),
        WAIVER_WITHDRAWN(true),
        DECIDED(true),
        DECISION_FELL(true),
        APPEALED(true),
        APPEAL_UPHELD(true),
        APPEAL_OVERTURNED(true);

        private final boolean decides;

        What(boolean decides) {
            this.decides = decides;
        }
    }

    /// The thread of a use case; empty when the actor may not see it.
    ///
    /// @param decisionsOnly without comments, concerns, questions and signatures
    /// @param newestFirst otherwise the oldest comes first
    public List<Entry> of(Actor actor, UseCaseId id, boolean decisionsOnly, boolean newestFirst) {
        var entries = new ArrayList<Entry>();
        comments.of(actor, id).forEach(c -> entries.add(new Entry.Commented(c)));
        concerns.of(actor, id).forEach(c -> entries.add(new Entry.Feared(c)));
        gates.of(actor, id).ifPresent(standing -> happened(standing, entries));
        Comparator<Entry> order = Comparator.comparing(Entry::at);
        return entries.stream()
                .filter(e -> !decisionsOnly || e.decides())
                .sorted(newestFirst ? order.reversed() : order)
                .toList();
    }

    private void happened(Standing standing, List<Entry> entries) {
        standing.requests().reversed().forEach(r -> requested(r, entries));
        standing.signatures().forEach(s -> signed(standing.useCase(), s, entries));
        standing.waivers().forEach(w -> waived(standing.useCase(), w, entries));
        standing.decisions().reversed().forEach(d -> decided(d, entries));
    }

    private static void requested(GateRequest request, List<Entry> entries) {
        Term stage = new Term("demand.stage." + request.stage().name());
        entries.add(new Entry.Happened(
                request.at(),
                What.REQUESTED,
                request.byName(),
                request.forName(),
                List.of(stage, request.promised()),
                said(null, request.note())));
        for (GateRequest.Question question : request.questions()) {
            entries.add(new Entry.Happened(
                    question.at(),
                    What.QUESTIONED,
                    question.byName(),
                    question.forName(),
                    List.of(stage),
                    said(null, question.body())));
            Instant replied = question.repliedAt();
            if (replied != null) {
                entries.add(new Entry.Happened(
                        replied,
                        What.REPLIED,
                        question.replyByName(),
                        question.replyForName(),
                        List.of(stage),
                        said(null, question.reply())));
            }
        }
        Instant closed = request.closedAt();
        if (request.state() == GateRequest.State.WITHDRAWN && closed != null) {
            entries.add(new Entry.Happened(closed, What.WITHDRAWN, null, null, List.of(stage), List.of()));
        }
    }

    private void signed(UseCase useCase, GateSignature signature, List<Entry> entries) {
        List<Object> args = List.of(
                criterion(useCase, signature.edition(), signature.criterion()),
                new Term("identity.role." + signature.role() + ".title"));
        entries.add(new Entry.Happened(
                signature.at(),
                What.SIGNED,
                signature.byName(),
                signature.forName(),
                args,
                said(null, signature.note())));
        Instant fallen = signature.fallenAt();
        if (fallen != null) {
            entries.add(new Entry.Happened(fallen, What.SIGNATURE_FELL, null, null, args, List.of()));
        }
    }

    private void waived(UseCase useCase, GateWaiver waiver, List<Entry> entries) {
        List<Object> args = List.of(criterion(useCase, null, waiver.criterion()), waiver.until());
        entries.add(new Entry.Happened(
                waiver.at(), What.WAIVED, waiver.byName(), waiver.forName(), args, said(null, waiver.reason())));
        Instant withdrawn = waiver.withdrawnAt();
        if (withdrawn != null) {
            entries.add(new Entry.Happened(withdrawn, What.WAIVER_WITHDRAWN, null, null, args, List.of()));
        }
    }

    private static void decided(Decision decision, List<Entry> entries) {
        List<Object> args = List.of(
                new Term("demand.gates.answer." + decision.answer().name()),
                new Term("demand.stage." + decision.stage().name()));
        var words = new ArrayList<>(said(null, decision.reason()));
        words.addAll(said("demand.gates.wouldChange", decision.wouldChange()));
        words.addAll(said("demand.gates.instead", decision.instead()));
        words.addAll(said("demand.gates.into", decision.into()));
        entries.add(
                new Entry.Happened(decision.at(), What.DECIDED, decision.byName(), decision.forName(), args, words));
        Instant fallen = decision.fallenAt();
        if (fallen != null) {
            entries.add(new Entry.Happened(fallen, What.DECISION_FELL, null, null, args, List.of()));
        }
        for (Decision.Appeal appeal : decision.appeals()) {
            entries.add(new Entry.Happened(
                    appeal.at(), What.APPEALED, appeal.byName(), appeal.forName(), args, said(null, appeal.reason())));
            Decision.Appeal.Outcome outcome = appeal.outcome();
            Instant answered = appeal.answeredAt();
            if (outcome != null && answered != null) {
                entries.add(new Entry.Happened(
                        answered,
                        switch (outcome) {
                            case UPHELD -> What.APPEAL_UPHELD;
                            case OVERTURNED -> What.APPEAL_OVERTURNED;
                        },
                        appeal.answeredByName(),
                        appeal.answeredForName(),
                        args,
                        said(null, appeal.answer())));
            }
        }
    }

    private static List<Said> said(@Nullable String label, @Nullable String text) {
        return text == null || text.isBlank() ? List.of() : List.of(new Said(label, text));
    }

    private Object criterion(UseCase useCase, @Nullable String edition, String id) {
        return gates.criterion(useCase, edition, id)
                .<Object>map(t -> new Both(t.fr(), t.en()))
                .orElse(id);
    }
}
