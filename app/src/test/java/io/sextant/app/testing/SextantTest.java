package io.sextant.app.testing;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.ContextConfiguration;

/// A test of the whole application, served on a free port, on a real PostgreSQL.
///
/// All classes that carry it alone share one Spring context and one database, so a test makes the data it needs and
/// does not count on being first. A class that changes the configuration gets a context and an empty database of its
/// own.
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "sextant.gallery=true",
            "sextant.ui.strict-messages=true",
            "sextant.ui.zone=Europe/Paris",
            // Rounds are made by the tests that are about them, not behind their backs.
            "sextant.jobs.rounds=false",
            // Letters are written; nobody listens there but the servers that tests start themselves.
            "sextant.mail.host=127.0.0.1",
            "sextant.mail.port=9",
            "sextant.mail.security=NONE",
            "sextant.mail.from=Sextant <sextant@example.org>",
            // Receivers of webhooks run on this machine in tests.
            "sextant.webhooks.private-addresses=true"
        })
@ContextConfiguration(initializers = FreshDatabase.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
public @interface SextantTest {}
