package io.sextant.app.identity;

import io.sextant.app.kernel.Outcome;
import io.sextant.app.kernel.Reason;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// The door to API tokens. A token acts for its owner, with the owner's rights of the moment cut down to its scopes.
@Component
public class Tokens {
    /// What a token starts with, so that people and secret scanners recognise one.
    public static final String PREFIX = "sxt_";
    /// Days a token may live.
    public static final int DAYS_MAX = 365;

    private static final int NAME_MAX = 80;
    private static final int SHOWN = PREFIX.length() + 6;
    private static final int PER_PERSON_MAX = 50;

    /// A new token, with the key that nobody will see again.
    public record Issued(ApiToken token, String secret) {
        @Override
        public String toString() {
            return "Issued[" + token.id() + "]";
        }
    }

    /// What a key opens.
    public sealed interface Opened {
        /// The person it acts for.
        record Valid(Actor actor) implements Opened {}

        /// It is past its day.
        record Expired() implements Opened {}

        /// It was withdrawn, or its owner's account is closed.
        record Revoked() implements Opened {}

        /// It was never ours.
        record Unknown() implements Opened {}
    }

    private final JdbcClient jdbc;
    private final Actors actors;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    Tokens(JdbcClient jdbc, Actors actors, ApplicationEventPublisher events, Clock clock) {
        this.jdbc = jdbc;
        this.actors = actors;
        this.events = events;
        this.clock = clock;
    }

    /// Makes a token for the actor.
    ///
    /// @param scopes what it is limited to; absent means everything its owner may do, now and later. A token made
    /// with a
    ///     token is never wider than that one.
    /// @param days how long it lives, 1 to [#DAYS_MAX]
    @Transactional
    public Outcome<Issued> create(Actor actor, String name, @Nullable Set<Permission> scopes, int days) {
        actor.require(Permission.USE_TOKENS);
        var owner = actor.id();
        if (owner == null) {
            throw new IllegalArgumentException("a token acts for a person");
        }
        var clean = Words.clean(name);
        var reasons = problems(name, scopes, days);
        var mine = actor.tokenScopes();
        var wanted = scopes == null ? mine : scopes;
        if (mine != null && wanted != null && !mine.containsAll(wanted)) {
            reasons.add(Reason.of("scopes", "identity.token.wider"));
        }
        var now = clock.instant();
        if (list(owner).stream()
                        .filter(t -> t.state(now) == ApiToken.State.ACTIVE)
                        .count()
                >= PER_PERSON_MAX) {
            reasons.add(Reason.whole("identity.token.tooMany", PER_PERSON_MAX));
        }
        if (!reasons.isEmpty()) {
            return new Outcome.Refused<>(reasons);
        }
        return Outcome.done(issue(actor, owner, clean, wanted, days));
    }

    /// What is wrong with a token to be.
    List<Reason> problems(String name, @Nullable Set<Permission> scopes, int days) {
        var reasons = new ArrayList<Reason>();
        Words.required(reasons, "name", Words.clean(name), NAME_MAX, "identity.name");
        if (days < 1 || days > DAYS_MAX) {
            reasons.add(Reason.of("days", "identity.token.days", DAYS_MAX));
        }
        if (scopes != null && scopes.isEmpty()) {
            reasons.add(Reason.of("scopes", "identity.token.noScope"));
        }
        return reasons;
    }

    private Issued issue(Actor actor, long owner, String name, @Nullable Set<Permission> scopes, int days) {
        var secret = PREFIX + Secrets.fresh();
        var now = clock.instant();
        var id = jdbc.sql("""
                        insert into identity.api_token
                            (user_id, name, prefix, token_hash, scopes, created_at, expires_at)
                        values (:user, :name, :prefix, :hash, :scopes, :now, :expires)
                        returning id
                        """)
                .param("user", owner)
                .param("name", name)
                .param("prefix", secret.substring(0, SHOWN))
                .param("hash", Secrets.hash(secret))
                .param("scopes", scopes == null ? null : names(scopes).toArray(String[]::new))
                .param("now", now.atOffset(ZoneOffset.UTC))
                .param("expires", now.plus(Duration.ofDays(days)).atOffset(ZoneOffset.UTC))
                .query(Long.class)
                .single();
        var token = find(id);
        events.publishEvent(IdentityChanged.change(actor.who(), "token.created", "token", id, Map.of(), values(token)));
        return new Issued(token, secret);
    }

    /// The actor's own tokens, newest first.
    @Transactional(readOnly = true)
    public List<ApiToken> list(Actor actor) {
        var owner = actor.id();
        return owner == null ? List.of() : list(owner);
    }

