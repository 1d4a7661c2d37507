package io.sextant.app.identity;

import io.sextant.app.kernel.Who;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Finds who acts, with their rights as they are at this moment: one query per request, nothing remembered, so that a
/// right withdrawn or an account closed counts at once.
@Component
public class Actors {
    private final JdbcClient jdbc;
    private final Units units;

    Actors(JdbcClient jdbc, Units units) {
        this.jdbc = jdbc;
        this.units = units;
    }

    /// Whoever the current request comes from; empty for a stranger, and outside requests.
    public static Optional<Actor> present() {
        var authentication = SecurityContextHolder.getContext().getAuthentication();
        return authentication != null && authentication.getPrincipal() instanceof Actor actor
                ? Optional.of(actor)
                : Optional.empty();
    }

    /// The person of this account, for work done later on their behalf; empty when the account is closed or unknown.
    @Transactional(readOnly = true)
    public Optional<Actor> find(long userId, Who.Channel channel) {
        return load(userId, null, channel, null);
    }

    /// The person behind a session that was opened under this epoch of their credentials.
    @Transactional(readOnly = true)
    public Optional<Actor> ofSession(long userId, int epoch) {
        return load(userId, epoch, Who.Channel.WEB, null);
    }

    /// The person behind a token limited to these permissions.
    Optional<Actor> ofToken(long userId, @Nullable Set<Permission> scopes) {
        return load(userId, null, Who.Channel.API, scopes);
    }

    /// The actor in the place of the person of that account, limited as the actor is; empty when that account is
    /// closed.
    Optional<Actor> inPlaceOf(Actor actor, long absent) {
        return load(absent, null, actor.channel(), actor.tokenScopes()).map(actor::inPlaceOf);
    }

    private Optional<Actor> load(
            long userId, @Nullable Integer epoch, Who.Channel channel, @Nullable Set<Permission> tokenScopes) {
        return jdbc.sql("""
                        select u.id, u.name, u.email, u.language, u.theme,
                               array(select g.role || '@' || coalesce(g.unit_id::text, '')
                                     from identity.user_grant g where g.user_id = u.id) as grants,
                               (select generation from identity.unit_generation) as generation
                        from identity.user_account u
                        where u.id = :id and u.disabled_at is null
                          and u.credentials_epoch = coalesce(:epoch, u.credentials_epoch)
                        """)
                .param("id", userId)
                .param("epoch", epoch)
                .query((row, n) -> {
                    var tree = units.tree(row.getLong("generation"));
                    return Actor.person(
                            row.getLong("id"),
                            row.getString("name"),
                            row.getString("email"),
                            row.getString("language"),
                            row.getString("theme"),
                            channel,
                            grants(row),
                            tokenScopes,
                            tree::subtree);
                })
                .optional();
    }

    /// The grants in the column `grants`, an array of `ROLE@unit`. A role that this version does not know gives
    /// nothing.
    static List<Grant> grants(ResultSet row) throws SQLException {
        var grants = new ArrayList<Grant>();
        for (var text : (String[]) row.getArray("grants").getArray()) {
            var at = text.indexOf('@');
            var unit = text.substring(at + 1);
            for (var role : EnumSet.allOf(Role.class)) {
                if (role.name().equals(text.substring(0, at))) {
                    grants.add(new Grant(role, unit.isEmpty() ? null : Long.valueOf(unit)));
                }
            }
        }
        return grants;
    }
}
