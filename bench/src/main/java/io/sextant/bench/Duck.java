package io.sextant.bench;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.TreeSet;

/// DuckDB counting the rows of a file of predictions by group, label and decision, as anybody would ask it.
public final class Duck {
    private Duck() {}

    /// @param words the file
    public static void main(String[] words) throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:duckdb:");
                var statement = connection.prepareStatement("""
                        select sex, age, y, decided, count(*)
                        from read_csv(?)
                        group by all
                        """)) {
            statement.setString(1, words[0]);
            var lines = new TreeSet<String>();
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    lines.add(rows.getString(1) + "|" + rows.getString(2) + "|" + rows.getInt(3) + "|" + rows.getInt(4)
                            + "|" + rows.getLong(5));
                }
            }
            System.out.println(String.join("\n", lines));
        }
    }
}
