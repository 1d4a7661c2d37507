package io.sextant.app.demand.gating.packs.web;

import io.sextant.app.demand.gating.packs.Differences.Difference;
import io.sextant.app.demand.gating.packs.PackEditions.Edition;
import io.sextant.app.demand.gating.packs.PackEditions.Overview;
import io.sextant.app.kernel.Reason;
import io.sextant.app.platform.ui.Option;
import io.sextant.app.platform.ui.Ui;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The page of one edition and of what it says otherwise than another.
///
/// @param against the other edition
/// @param mayChange whether the reader may put it into force
/// @param faults why a form came back
/// @param typed what was typed into it
public record EditionPage(
        Overview overview,
        Edition edition,
        String against,
        List<Difference> differences,
        ContentsPage contents,
        boolean mayChange,
        List<Reason> faults,
        Map<String, String> typed) {
    public List<Option> others() {
        return overview.editions().stream()
                .filter(e -> !e.name().equals(edition.name()))
                .map(e -> Option.of(e.name(), e.name(), against))
                .toList();
    }

    public boolean inForce() {
        return overview.current().edition().equals(edition.name());
    }

    /// What is wrong with a field; absent when nothing is.
    public @Nullable String about(String field, Ui ui) {
        return faults.stream()
                .filter(r -> field.equals(r.field()))
                .findFirst()
                .map(ui::t)
                .orElse(null);
    }

    /// What is wrong with the whole.
    public List<Reason> whole() {
        return faults.stream()
                .filter(r -> r.field() == null || r.field().equals("edition"))
                .toList();
    }
}
