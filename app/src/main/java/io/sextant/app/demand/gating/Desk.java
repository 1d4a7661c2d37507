package io.sextant.app.demand.gating;

import io.sextant.app.demand.Stage;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What waits for one person at the gates, the most urgent first; at most [Desks#MOST] of each kind.
///
/// @param answers requests that they may answer
/// @param appeals contested decisions that they may answer
/// @param signatures what they are asked to sign
/// @param replies questions to them
/// @param actions actions that are theirs
/// @param asked requests of theirs that wait for others
/// @param standIns what waits for those who are away and for whom they stand in
public record Desk(
        List<Request> answers,
        List<Appeal> appeals,
        List<Signing> signatures,
        List<Reply> replies,
        List<Todo> actions,
        List<Request> asked,
        List<StandIn> standIns) {
    public Desk {
        standIns = List.copyOf(standIns);
        answers = List.copyOf(answers);
        appeals = List.copyOf(appeals);
        signatures = List.copyOf(signatures);
        replies = List.copyOf(replies);
        actions = List.copyOf(actions);
        asked = List.copyOf(asked);
    }

    /// How many things wait for them.
    public int waiting() {
        return answers.size()
                + appeals.size()
                + signatures.size()
                + replies.size()
                + actions.size()
                + standIns.stream().mapToInt(s -> s.desk().waiting()).sum();
    }

    /// What waits for somebody who is away, without what the reader finds on their own desk or may not do for them.
    ///
    /// @param userId the account of the absent person, which calls made in their place name
    public record StandIn(long userId, String name, Desk desk) {}

    /// A use case, as the desk names it.
    ///
    /// @param translated the title in the other language, where somebody gave it
    /// @param createdAt when it was registered, which decides by which edition of the gates it is judged
    public record Case(
            String code,
            String title,
            String lang,
            @Nullable String translated,
            @Nullable Long unitId,
            Instant createdAt) {
        /// The title in this language, or as it was written where nobody translated it.
        public String title(String reader) {
            return reader.equals(lang) || translated == null ? title : translated;
        }
    }

    /// A request for an answer.
    ///
    /// @param promised the day by which it is answered
    /// @param paused whether the clock stands still for a question
    /// @param ready whether nothing keeps the reader from a *go* but their own judgement
    /// @param seen what an act in answer names, so that it is refused when anything changed since
    public record Request(
            Case useCase,
            Stage stage,
            LocalDate promised,
            String byName,
            Instant at,
            boolean paused,
            boolean ready,
            String seen) {}

    /// A contested decision.
    public record Appeal(Case useCase, Answer answer, String reason, String byName, Instant at) {}

    /// A signature that is asked for.
    ///
    /// @param criterion identifier of the criterion
    /// @param role the role in which they sign
    /// @param seen what the signature names, so that it is refused when anything changed since
    public record Signing(Case useCase, String criterion, String role, LocalDate promised, String seen) {}

    /// A question.
    public record Reply(Case useCase, String body, String byName, Instant at) {}

    /// A demand that is being written.
    ///
    /// @param title empty while nothing proposes one
    /// @param until when it is cleared if nobody touches it; absent while that is far
    public record Draft(
            String title, String url, Instant at, @Nullable Instant until) {}

    /// An action that is under way.
    ///
    /// @param remedy its identifier in the pack
    /// @param useCase absent when it serves all
    /// @param seen what the word that it is done names, so that it is refused when anything changed since; empty
    /// when
    /// it serves all
    public record Todo(long id, @Nullable Case useCase, String remedy, LocalDate ready, String seen) {}
}
