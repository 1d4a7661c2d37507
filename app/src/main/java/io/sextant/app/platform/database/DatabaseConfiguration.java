package io.sextant.app.platform.database;

import io.sextant.app.platform.launch.CannotStart;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.core.type.AnnotatedTypeMetadata;

/// Ties Spring Boot's connection pool and migrations to the database that [OpenEarly] opened, or to the one that
/// `spring.datasource.url` names.
@Configuration(proxyBeanMethods = false)
class DatabaseConfiguration {
    @Bean
    @Conditional(Embedded.class)
    JdbcConnectionDetails connectionDetails(OpenedDatabase database) {
        EmbeddedPostgres.Address address = database.address();
        return new JdbcConnectionDetails() {
            @Override
            public String getJdbcUrl() {
                return address.url();
            }

            @Override
            public String getUsername() {
                return address.user();
            }

            @Override
            public String getPassword() {
                return address.password();
            }
        };
    }

    /// Holds when the database is our own.
    static final class Embedded implements Condition {
        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return OpenEarly.isEmbedded(context.getEnvironment());
        }
    }

    /// Brings the database up to this version; refuses one that this version cannot work with. A command that runs
    /// beside a
    /// Sextant changes nothing of its database.
    @Bean
    FlywayMigrationStrategy migrations(DataSource database, DataFolder folder) {
        return flyway -> {
            requireUsable(database);
            requireNotNewer(flyway);
            if (folder.isLocked()) {
                flyway.migrate();
            } else if (flyway.info().pending().length > 0) {
                throw Mishaps.otherVersionRuns(
                        String.valueOf(flyway.info().pending()[0].getVersion()));
            }
        };
    }

    /// Refuses a database that does not answer, is too old or is not in UTF-8.
    ///
    /// @throws CannotStart in one line
    static void requireUsable(DataSource database) {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "select current_setting('server_version_num')::int, current_setting('server_version'),"
                                + " current_setting('server_encoding')")) {
            row.next();
            if (row.getInt(1) < 150000) {
                throw Mishaps.tooOld(row.getString(2));
            }
            if (!row.getString(3).equals("UTF8")) {
                throw Mishaps.notUtf8(row.getString(3));
            }
        } catch (SQLException e) {
            throw Mishaps.doesNotAnswer(e);
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

    @Bean
    AddressInLockFile addressInLockFile(DataFolder folder) {
        return new AddressInLockFile(folder);
    }

    /// Tells a second Sextant on the same folder where the first one is.
    record AddressInLockFile(DataFolder folder) {
        @EventListener
        void on(WebServerInitializedEvent event) {
            int port = event.getWebServer().getPort();
            if (port > 0 && folder.isLocked()) {
                folder.servedAt("http://localhost:" + port);
            }
        }
    }
}