    /// The tokens of a person, newest first, for whoever manages people.
    @Transactional(readOnly = true)
    public List<ApiToken> list(Actor actor, long userId) {
        if (!actor.is(userId)) {
            actor.require(Permission.VIEW_PEOPLE, null);
        }
        return list(userId);
    }

    private List<ApiToken> list(long userId) {
        return jdbc.sql(SELECT + " where user_id = :user order by id desc")
                .param("user", userId)
                .query(Tokens::token)
                .list();
    }

    /// Withdraws a token, one's own or, for whoever manages people, anybody's. Withdrawn twice is withdrawn.
    @Transactional
    public Outcome<ApiToken> revoke(Actor actor, long id) {
        var token = jdbc.sql(SELECT + " where id = :id for update")
                .param("id", id)
                .query(Tokens::token)
                .optional()
                .filter(t -> actor.is(t.userId()) || actor.may(Permission.MANAGE_PEOPLE))
                .orElse(null);
        if (token == null) {
            return Outcome.refused(Reason.whole("identity.token.notFound"));
        }
        if (token.revokedAt() != null) {
            return Outcome.done(token);
        }
        jdbc.sql("update identity.api_token set revoked_at = :now where id = :id")
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .param("id", id)
                .update();
        events.publishEvent(
                IdentityChanged.change(actor.who(), "token.revoked", "token", id, values(token), values(find(id))));
        return Outcome.done(find(id));
    }

    /// Opens with a key, as an API request does.
    @Transactional
    public Opened open(String secret) {
        if (!secret.startsWith(PREFIX) || secret.length() > 100) {
            return new Opened.Unknown();
        }
        var token = jdbc.sql(SELECT + " where token_hash = :hash")
                .param("hash", Secrets.hash(secret))
                .query(Tokens::token)
                .optional()
                .orElse(null);
        if (token == null) {
            return new Opened.Unknown();
        }
        var now = clock.instant();
        return switch (token.state(now)) {
            case REVOKED -> new Opened.Revoked();
            case EXPIRED -> new Opened.Expired();
            case ACTIVE -> {
                var actor = actors.ofToken(token.userId(), token.scopes());
                if (actor.isPresent()) {
                    used(token, now);
                    yield new Opened.Valid(actor.get());
                }
                yield new Opened.Revoked();
            }
        };
    }

    /// To the minute only: a write at every call would cost more than the date is worth.
    private void used(ApiToken token, Instant now) {
        var last = token.lastUsedAt();
        if (last == null || last.isBefore(now.minus(Duration.ofMinutes(1)))) {
            jdbc.sql("update identity.api_token set last_used_at = :now where id = :id")
                    .param("now", now.atOffset(ZoneOffset.UTC))
                    .param("id", token.id())
                    .update();
        }
    }

    /// Withdraws all tokens of a person whose account is being closed.
    void revokeAll(long userId) {
        jdbc.sql("update identity.api_token set revoked_at = :now where user_id = :user and revoked_at is null")
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .param("user", userId)
                .update();
    }

    private ApiToken find(long id) {
        return jdbc.sql(SELECT + " where id = :id")
                .param("id", id)
                .query(Tokens::token)
                .single();
    }

    private static final String SELECT = """
            select id, user_id, name, prefix, scopes, created_at, expires_at, last_used_at, revoked_at
            from identity.api_token""";

    private static ApiToken token(ResultSet row, int number) throws SQLException {
        return new ApiToken(
                row.getLong("id"),
                row.getLong("user_id"),
                row.getString("name"),
                row.getString("prefix"),
                scopes(row),
                row.getTimestamp("created_at").toInstant(),
                row.getTimestamp("expires_at").toInstant(),
                instant(row, "last_used_at"),
                instant(row, "revoked_at"));
    }

    private static @Nullable Set<Permission> scopes(ResultSet row) throws SQLException {
        var array = row.getArray("scopes");
        if (array == null) {
            return null;
        }
        var scopes = EnumSet.noneOf(Permission.class);
        for (var name : (String[]) array.getArray()) {
            for (var permission : Permission.values()) {
                if (permission.name().equals(name)) {
                    scopes.add(permission);
                }
            }
        }
        return scopes;
    }

    static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        var timestamp = row.getTimestamp(column);
        return timestamp == null ? null : timestamp.toInstant();
    }

    private static List<String> names(Set<Permission> scopes) {
        return new TreeSet<>(scopes).stream().map(Permission::name).toList();
    }

    private static Map<String, @Nullable Object> values(ApiToken token) {
        var values = new LinkedHashMap<String, @Nullable Object>();
        var scopes = token.scopes();
        values.put("owner", token.userId());
        values.put("name", token.name());
        values.put("scopes", scopes == null ? null : names(scopes));
        values.put("expiresAt", token.expiresAt().toString());
        values.put("revoked", token.revokedAt() != null);
        return values;
    }
}
