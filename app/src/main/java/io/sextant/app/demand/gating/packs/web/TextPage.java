package io.sextant.app.demand.gating.packs.web;

import io.sextant.engine.gates.pack.PackReader;
import io.sextant.engine.gates.pack.Problem;
import java.util.List;

/// A file of a draft as YAML.
///
/// @param file its name
public record TextPage(DraftPage draft, String file) {
    public List<String> files() {
        return PackReader.FILES;
    }

    public String text() {
        return draft.value("text", draft.work().draft().texts().of(file));
    }

    /// The problems of this file.
    public List<Problem> problems() {
        return problems(file);
    }

    /// The problems of a file.
    public List<Problem> problems(String of) {
        return draft.work().problems().stream().filter(p -> p.file().equals(of)).toList();
    }
}
