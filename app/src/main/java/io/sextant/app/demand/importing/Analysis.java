package io.sextant.app.demand.importing;

import io.sextant.app.platform.knowledge.Tracker;
import io.sextant.app.platform.sheet.SheetFile;
import io.sextant.app.platform.sheet.SheetProblem;
import io.sextant.app.platform.sheet.Worksheet;
import io.sextant.engine.inventory.Why;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a file was found to be when it was read, before anything is decided.
///
/// @param encoding encoding of a text file; absent for a workbook
/// @param delimiter character between the cells of a text file; absent for a workbook
/// @param headerRow row of the headings; 0 when there are none
/// @param problems what was understood or mended while finding the table, and what to know about what is proposed
/// @param fatal why it cannot be read as a table; absent when it can
/// @param own whether it is an export of Sextant's own register
/// @param template name of the saved plan that was applied because the headings are the same; absent without one
/// @param name name of the inventory that was proposed; absent when somebody said it, and for an export of ours
/// @param lang language of the texts that was proposed; absent when somebody said it
/// @param signature names the set of headings
/// @param tracker the system that it is evidently an export of; absent for any other file
public record Analysis(
        SheetFile.Kind kind,
        @Nullable String encoding,
        @Nullable String delimiter,
        List<Worksheet> worksheets,
        String worksheet,
        int headerRow,
        List<Column> columns,
        List<SheetProblem> problems,
        @Nullable SheetProblem fatal,
        boolean own,
        @Nullable String template,
        @Nullable String name,
        @Nullable String lang,
        String signature,
        @Nullable Tracker tracker) {

    /// A column and what it was taken for.
    ///
    /// @param samples some of its values
    /// @param filled share of the first rows that have a value, 0 to 1
    /// @param proposed what it most likely is
    /// @param confidence of that, 0 to 1
    /// @param reasons why
    /// @param concept what it seems to hold when it is no field, such as `vendor`; absent when unknown
    public record Column(
            int index,
            String letter,
            String heading,
            List<String> samples,
            double filled,
            Target proposed,
            double confidence,
            List<Why> reasons,
            @Nullable String concept) {}
}
