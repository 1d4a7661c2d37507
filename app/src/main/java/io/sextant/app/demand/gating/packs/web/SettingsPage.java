package io.sextant.app.demand.gating.packs.web;

import io.sextant.app.demand.Stage;
import io.sextant.app.demand.gating.web.GatePage;
import io.sextant.app.platform.ui.Option;
import io.sextant.app.platform.ui.Ui;
import io.sextant.engine.gates.Criterion;
import io.sextant.engine.gates.GatePack;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The forms for what changes most in a draft.
///
/// @param gate the gate whose forms are shown
/// @param form which of them came back; empty when none did
public record SettingsPage(DraftPage draft, Stage gate, String form) {
    /// The edition that the draft makes; absent while it has problems.
    public @Nullable GatePack pack() {
        return draft.work().pack();
    }

    /// What a field of a form holds: what was typed, when it came back.
    public String value(String which, String field, String otherwise) {
        return which.equals(form) ? draft.value(field, otherwise) : otherwise;
    }

    /// What is wrong with a field of a form; absent when nothing is.
    public @Nullable String about(String which, String field, Ui ui) {
        return which.equals(form) ? draft.about(field, ui) : null;
    }

    /// Whether a criterion is asked at all.
    public static boolean asked(Criterion criterion) {
        return criterion.applies() == null || !criterion.applies().text().equals("false");
    }

    public List<Option> roles(GatePack pack, Criterion criterion, Ui ui) {
        Criterion.Signing signing = criterion.signing();
        return pack.roles().stream()
                .map(r -> new Option(
                        r,
                        GatePage.role(r, ui),
                        "",
                        signing != null && signing.roles().contains(r)))
                .toList();
    }

    public List<Option> rules(Criterion criterion, Ui ui) {
        Criterion.Signing signing = criterion.signing();
        String now = signing == null ? "ANY" : signing.rule().name();
        return Arrays.stream(Criterion.Signing.Rule.values())
                .map(r -> Option.of(r.name(), ui.t("demand.packs.rule." + r.name()), now))
                .toList();
    }

    public List<Option> waivers(GatePack pack, Criterion criterion, Ui ui) {
        Criterion.WaiverRule waiver = criterion.waiver();
        return pack.roles().stream()
                .map(r -> Option.of(r, GatePage.role(r, ui), waiver == null ? null : waiver.role()))
                .toList();
    }
}
