package io.sextant.app.demand.timing;

import io.sextant.app.demand.Stage;
import io.sextant.app.demand.gating.Desk.Case;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A request that waits for its answer.
///
/// @param lane identifier of its lane in the pack
/// @param edition the edition of the gates by which it was promised
/// @param days the promised answer time, in working days
/// @param promised the day by which it is answered
/// @param waited working days it has waited, those apart during which the clock stood still
/// @param left working days until the promised day; negative when it has passed
/// @param paused whether the clock stands still for a question
/// @param age how near or how far past its promise it is
/// @param waits for whom it waits
/// @param roles the roles whose signature it waits for
/// @param forecast when its answer may be expected; absent where too little is known
/// @param early the day of the early end of the forecast; where the clock stands still, as if the reply came today
/// @param late the day of its late end; absent when fewer than nine in ten were ever answered
public record OpenRequest(
        long id,
        Case useCase,
        Stage stage,
        String lane,
        String edition,
        int days,
        LocalDate promised,
        Instant at,
        String byName,
        int waited,
        int left,
        boolean paused,
        Age age,
        Waits waits,
        List<String> roles,
        History.@Nullable Forecast forecast,
        @Nullable LocalDate early,
        @Nullable LocalDate likely,
        @Nullable LocalDate late) {
    public OpenRequest {
        roles = List.copyOf(roles);
    }

    /// How near its promise a request is, the worst first.
    public enum Age {
        /// More than five working days past it.
        VERY_LATE,
        /// One to five working days past it.
        LATE,
        /// Promised for today.
        TODAY,
        /// One or two working days are left.
        SOON,
        /// Three to five working days are left.
        NEAR,
        /// More are left.
        FAR,
        /// The clock stands still.
        PAUSED;

        static Age of(int left, boolean paused) {
            if (paused) {
                return PAUSED;
            }
            return left < -5
                    ? VERY_LATE
                    : left < 0 ? LATE : left == 0 ? TODAY : left <= 2 ? SOON : left <= 5 ? NEAR : FAR;
        }

        /// Whether the promise is broken.
        public boolean broken() {
            return this == VERY_LATE || this == LATE;
        }
    }

    /// For whom a request waits.
    public enum Waits {
        /// Those who asked were asked back.
        REQUESTER,
        /// Those who sign.
        SIGNERS,
        /// Those who decide.
        DECIDERS
    }
}
