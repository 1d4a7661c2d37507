package io.sextant.app.platform.database;

import java.nio.file.Path;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.StringUtils;

/// The data folder and, unless `spring.datasource.url` names another database, our own PostgreSQL. Spring Boot makes
/// the
/// connection pool and runs the migrations on top.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DatabaseSettings.class)
class DatabaseConfiguration {
    @Bean
    DataFolder dataFolder(@Value("${sextant.data}") Path folder) {
        return DataFolder.lock(folder);
    }

    @Bean
    AddressInLockFile addressInLockFile(DataFolder folder) {
        return new AddressInLockFile(folder);
    }

    /// Tells a second Sextant on the same folder where the first one is.
    record AddressInLockFile(DataFolder folder) {
        @EventListener
        void on(WebServerInitializedEvent event) {
            folder.servedAt("http://localhost:" + event.getWebServer().getPort());
        }
    }

    /// Our own server.
    @Configuration(proxyBeanMethods = false)
    @Conditional(NoDatabaseGiven.class)
    static class Embedded {
        @Bean
        EmbeddedPostgres embeddedPostgres(DataFolder folder, DatabaseSettings settings) {
            EmbeddedPostgres server = EmbeddedPostgres.start(folder, settings);
            // Closing the context stops it; this covers a stop asked for while the context is still being made.
            SpringApplication.getShutdownHandlers().add(server::close);
            return server;
        }

        @Bean
        JdbcConnectionDetails connectionDetails(EmbeddedPostgres server) {
            EmbeddedPostgres.Address address = server.application();
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
    }

    /// Holds when no address of a database is given; an empty one counts as none.
    static final class NoDatabaseGiven implements Condition {
        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return !StringUtils.hasText(context.getEnvironment().getProperty("spring.datasource.url"));
        }
    }
}
