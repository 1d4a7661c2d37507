package io.sextant.app.identity.directory;

import io.sextant.app.identity.Grant;
import io.sextant.app.platform.sheet.SheetProblem;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One person of a file, or one who is not in it.
///
/// @param seq its place in the list
/// @param number row as the spreadsheet numbers it; 0 for somebody who is not in the file
/// @param userId the account, where there is one
/// @param version the version of the account that was seen, then the one that the import left behind
/// @param wanted what the file says; absent for somebody who is not in it
/// @param before what was known; absent for somebody new
/// @param outcome what became of it; absent before the import is carried out
public record DirectoryRow(
        int seq,
        int number,
        DirectoryImport.Effect effect,
        String email,
        String name,
        @Nullable Long userId,
        @Nullable Long version,
        @Nullable Particulars wanted,
        @Nullable Particulars before,
        List<SheetProblem> problems,
        @Nullable Outcome outcome) {
    /// What an account holds.
    ///
    /// @param grants absent where the file says nothing about roles
    public record Particulars(
            String name,
            @Nullable String language,
            @Nullable String title,
            @Nullable Set<Grant> grants) {}

    /// What became of a row.
    public enum Outcome {
        /// Carried out.
        DONE,
        /// Not carried out.
        LEFT,
        /// Taken back.
        UNDONE,
        /// Carried out and not taken back, since the account changed meanwhile.
        KEPT
    }

    public DirectoryRow {
        problems = List.copyOf(problems);
    }

    DirectoryRow ended(Outcome how, @Nullable Long account, @Nullable Long left, List<SheetProblem> why) {
        return new DirectoryRow(seq, number, effect, email, name, account, left, wanted, before, why, how);
    }
}
