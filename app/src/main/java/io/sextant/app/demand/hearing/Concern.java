package io.sextant.app.demand.hearing;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What somebody fears of a use case, and what was said to it.
///
/// @param useCase identifier of the use case
/// @param fear what is feared
/// @param touched whom it touches; absent where nobody said
/// @param at when it was raised; of an anonymous one the day, at noon UTC
/// @param anonymous whether Sextant keeps nobody who raised it
/// @param byId absent when anonymous
/// @param byName absent when anonymous
/// @param words the oldest first
public record Concern(
        long id,
        String useCase,
        Category category,
        String fear,
        @Nullable String touched,
        State state,
        Instant at,
        boolean anonymous,
        @Nullable Long byId,
        @Nullable String byName,
        List<Word> words) {
    public Concern {
        words = List.copyOf(words);
    }

    /// What a concern is about. A name is stored and part of the API: it is never renamed.
    public enum Category {
        PEOPLE,
        FAIRNESS,
        PRIVACY,
        SAFETY,
        ENVIRONMENT,
        COST,
        OTHER
    }

    /// Where a concern stands.
    public enum State {
        /// It waits for an answer.
        OPEN,
        /// It was answered and is kept open.
        ANSWERED,
        /// It was answered and is settled.
        SETTLED
    }

    /// Something said to a concern.
    ///
    /// @param body absent where it was settled without a word
    /// @param byName absent where the anonymous one who raised it speaks
    public record Word(
            long id,
            Act act,
            @Nullable String body,
            Instant at,
            @Nullable Long byId,
            @Nullable String byName) {
        /// What a word does.
        public enum Act {
            /// It answers, and leaves the concern open.
            ANSWERED,
            /// It settles the concern.
            SETTLED,
            /// The one who raised it adds something.
            ADDED,
            /// The one who raised it says that it is not settled.
            REOPENED
        }
    }

    /// Whether somebody answered.
    public boolean answered() {
        return words.stream().anyMatch(w -> w.act() == Word.Act.ANSWERED || w.act() == Word.Act.SETTLED);
    }

    /// Whether the person of this account raised it.
    public boolean raisedBy(@Nullable Long account) {
        return account != null && Objects.equals(byId, account);
    }

    /// Number of the latest word; 0 while there is none. Whoever answers says up to which one they read.
    public long latest() {
        return words.isEmpty() ? 0 : words.getLast().id();
    }
}
