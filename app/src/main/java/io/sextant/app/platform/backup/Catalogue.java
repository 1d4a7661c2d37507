package io.sextant.app.platform.backup;

import io.sextant.app.platform.database.Migrations;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/// What PostgreSQL's catalogue knows of our schemas. A schema is ours when a folder of migrations bears its name; a
/// database shared with other programs keeps theirs to itself.
final class Catalogue {
    private final Connection connection;
    private final Array schemas;

    Catalogue(Connection connection, Migrations migrations) throws SQLException {
        this.connection = connection;
        this.schemas = connection.createArrayOf("text", migrations.schemas().toArray());
    }

    /// A table with rows of its own, without those of the migrations.
    ///
    /// @param columns those that are written, in order; computed ones are left out
    record Table(String schema, String name, List<String> columns) {
        String quoted() {
            return quote(schema) + "." + quote(name);
        }

        String quotedColumns() {
            return String.join(", ", columns.stream().map(Catalogue::quote).toList());
        }
    }

    /// The tables, by name. A partitioned one stands for its partitions.
    List<Table> tables() throws SQLException {
        return query(
                """
                select n.nspname, c.relname,
                       array(select a.attname::text
                               from pg_attribute a
                              where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
                              order by a.attnum) as columns
                  from pg_class c
                  join pg_namespace n on n.oid = c.relnamespace
                 where n.nspname = any (?)
                   and c.relkind in ('r', 'p')
                   and not c.relispartition
                   and c.relpersistence = 'p'
                   and (n.nspname, c.relname) <> ('platform', 'flyway_schema_history')
                   and not exists (select 1 from pg_depend d
                                    where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
                 order by 1, 2
                """,
                row -> new Table(row.getString(1), row.getString(2), List.of((String[])
                        row.getArray(3).getArray())));
    }

    /// The sequences of our schemas and where they stand.
    List<Manifest.Sequence> sequences() throws SQLException {
        List<Manifest.Sequence> sequences = new ArrayList<>();
        for (String[] name : query("""
                select n.nspname, c.relname
                  from pg_class c join pg_namespace n on n.oid = c.relnamespace
                 where n.nspname = any (?) and c.relkind = 'S'
                 order by 1, 2
                """, row -> new String[] {row.getString(1), row.getString(2)})) {
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(
                            "select last_value, is_called from " + quote(name[0]) + "." + quote(name[1]))) {
                row.next();
                sequences.add(new Manifest.Sequence(name[0], name[1], row.getLong(1), row.getBoolean(2)));
            }
        }
        return sequences;
    }

    /// Whether anything of ours is there: a table, a type, a function… in one of our schemas.
    boolean isEmpty() throws SQLException {
        return query("""
                        select 1 from pg_class c join pg_namespace n on n.oid = c.relnamespace
                         where n.nspname = any (?) limit 1
                        """, row -> row.getInt(1)).isEmpty();
    }

    /// Statements that drop our schemas with all they hold.
    List<String> dropSchemas() throws SQLException {
        return query(
                "select format('drop schema %I cascade', nspname) from pg_namespace where nspname = any (?)",
                row -> row.getString(1));
    }

    /// Two statements that undo each other.
    record Pair(String undo, String redo) {}

    /// For each foreign key: drop it, make it again. Rows can then be loaded in any order; making the key again checks
    /// them all at once.
    List<Pair> foreignKeys() throws SQLException {
        return query("""
                select format('alter table %s drop constraint %I', c.conrelid::regclass, c.conname),
                       format('alter table %s add constraint %I %s', c.conrelid::regclass, c.conname,
                              pg_get_constraintdef(c.oid))
                  from pg_constraint c join pg_namespace n on n.oid = c.connamespace
                 where n.nspname = any (?) and c.contype = 'f' and c.conparentid = 0
                 order by c.oid
                """, row -> new Pair(row.getString(1), row.getString(2)));
    }

    /// For each trigger of ours: switch it off, switch it back on as it was. Loading must not do again what the
    /// triggers did when the rows were first written.
    List<Pair> triggers() throws SQLException {
        return query("""
                select format('alter table %s disable trigger %I', t.tgrelid::regclass, t.tgname),
                       format('alter table %s enable %s trigger %I', t.tgrelid::regclass,
                              case t.tgenabled when 'A' then 'always' when 'R' then 'replica' else '' end, t.tgname)
                  from pg_trigger t
                  join pg_class c on c.oid = t.tgrelid
                  join pg_namespace n on n.oid = c.relnamespace
                 where n.nspname = any (?) and not t.tgisinternal and t.tgenabled <> 'D' and t.tgparentid = 0
                 order by t.oid
                """, row -> new Pair(row.getString(1), row.getString(2)));
    }

    /// The materialised views, in the order in which they were made.
    List<String> materialisedViews() throws SQLException {
        return query("""
                select c.oid::regclass::text from pg_class c join pg_namespace n on n.oid = c.relnamespace
                 where n.nspname = any (?) and c.relkind = 'm' order by c.oid
                """, row -> row.getString(1));
    }

    private interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    private <T> List<T> query(String sql, RowReader<T> reader) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setArray(1, schemas);
            List<T> all = new ArrayList<>();
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    all.add(reader.read(row));
                }
            }
            return all;
        }
    }

    /// A name as an SQL identifier.
    static String quote(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}
