package io.sextant.app.platform.database;

import javax.sql.DataSource;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;

/// Ties Spring Boot's connection pool and migrations to the database that [OpenEarly] opened, or to the one that
/// `spring.datasource.url` names.
@Configuration(proxyBeanMethods = false)
class DatabaseConfiguration {
    @Bean
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

    /// Brings the database up to this version; refuses one that this version cannot work with. A command that runs
    /// beside a Sextant changes nothing of its database.
    @Bean
    FlywayMigrationStrategy migrations(DataSource database, DataFolder folder) {
        return flyway -> {
            Migrations.requireUsable(database);
            Migrations.requireNotNewer(flyway);
            if (folder.isLocked()) {
                flyway.migrate();
            } else if (flyway.info().pending().length > 0) {
                throw Mishaps.otherVersionRuns(
                        String.valueOf(flyway.info().pending()[0].getVersion()));
            }
        };
    }

    @Bean
    AddressInLockFile addressInLockFile(DataFolder folder, Environment settings) {
        return new AddressInLockFile(folder, settings);
    }

    /// Tells a second Sextant on the same folder where the first one is, once the first one answers.
    record AddressInLockFile(DataFolder folder, Environment settings) {
        @EventListener
        void on(AvailabilityChangeEvent<ReadinessState> event) {
            String port = settings.getProperty("local.server.port", "");
            if (event.getState() == ReadinessState.ACCEPTING_TRAFFIC && !port.isEmpty() && folder.isLocked()) {
                folder.servedAt("http://localhost:" + port);
            }
        }
    }
}
