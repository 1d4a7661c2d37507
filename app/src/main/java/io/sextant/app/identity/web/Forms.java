package io.sextant.app.identity.web;

import io.sextant.app.kernel.Outcome;
import io.sextant.app.kernel.Reason;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a form says of itself when it comes back: why it was not taken.
///
/// @param reasons what is wrong; empty when the form is fresh
public record Forms(List<Reason> reasons) {
    /// A fresh form.
    static final Forms FRESH = new Forms(List.of());

    /// The form that came back with this outcome.
    static Forms of(Outcome<?> outcome) {
        return switch (outcome) {
            case Outcome.Done<?> done -> FRESH;
            case Outcome.Refused<?>(var reasons) -> new Forms(reasons);
            case Outcome.Stale<?> stale -> new Forms(List.of(Reason.whole("identity.stale")));
        };
    }

    /// Why a way in that was tried too often waits, which the answer also says in its head.
    static Reason wait(Duration left, HttpServletResponse response) {
        var seconds = Math.max(1, left.plusMillis(999).toSeconds());
        response.setStatus(429);
        response.setHeader("Retry-After", String.valueOf(seconds));
        return Reason.whole("identity.wait", seconds);
    }

    /// What is wrong with a field, worded; absent when nothing is.
    public @Nullable String about(String field, io.sextant.app.platform.ui.Ui ui) {
        return reasons.stream()
                .filter(r -> field.equals(r.field()))
                .findFirst()
                .map(ui::t)
                .orElse(null);
    }
}
