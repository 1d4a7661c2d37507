package io.sextant.app.identity;

import io.sextant.app.kernel.Who;
import java.net.InetAddress;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// The fictional people whom a visitor of the demo may enter as, without a password. There are none unless Sextant was
/// started as a demo and can be reached from this very machine only.
@Component
public class DemoPersonas {
    private final People people;
    private final JdbcClient jdbc;
    private final ApplicationEventPublisher events;
    private final Clock clock;
    private final boolean open;

    DemoPersonas(
            People people,
            JdbcClient jdbc,
            ApplicationEventPublisher events,
            Clock clock,
            @Value("${sextant.demo:false}") boolean demo,
            @Value("${server.address:#{null}}") @Nullable InetAddress address) {
        this.people = people;
        this.jdbc = jdbc;
        this.events = events;
        this.clock = clock;
        this.open = demo && address != null && address.isLoopbackAddress();
    }

    /// The personas, in the order in which they were made.
    @Transactional(readOnly = true)
    public List<Person> list() {
        return open ? people.personas() : List.of();
    }

    /// Enters as one of them, which counts as a visit like any other; empty when there is no such persona.
    @Transactional
    public Optional<SignIn.Answer.Entered> enter(long id) {
        return list().stream().filter(p -> p.id() == id).findFirst().map(p -> {
            var epoch = jdbc.sql("""
                            update identity.user_account set last_login_at = :now where id = :id
                            returning credentials_epoch
                            """)
                    .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                    .param("id", id)
                    .query(Integer.class)
                    .single();
            events.publishEvent(
                    IdentityChanged.act(new Who(p.id(), p.name(), Who.Channel.WEB), "session.opened", "user", p.id()));
            return new SignIn.Answer.Entered(p.id(), p.name(), epoch);
        });
    }
}
