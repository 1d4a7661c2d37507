package io.sextant.app.identity;

import io.sextant.app.kernel.Announcement;
import io.sextant.app.kernel.Who;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Finds whom an announcement is for: accounts that are open, of people who may see what it is about, without the one
/// who did it. Thread-safe.
@Component
@Transactional(readOnly = true)
public class Audiences {
    private final JdbcClient jdbc;
    private final Actors actors;
    private final Units units;

    Audiences(JdbcClient jdbc, Actors actors, Units units) {
        this.jdbc = jdbc;
        this.actors = actors;
        this.units = units;
    }

    /// The people to tell, each once.
    public List<Actor> of(Announcement announcement) {
        var ids = new LinkedHashSet<>(announcement.people());
        announcement.holders().forEach(h -> ids.addAll(holding(h.role(), h.unitId())));
        ids.remove(announcement.by().userId());
        return ids.stream()
                .flatMap(id -> actors.find(id, Who.Channel.WEB).stream())
                .filter(actor -> maySee(actor, announcement))
                .toList();
    }

    private static boolean maySee(Actor actor, Announcement announcement) {
        String needs = announcement.needs();
        if (needs == null) {
            return true;
        }
        // Whoever is named as an owner sees the thing wherever it is.
        return announcement.people().contains(actor.id())
                || actor.may(Permission.valueOf(needs), announcement.unitId());
    }

    /// Accounts that hold a role for things of a unit.
    private List<Long> holding(String role, @Nullable Long unitId) {
        Set<Long> above = unitId == null
                ? Set.of()
                : units.tree().path(unitId).stream().map(Unit::id).collect(java.util.stream.Collectors.toSet());
        return jdbc.sql("""
                        select distinct g.user_id from identity.user_grant g
                        join identity.user_account u on u.id = g.user_id and u.disabled_at is null
                        where g.role = :role and (g.unit_id is null or g.unit_id = any(:above)) order by g.user_id
                        """)
                .param("role", role)
                .param(
                        "above",
                        Stream.concat(above.stream(), Optional.ofNullable(unitId).stream())
                                .distinct()
                                .toArray(Long[]::new))
                .query(Long.class)
                .list();
    }
}
