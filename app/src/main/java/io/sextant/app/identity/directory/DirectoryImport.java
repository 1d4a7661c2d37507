package io.sextant.app.identity.directory;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A file of people that somebody brought.
///
/// @param rows how many rows it has
/// @param columns what each column says, in the order of the file
/// @param counts how many rows have each effect; effects without a row are left out
/// @param left how many rows could not be carried out, or not taken back
/// @param closeMissing whether the accounts of people who are not in the file were closed
/// @param appliedAt when it was carried out; absent before
/// @param undoneAt when it was taken back; absent otherwise
/// @param work the latest work on it in the background; absent before any
public record DirectoryImport(
        long id,
        String fileName,
        State state,
        int rows,
        List<Column> columns,
        Map<Effect, Integer> counts,
        int left,
        boolean closeMissing,
        Instant broughtAt,
        String broughtBy,
        @Nullable Instant appliedAt,
        @Nullable Instant undoneAt,
        @Nullable Work work) {
    /// A column of the file.
    ///
    /// @param index place from 0
    /// @param samples some of its values
    /// @param filled share of the first rows that have a value, from 0 to 1
    /// @param field what it says; absent when it is not read
    /// @param remembered whether that is what somebody said of this heading before
    public record Column(
            int index,
            String heading,
            List<String> samples,
            double filled,
            @Nullable DirectoryField field,
            boolean remembered) {
        public Column {
            samples = List.copyOf(samples);
        }

        Column saying(@Nullable DirectoryField other) {
            return new Column(index, heading, samples, filled, other, remembered && other == field);
        }
    }

    /// Work in the background.
    ///
    /// @param over whether it goes on no more
    /// @param percent how much of it is done, from 0 to 100
    /// @param problem key of what went wrong; absent while nothing did
    public record Work(boolean over, int percent, @Nullable String problem) {}

    /// How far it is.
    public enum State {
        /// Read as a table; what its columns say is still to be confirmed.
        BROUGHT,
        /// Read and compared; nothing is changed.
        CHECKED,
        /// Being carried out, or cut short while it was.
        APPLYING,
        /// Carried out.
        APPLIED,
        /// Being taken back, or cut short while it was.
        UNDOING,
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
        columns = List.copyOf(columns);
        counts = Map.copyOf(counts);
    }

    /// The same, whose columns say something else.
    DirectoryImport saying(List<Column> other) {
        return new DirectoryImport(
                id,
                fileName,
                state,
                rows,
                other,
                counts,
                left,
                closeMissing,
                broughtAt,
                broughtBy,
                appliedAt,
                undoneAt,
                work);
    }

    DirectoryImport with(Work latest) {
        return new DirectoryImport(
                id,
                fileName,
                state,
                rows,
                columns,
                counts,
                left,
                closeMissing,
                broughtAt,
                broughtBy,
                appliedAt,
                undoneAt,
                latest);
    }

    /// Whether something is done about it at this moment.
    public boolean working() {
        return work != null && !work.over();
    }

    /// Whether the latest work did not come to its end.
    public boolean cutShort() {
        return work != null
                && work.over()
                && (work.problem() != null || state == State.APPLYING || state == State.UNDOING);
    }

    /// Headings of the columns that are not read.
    public List<String> ignored() {
        return columns.stream()
                .filter(c -> c.field() == null)
                .map(Column::heading)
                .toList();
    }

    /// How many rows have this effect.
    public int count(Effect effect) {
        return counts.getOrDefault(effect, 0);
    }
}
