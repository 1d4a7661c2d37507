package io.sextant.app.demand.charter.web;

import io.sextant.app.demand.charter.Charter;
import io.sextant.app.demand.charter.CharterLine;
import io.sextant.app.kernel.Reason;
import io.sextant.app.platform.ui.Ui;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The page of the charter.
///
/// @param mayChange whether the reader may change it
/// @param typed what was typed into the form that came back, by field
/// @param faults why it came back
/// @param form which form came back: `new`, a line's number, or `retire-` and a line's number
public record CharterPage(
        Charter.View charter, boolean mayChange, Map<String, String> typed, List<Reason> faults, String form) {
    /// How many examinations are still to be made.
    public long open() {
        return charter.inForce().stream().mapToLong(CharterLine::open).sum();
    }

    /// How many use cases cross some line, a use case counted once for each line.
    public long crossed() {
        return charter.inForce().stream().mapToLong(CharterLine::crossed).sum();
    }

    /// What a field of a form holds: what was typed, when it came back.
    public String value(String which, String field, String otherwise) {
        return which.equals(form) ? typed.getOrDefault(field, otherwise) : otherwise;
    }

    /// What is wrong with a field of a form; absent when nothing is.
    public @Nullable String about(String which, String field, Ui ui) {
        return !which.equals(form)
                ? null
                : faults.stream()
                        .filter(r -> field.equals(r.field()))
                        .findFirst()
                        .map(ui::t)
                        .orElse(null);
    }

    /// What is wrong with the whole of the form that came back.
    public List<Reason> whole() {
        return faults.stream()
                .filter(r -> r.field() == null || r.field().equals("order"))
                .toList();
    }
}
