package io.sextant.app.demand.retiring;

import io.sextant.app.demand.Link;
import io.sextant.app.demand.Stage;
import io.sextant.app.demand.UseCase;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What is known of the end of a use case.
///
/// @param joined use cases that were joined to it, whose need it serves
/// @param files how many files are attached
/// @param links addresses that the use case names
/// @param answers what was answered to the questions of its gates, by the name of the fact
/// @param expected what was said when it was let through, absent where nobody did
/// @param compared what was expected next to what is said now, in the order of the sheet
/// @param evidence the decisions about it, the oldest first
/// @param signatures how many signatures stand
public record Retirement(
        UseCase useCase,
        List<Joined> joined,
        long files,
        List<Link> links,
        Map<String, Object> answers,
        @Nullable Evidence expected,
        List<Compared> compared,
        List<Evidence> evidence,
        long signatures) {

    /// A use case that was joined to another.
    public record Joined(
            String code,
            String title,
            String lang,
            @Nullable String translated) {
        /// Its title in a language, as far as it is known.
        public String title(String in) {
            return in.equals(lang) || translated == null ? title : translated;
        }
    }

    /// A decision that is kept with what it was taken on.
    ///
    /// @param digest SHA-256 of what it was taken on, in hexadecimal
    public record Evidence(
            long decision, Stage stage, String answer, String reason, Instant at, String byName, String digest) {}

    /// What was expected of something, and what is said of it now.
    ///
    /// @param field the name of a field of the use case, or of a fact
    /// @param expected as it was said when the use case was let through; absent where nothing was
    /// @param now as it is said now; absent where nothing is
    public record Compared(
            String field,
            @Nullable String expected,
            @Nullable String now) {
        public boolean same() {
            return expected != null && expected.equals(now);
        }
    }

    /// What was answered to a question, as text; absent where nothing was.
    public @Nullable String answer(String fact) {
        Object value = answers.get(fact);
        return value == null ? null : String.valueOf(value);
    }
}
