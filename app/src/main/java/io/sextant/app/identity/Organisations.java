package io.sextant.app.identity;

import io.sextant.app.kernel.Outcome;
import io.sextant.app.kernel.Reason;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// The door to what is known of the organisation itself.
@Component
public class Organisations {
    static final int NAME_MAX = 120;

    private final JdbcClient jdbc;
    private final ApplicationEventPublisher events;

    Organisations(JdbcClient jdbc, ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.events = events;
    }

    /// The organisation as it is now.
    @Transactional(readOnly = true)
    public Organisation current() {
        return read("");
    }

    /// Renames the organisation or changes its language.
    @Transactional
    public Outcome<Organisation> edit(Actor actor, long seen, String name, String language) {
        actor.require(Permission.MANAGE_SETTINGS);
        var before = lock();
        if (before.version() != seen) {
            return new Outcome.Stale<>(before.version());
        }
        var clean = Words.clean(name);
        var reasons = new ArrayList<Reason>();
        Words.required(reasons, "organisation", clean, NAME_MAX, "identity.organisation.name");
        Languages.check(reasons, "language", language);
        if (!reasons.isEmpty()) {
            return new Outcome.Refused<>(reasons);
        }
        if (clean.equals(before.name()) && language.equals(before.language())) {
            return Outcome.done(before);
        }
        write(clean, language);
        var after = read("");
        events.publishEvent(IdentityChanged.change(
                actor.who(), "organisation.edited", "organisation", "1", values(before), values(after)));
        return Outcome.done(after);
    }

    /// The organisation, nobody else changing it until the end of the transaction.
    Organisation lock() {
        return read("for update");
    }

    void write(String name, String language) {
        jdbc.sql("update identity.organisation set name = :name, language = :language, version = version + 1")
                .param("name", name)
                .param("language", language)
                .update();
    }

    private Organisation read(String lock) {
        return jdbc.sql("select name, language, version, setup_done_at from identity.organisation " + lock)
                .query((row, n) -> new Organisation(
                        row.getString("name"),
                        row.getString("language"),
                        row.getLong("version"),
                        row.getTimestamp("setup_done_at") != null))
                .single();
    }

    static Map<String, @Nullable Object> values(Organisation organisation) {
        var values = new LinkedHashMap<String, @Nullable Object>();
        values.put("name", organisation.name());
        values.put("language", organisation.language());
        return values;
    }
}
