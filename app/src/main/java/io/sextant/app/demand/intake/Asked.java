package io.sextant.app.demand.intake;

import io.sextant.app.demand.Stage;
import io.sextant.app.demand.UseCaseId;
import io.sextant.app.demand.gating.Answer;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/// Something that somebody asked for, and where it stands.
///
/// @param translated the title in the other language, where somebody gave it
/// @param away whether it was put away
/// @param promised the day by which an answer is promised; absent when none is asked for now
/// @param waiting whether those who answer wait for a reply
/// @param answer the latest answer that stands; absent while there is none
public record Asked(
        UseCaseId id,
        String title,
        String lang,
        @Nullable String translated,
        @Nullable Stage stage,
        boolean away,
        @Nullable LocalDate promised,
        boolean waiting,
        @Nullable Answer answer) {
    /// The title in this language, or as it was written where nobody translated it.
    public String title(String reader) {
        return reader.equals(lang) || translated == null ? title : translated;
    }
}
