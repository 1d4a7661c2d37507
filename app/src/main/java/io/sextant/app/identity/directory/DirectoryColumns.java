package io.sextant.app.identity.directory;

import io.sextant.app.platform.sheet.TableColumn;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// Which column of a file says what of a person.
record DirectoryColumns(Map<DirectoryField, TableColumn> places) {
    DirectoryColumns {
        places = Map.copyOf(places);
    }

    /// @param matched the columns of the file with what each says, in its order
    static DirectoryColumns of(List<TableColumn> columns, List<DirectoryImport.Column> matched) {
        var places = new EnumMap<DirectoryField, TableColumn>(DirectoryField.class);
        for (DirectoryImport.Column column : matched) {
            DirectoryField field = column.field();
            if (field != null && column.index() < columns.size()) {
                places.put(field, columns.get(column.index()));
            }
        }
        return new DirectoryColumns(places);
    }

    boolean has(DirectoryField field) {
        return places.containsKey(field);
    }
}
