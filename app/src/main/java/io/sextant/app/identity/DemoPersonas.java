package io.sextant.app.identity;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// The fictional people whom a visitor of the demo may enter as, without a password. There are none unless Sextant was
/// started as a demo and can be reached from this very machine only.
@Component
public class DemoPersonas {
    private final People people;
    private final JdbcClient jdbc;
    private final boolean open;

    DemoPersonas(
            People people,
            JdbcClient jdbc,
            @Value("${sextant.demo:false}") boolean demo,
            @Value("${server.address:#{null}}") @Nullable InetAddress address) {
        this.people = people;
        this.jdbc = jdbc;
        this.open = demo && address != null && address.isLoopbackAddress();
    }

    /// The personas, in the order in which they were made.
    @Transactional(readOnly = true)
    public List<Person> list() {
        return open ? people.personas() : List.of();
    }

    /// Enters as one of them; empty when there is no such persona.
    @Transactional(readOnly = true)
    public Optional<SignIn.Answer.Entered> enter(long id) {
        return list().stream().filter(p -> p.id() == id).findFirst().map(p -> {
            var epoch = jdbc.sql("select credentials_epoch from identity.user_account where id = :id")
                    .param("id", id)
                    .query(Integer.class)
                    .single();
            return new SignIn.Answer.Entered(p.id(), p.name(), epoch);
        });
    }
}
