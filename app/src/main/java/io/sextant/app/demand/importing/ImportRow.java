package io.sextant.app.demand.importing;

import io.sextant.app.demand.Content;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What one row of a file comes to.
///
/// @param number row as the spreadsheet numbers it
/// @param useCaseKey key of the use case it is about; absent for a new one
/// @param seen version of that use case when it was compared
/// @param code identifier of that use case, or of the new one once it is written
/// @param changes what it changes, field by field
/// @param content what will be written; absent when nothing is
/// @param unitKey the unit yet to be created that it belongs to
/// @param written version that the import wrote; absent until then
public record ImportRow(
        int number,
        Effect effect,
        String title,
        @Nullable String externalKey,
        @Nullable Long useCaseKey,
        @Nullable Long seen,
        @Nullable String code,
        Map<String, Content.Change> changes,
        @Nullable Content content,
        @Nullable String unitKey,
        @Nullable Long written) {

    /// What becomes of a row.
    public enum Effect {
        NEW,
        CHANGED,
        UNCHANGED,
        /// An earlier row of the file has the same key.
        DUPLICATE,
        /// It holds an error.
        REFUSED
    }
}
