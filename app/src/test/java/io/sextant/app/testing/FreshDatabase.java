package io.sextant.app.testing;

import io.sextant.app.platform.database.EmbeddedPostgres;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;

/// Gives a Spring context an empty database and data folder of its own.
final class FreshDatabase implements ApplicationContextInitializer<ConfigurableApplicationContext> {
    @Override
    public void initialize(ConfigurableApplicationContext context) {
        TestPostgres.endAfterContexts();
        EmbeddedPostgres.Address address = TestPostgres.freshDatabase();
        TestPropertyValues.of(
                        "sextant.data=" + TestPostgres.freshFolder(),
                        "spring.datasource.url=" + address.url(),
                        "spring.datasource.username=" + address.user(),
                        "spring.datasource.password=" + address.password(),
                        // Several contexts share the server's 40 connections.
                        "spring.datasource.hikari.maximum-pool-size=8",
                        "spring.datasource.hikari.minimum-idle=0")
                .applyTo(context);
    }
}
