package io.sextant.app.demand.gating;

import io.sextant.app.demand.Stage;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Somebody asked that a use case may pass to a stage.
///
/// @param stage the stage it asks for
/// @param lane the lane it takes, by its identifier in the pack
/// @param edition the edition of the gates it was asked under
/// @param days the promised answer time, in working days
/// @param promised the day by which it is answered, moved on by the days that others were asked
/// @param note what the requester said
/// @param forId whose place the requester took; absent when they asked for themselves
/// @param waitingSince since when the clock stands still for a question; absent while it runs
/// @param waitedDays working days during which it stood still, those of an open question apart
/// @param closedAt when it was answered or withdrawn; absent while open
public record GateRequest(
        long id,
        Stage stage,
        String lane,
        String edition,
        int days,
        LocalDate promised,
        @Nullable String note,
        Instant at,
        @Nullable Long byId,
        String byName,
        @Nullable Long forId,
        @Nullable String forName,
        State state,
        @Nullable Instant waitingSince,
        int waitedDays,
        @Nullable Instant closedAt,
        List<Question> questions) {
    public GateRequest {
        questions = List.copyOf(questions);
    }

    /// Where a request stands.
    public enum State {
        OPEN,
        ANSWERED,
        WITHDRAWN
    }

    /// A question back to those who asked.
    ///
    /// @param reply absent while it waits
    public record Question(
            long id,
            Instant at,
            @Nullable Long byId,
            String byName,
            @Nullable String forName,
            String body,
            @Nullable Instant repliedAt,
            @Nullable String replyByName,
            @Nullable String replyForName,
            @Nullable String reply) {}
}
