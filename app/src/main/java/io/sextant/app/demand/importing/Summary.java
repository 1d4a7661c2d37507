package io.sextant.app.demand.importing;

import io.sextant.app.platform.sheet.SheetProblem;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a check found, in figures.
///
/// @param rows rows of the table that hold anything
/// @param fresh rows that would become new use cases
/// @param changed rows that would change a use case
/// @param unchanged rows that say what the register says
/// @param duplicates rows left out because an earlier row has the same key
/// @param refused rows left out because of an error
/// @param fields how many use cases would change, by field
/// @param problems how many problems, by severity
/// @param newUnits units that would be created
/// @param unknownUnits units that the file names, that do not exist and will not be created
/// @param fatal why the file cannot be imported at all; absent when it can
/// @param millis how long the check took
public record Summary(
        int rows,
        int fresh,
        int changed,
        int unchanged,
        int duplicates,
        int refused,
        Map<String, Integer> fields,
        Map<SheetProblem.Severity, Integer> problems,
        int newUnits,
        int unknownUnits,
        @Nullable SheetProblem fatal,
        long millis) {

    /// Whether there is anything to write.
    public boolean writes() {
        return fatal == null && fresh + changed > 0;
    }

    /// How many problems of this severity there are.
    public int count(SheetProblem.Severity severity) {
        return problems.getOrDefault(severity, 0);
    }
}
