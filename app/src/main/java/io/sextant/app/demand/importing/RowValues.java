package io.sextant.app.demand.importing;

import io.sextant.app.platform.sheet.SheetProblem;
import io.sextant.app.platform.sheet.SheetProblem.Severity;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What one row says, field by field.
///
/// @param number row as the spreadsheet numbers it
/// @param values what the matched columns hold: a `String`, [io.sextant.app.demand.Kind],
/// [io.sextant.app.demand.Stage],
///     `Boolean`, `Integer`, or a list of tags or links; empty for a blank cell
/// @param tickedTags headings of ticked cells that become tags
/// @param extra the other columns by heading; an empty text for a blank cell
/// @param technology what it says about techniques
/// @param key what tells it from the other rows of the inventory; absent when it says nothing that could
/// @param labels whether its tags are labels without spaces, as Jira has them
/// @param problems what was found, those of the file first
record RowValues(
        int number,
        Map<Target, Optional<Object>> values,
        List<String> tickedTags,
        Map<String, String> extra,
        String technology,
        @Nullable String key,
        boolean labels,
        List<SheetProblem> problems) {

    @Nullable
    String text(Target target) {
        Optional<Object> value = values.get(target);
        return value != null && value.isPresent() && value.get() instanceof String text ? text : null;
    }

    boolean faulty() {
        return problems.stream().anyMatch(p -> p.severity().compareTo(Severity.ERROR) >= 0);
    }
}
