package io.sextant.app.platform.jobs;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A piece of long work, as its progress page shows it.
///
/// @param kind what it is, a key of the messages: `import.check`…
/// @param ownerId the account it was started for; absent when Sextant started it itself
/// @param done units of work done so far
/// @param total units of work in all; 0 while unknown
/// @param result what came out, once `state` is `DONE`
/// @param problem what went wrong, a key of the messages, once `state` is `FAILED`
public record Job(
        long id,
        String kind,
        @Nullable Long ownerId,
        State state,
        long done,
        long total,
        Map<String, @Nullable Object> result,
        @Nullable String problem,
        Instant startedAt,
        @Nullable Instant finishedAt) {

    /// Where it stands. `INTERRUPTED`: the server stopped under it; nothing it had not finished was kept.
    public enum State {
        WAITING,
        RUNNING,
        DONE,
        FAILED,
        INTERRUPTED
    }

    /// Whether it will change no more.
    public boolean over() {
        return switch (state) {
            case WAITING, RUNNING -> false;
            case DONE, FAILED, INTERRUPTED -> true;
        };
    }

    /// Share done, 0 to 100; 0 while the total is unknown.
    public int percent() {
        return state == State.DONE ? 100 : total <= 0 ? 0 : (int) Math.min(100, 100 * done / total);
    }
}
