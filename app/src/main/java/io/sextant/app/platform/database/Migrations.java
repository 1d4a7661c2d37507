package io.sextant.app.platform.database;

import io.sextant.app.platform.launch.CannotStart;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;
import org.flywaydb.core.api.MigrationVersion;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/// The steps that bring a database to this version, for those who take them outside the server.
///
/// @param locations folders of the class path that hold a folder of migrations for each schema
public record Migrations(List<String> locations) {
    /// Those of all rooms, as Spring Boot runs them (`spring.flyway.*` in `application.yaml`).
    public static final Migrations OURS = new Migrations(List.of("db/migration"));

    /// Comment on the schema `platform` while a restore is under way: a database that bears it is not to be used.
    public static final String RESTORING = "a restore into this database is under way";

    private static final Pattern SCHEMA = Pattern.compile(".*/([a-z_]+)/[^/]+\\.sql");

    public Migrations {
        locations = List.copyOf(locations);
    }

    /// The migrations up to `target`, ready to be run.
    public Flyway upTo(EmbeddedPostgres.Address database, MigrationVersion target) {
        return Flyway.configure()
                .dataSource(database.url(), database.user(), database.password())
                .locations(locations.stream()
                        .map(location -> "classpath:" + location)
                        .toArray(String[]::new))
                .defaultSchema("platform")
                .createSchemas(true)
                .target(target)
                .load();
    }

    /// The schemas that the migrations fill; every other one belongs to somebody else.
    public List<String> schemas() {
        SortedSet<String> schemas = new TreeSet<>(List.of("platform"));
        try {
            for (String location : locations) {
                for (Resource migration :
                        new PathMatchingResourcePatternResolver().getResources("classpath*:" + location + "/*/*.sql")) {
                    Matcher path = SCHEMA.matcher(migration.getURL().toString());
                    if (path.matches()) {
                        schemas.add(path.group(1));
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return List.copyOf(schemas);
    }

    /// Refuses a database that does not answer, that Sextant cannot work with, or that is half restored.
    ///
    /// @throws CannotStart in one line
    static void requireUsable(DataSource database) {
        try (Connection connection = database.getConnection()) {
            requireUsable(connection);
            if (isRestoring(connection)) {
                throw Mishaps.restoreBrokenOff();
            }
        } catch (SQLException e) {
            throw Mishaps.doesNotAnswer(e);
        }
    }

    /// Opens a connection to a database that Sextant can work with.
    ///
    /// @throws CannotStart in one line
    public static Connection connect(EmbeddedPostgres.Address database) {
        try {
            Connection connection = database.connect();
            try {
                requireUsable(connection);
                return connection;
            } catch (SQLException | CannotStart refused) {
                connection.close();
                throw refused;
            }
        } catch (SQLException e) {
            throw Mishaps.doesNotAnswer(e);
        }
    }

    private static void requireUsable(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("""
                        select current_setting('server_version_num')::int, current_setting('server_version'),
                               current_setting('server_encoding'),
                               to_regnamespace('platform') is not null
                                   or has_database_privilege(current_database(), 'create'),
                               (select string_agg(wanted, ', ')
                                  from unnest(array['unaccent', 'pg_trgm']) wanted
                                 where wanted not in (select name from pg_available_extensions)),
                               current_user, current_database()
                        """)) {
            row.next();
            if (row.getInt(1) < 150000) {
                throw Mishaps.tooOld(row.getString(2));
            }
            if (!row.getString(3).equals("UTF8")) {
                throw Mishaps.notUtf8(row.getString(3));
            }
            if (!row.getBoolean(4)) {
                throw Mishaps.mayNotCreate(row.getString(6), row.getString(7));
            }
            if (row.getString(5) != null) {
                throw Mishaps.noExtension(row.getString(5));
            }
        }
    }

    /// Whether a restore into this database was begun and not finished.
    public static boolean isRestoring(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "select obj_description(to_regnamespace('platform')::oid, 'pg_namespace')")) {
            row.next();
            return RESTORING.equals(row.getString(1));
        }
    }

    /// Refuses a database that a newer version has migrated.
    static void requireNotNewer(Flyway flyway) {
        Arrays.stream(flyway.info().all())
                .filter(migration -> migration.getState() == MigrationState.FUTURE_SUCCESS)
                .map(MigrationInfo::getVersion)
                .findFirst()
                .ifPresent(version -> {
                    throw Mishaps.newerSchema(version.toString());
                });
    }
}
