package io.sextant.app.demand.intake;

import io.sextant.app.demand.UseCaseId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What somebody without an account sent, or a program.
///
/// @param label of the link by which it came, or name of the receiver
/// @param unitId the unit for which it came; absent for the whole company
/// @param useCase what it became or joined; absent while nobody took it up
/// @param origin what a program told besides; absent for what a person wrote
/// @param reason why it is not taken up; with a *no* only
public record IntakeEntry(
        long id,
        String label,
        String lang,
        @Nullable Long unitId,
        Instant at,
        String problem,
        @Nullable String beneficiaries,
        @Nullable String outcome,
        @Nullable String name,
        @Nullable String email,
        @Nullable Origin origin,
        State state,
        @Nullable UseCaseId useCase,
        @Nullable String reason,
        @Nullable String wouldChange,
        @Nullable String instead,
        @Nullable Instant closedAt,
        List<Question> questions) {
    /// What became of it.
    public enum State {
        /// Nobody has answered it yet.
        NEW,
        /// It became a use case.
        ACCEPTED,
        /// Its need joined another use case.
        JOINED,
        /// It is not taken up.
        DECLINED
    }

    public IntakeEntry {
        questions = List.copyOf(questions);
    }

    /// A question to the sender.
    ///
    /// @param reply absent while it waits
    public record Question(
            long id, Instant at, String body, @Nullable String reply) {}
}
