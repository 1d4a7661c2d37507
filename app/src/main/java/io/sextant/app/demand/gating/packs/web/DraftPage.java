package io.sextant.app.demand.gating.packs.web;

import io.sextant.app.demand.gating.packs.Differences;
import io.sextant.app.demand.gating.packs.PackEditions.Work;
import io.sextant.app.kernel.Reason;
import io.sextant.app.platform.ui.Tab;
import io.sextant.app.platform.ui.Ui;
import io.sextant.engine.gates.Criterion;
import io.sextant.engine.gates.GatePack;
import io.sextant.engine.gates.pack.Problem;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What all pages of a draft share.
///
/// @param here which of them: `draft`, `settings`, `remedies` or `text`
/// @param faults why a form came back
/// @param typed what was typed into it
public record DraftPage(Work work, String here, List<Reason> faults, Map<String, String> typed) {
    public String address() {
        return "/gates/drafts/" + work.draft().id();
    }

    public String version() {
        return String.valueOf(work.draft().version());
    }

    public List<Tab> tabs(Ui ui) {
        return List.of(
                new Tab(ui.t("demand.packs.tab.draft"), address(), here.equals("draft")),
                new Tab(ui.t("demand.packs.tab.settings"), address() + "/settings", here.equals("settings")),
                new Tab(ui.t("demand.packs.tab.remedies"), address() + "/remedies", here.equals("remedies")),
                new Tab(ui.t("demand.packs.tab.text"), address() + "/text", here.equals("text")));
    }

    public String sentence(Ui ui) {
        if (!work.problems().isEmpty()) {
            return ui.t("demand.packs.draft.problems", work.problems().size());
        }
        return work.differences().isEmpty()
                ? ui.t("demand.packs.draft.same", work.draft().base())
                : ui.t(
                        "demand.packs.draft.differs",
                        work.differences().size(),
                        work.draft().base());
    }

    /// A problem in words.
    public static String words(Problem problem, Ui ui) {
        return ui.t(problem.code(), problem.args().toArray());
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
        return faults.stream().filter(r -> r.field() == null).toList();
    }

    /// What a field holds: what was typed, when the form came back.
    public String value(String field, String otherwise) {
        return typed.getOrDefault(field, otherwise);
    }

    /// Titles of criteria of the draft or of its base.
    public List<String> titles(List<String> criteria, Ui ui) {
        Map<String, Criterion> base = Differences.criteria(work.base());
        GatePack pack = work.pack();
        Map<String, Criterion> own = pack == null ? base : Differences.criteria(pack);
        return criteria.stream()
                .map(id -> {
                    Criterion criterion = own.getOrDefault(id, base.get(id));
                    return criterion == null ? id : criterion.title().in(ui.lang());
                })
                .toList();
    }
}
