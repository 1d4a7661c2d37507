package io.sextant.app.audit.web;

import io.sextant.app.audit.FindingWords;
import io.sextant.app.audit.TrailState;
import io.sextant.app.audit.Verification;
import io.sextant.app.platform.ui.Ui;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The sentence on how the trail stands, and what it rests on.
///
/// @param running the verification under way; absent when none is
/// @param percent how far that is, 0 to 100; −1 while unknown
public record StatePage(TrailState trail, @Nullable Long running, int percent) {
    /// What the last verification found; absent before the first.
    public @Nullable Verification verification() {
        return trail.verification();
    }

    /// `go` intact, `no` not, `unknown` not yet verified.
    public String tone() {
        var verification = trail.verification();
        return verification == null ? "unknown" : verification.intact() ? "go" : "no";
    }

    /// What is wrong, in words.
    public List<String> findings(Ui ui) {
        var verification = trail.verification();
        return verification == null
                ? List.of()
                : verification.findings().stream()
                        .map(finding -> FindingWords.of(finding, ui::t))
                        .toList();
    }
}
