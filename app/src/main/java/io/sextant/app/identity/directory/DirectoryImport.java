package io.sextant.app.identity.directory;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A file of people that somebody brought.
///
/// @param ignored headings of the columns that are not read
/// @param counts how many rows have each effect; effects without a row are left out
/// @param left how many rows could not be carried out, or not taken back
/// @param closeMissing whether the accounts of people who are not in the file were closed
/// @param appliedAt when it was carried out; absent before
/// @param undoneAt when it was taken back; absent otherwise
public record DirectoryImport(
        long id,
        String fileName,
        State state,
        List<String> ignored,
        Map<Effect, Integer> counts,
        int left,
        boolean closeMissing,
        Instant broughtAt,
        String broughtBy,
        @Nullable Instant appliedAt,
        @Nullable Instant undoneAt) {
    /// How far it is.
    public enum State {
        /// Read and compared; nothing is changed.
        CHECKED,
        /// Carried out.
        APPLIED,
        /// Taken back.
        UNDONE
    }

    /// What a row does.
    public enum Effect {
        /// Makes an account.
        NEW,
        /// Changes one.
        CHANGED,
        /// Says what is known.
        SAME,
        /// Cannot be carried out as it is.
        REFUSED,
        /// Somebody who is not in the file, and whose account may be closed for it.
        MISSING,
        /// Somebody who is not in the file, and whose account an import never closes.
        SPARED
    }

    public DirectoryImport {
        ignored = List.copyOf(ignored);
        counts = Map.copyOf(counts);
    }

    /// How many rows have this effect.
    public int count(Effect effect) {
        return counts.getOrDefault(effect, 0);
    }
}
