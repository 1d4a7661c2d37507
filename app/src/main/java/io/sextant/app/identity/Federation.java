package io.sextant.app.identity;

import io.sextant.app.kernel.Outcome;
import io.sextant.app.kernel.Reason;
import io.sextant.app.kernel.Who;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// The door by which people come in whom the company's own service vouches for (OpenID Connect). An identity is bound
/// to
/// one account once; an account that has a password is bound by its owner, from inside, and by nobody else. Roles
/// follow
/// the groups that the service tells at each sign-in; roles given by hand stay. Thread-safe.
@Component
@EnableConfigurationProperties(OidcSettings.class)
public class Federation {
    private static final Logger log = LoggerFactory.getLogger(Federation.class);

    /// Somebody as the service describes them, its signature and dates verified.
    ///
    /// @param subject what names them for ever at this issuer
    /// @param emailVerified whether the issuer vouches for the address
    public record Identity(
            String issuer,
            String subject,
            @Nullable String email,
            boolean emailVerified,
            @Nullable String name,
            Set<String> groups) {
        public Identity {
            groups = Set.copyOf(groups);
        }
    }

    /// Somebody who is in.
    ///
    /// @param roles whether they hold any role
    public record Entered(long userId, int epoch, boolean roles) {}

    private final JdbcClient jdbc;
    private final People people;
    private final Units units;
    private final Organisations organisations;
    private final OidcSettings settings;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    Federation(
            JdbcClient jdbc,
            People people,
            Units units,
            Organisations organisations,
            OidcSettings settings,
            ApplicationEventPublisher events,
            Clock clock) {
        this.jdbc = jdbc;
        this.people = people;
        this.units = units;
        this.organisations = organisations;
        this.settings = settings;
        this.events = events;
        this.clock = clock;
    }

    /// Lets somebody in, with an account made for them where they have none.
    @Transactional
    public Outcome<Entered> enter(Identity identity) {
        organisations.lock();
        var bound = boundTo(identity);
        if (bound == null) {
            var outcome = account(identity);
            if (!(outcome instanceof Outcome.Done<Person>(var person))) {
                return new Outcome.Refused<>(
                        outcome instanceof Outcome.Refused<Person>(var reasons)
                                ? reasons
                                : List.of(Reason.whole("identity.oidc.failed")));
            }
            write(identity, person, new Who(person.id(), person.name(), Who.Channel.WEB));
            bound = person.id();
        }
        var person = people.person(bound).orElseThrow();
        if (person.state() == Person.State.DISABLED) {
            return Outcome.refused(Reason.whole("identity.oidc.closed"));
        }
        var after = follow(identity, person);
        var epoch = jdbc.sql("""
                        update identity.user_account set last_login_at = :now where id = :id returning credentials_epoch
                        """)
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .param("id", bound)
                .query(Integer.class)
                .single();
        events.publishEvent(IdentityChanged.act(
                new Who(after.id(), after.name(), Who.Channel.WEB), "session.opened", "user", after.id()));
        return Outcome.done(new Entered(after.id(), epoch, !after.grants().isEmpty()));
    }

    /// Binds an identity to the account of whoever is signed in.
    @Transactional
    public Outcome<Boolean> bind(Actor actor, Identity identity) {
        organisations.lock();
        Long id = Objects.requireNonNull(actor.id());
        var bound = boundTo(identity);
        if (bound != null) {
            return bound.equals(id) ? Outcome.done(true) : Outcome.refused(Reason.whole("identity.oidc.others"));
        }
        if (isBound(actor)) {
            return Outcome.refused(Reason.whole("identity.oidc.already"));
        }
        write(identity, people.person(id).orElseThrow(), actor.who());
        return Outcome.done(true);
    }

    /// Takes the identity off one's own account, with the roles that its groups gave. Refused to whoever has no
    /// password,
    /// and to the last who administers by those roles.
    @Transactional
    public Outcome<Boolean> unbind(Actor actor) {
        organisations.lock();
        var id = Objects.requireNonNull(actor.id());
        var person = people.person(id).orElseThrow();
        if (!isBound(actor)) {
            return Outcome.done(true);
        }
        var password = jdbc.sql("select password_hash is not null from identity.user_account where id = :id")
                .param("id", id)
                .query(Boolean.class)
                .single();
        if (!password) {
            return Outcome.refused(Reason.whole("identity.oidc.onlyWay"));
        }
        var given = given(id);
        var rest = new LinkedHashSet<Grant>();
        person.grants().stream().filter(g -> !given.contains(text(g))).forEach(rest::add);
        if (people.grant(Actor.system(), id, person.version(), rest, null)
                instanceof Outcome.Refused<Person>(var reasons)) {
            return new Outcome.Refused<>(reasons);
        }
        jdbc.sql("delete from identity.oidc_binding where user_id = :id")
                .param("id", id)
                .update();
        events.publishEvent(IdentityChanged.act(actor.who(), "user.unbound", "user", id));
        return Outcome.done(true);
    }

    /// The roles that groups gave at the last sign-in.
    private Set<String> given(long userId) {
        return Set.copyOf(List.of((String[]) jdbc.sql("select given from identity.oidc_binding where user_id = :id")
                .param("id", userId)
                .query((row, n) -> row.getArray("given").getArray())
                .single()));
    }

    /// Whether the actor's account is bound to an identity.
    public boolean isBound(Actor actor) {
        return jdbc.sql("select exists (select 1 from identity.oidc_binding where user_id = :id)")
                .param("id", actor.id())
                .query(Boolean.class)
                .single();
    }

    /// Whom somebody without a role may ask: those who run the installation, ten at most.
    @Transactional(readOnly = true)
    public List<Person.Name> toAsk() {
        return jdbc.sql("""
                        select u.id, u.name, u.email from identity.user_account u
                        where u.disabled_at is null and exists (
                            select 1 from identity.user_grant g where g.user_id = u.id and g.role = 'ADMINISTRATOR')
                        order by u.name, u.id limit 10
                        """)
                .query((row, n) -> new Person.Name(row.getLong("id"), row.getString("name"), row.getString("email")))
                .list();
    }

    private @Nullable Long boundTo(Identity identity) {
        return jdbc.sql("select user_id from identity.oidc_binding where issuer = :issuer and subject = :subject")
                .param("issuer", identity.issuer())
                .param("subject", identity.subject())
                .query(Long.class)
                .optional()
                .orElse(null);
    }

    /// The account that waits for this person, or a new one.
    private Outcome<Person> account(Identity identity) {
        var email = Words.clean(identity.email());
        if (email.isEmpty() || !identity.emailVerified()) {
            return Outcome.refused(Reason.whole("identity.oidc.unverified"));
        }
        var known = jdbc.sql("select id from identity.user_account where email_key = :key")
                .param("key", Words.emailKey(email))
                .query(Long.class)
                .optional()
                .flatMap(people::person)
                .orElse(null);
        if (known == null) {
            var name = Words.clean(identity.name());
            return people.add(
                    Who.SYSTEM,
                    new People.NewPerson(email, name.isEmpty() ? email : name, null, Set.of()),
                    null,
                    false);
        }
        if (known.state() == Person.State.DISABLED) {
            return Outcome.refused(Reason.whole("identity.oidc.closed"));
        }
        // Nobody has ever come in with an account whose owner has not chosen a password. Any other has an owner
        // already.
        return known.state() == Person.State.INVITED
                ? Outcome.done(known)
                : Outcome.refused(Reason.whole("identity.oidc.local", email));
    }

    private void write(Identity identity, Person person, Who by) {
        jdbc.sql("""
                        insert into identity.oidc_binding (issuer, subject, user_id, bound_at)
                        values (:issuer, :subject, :user, :now)
                        """)
                .param("issuer", identity.issuer())
                .param("subject", identity.subject())
                .param("user", person.id())
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .update();
        // A link for a password would be another way into what is bound now.
        jdbc.sql("delete from identity.password_link where user_id = :id and used_at is null")
                .param("id", person.id())
                .update();
        events.publishEvent(IdentityChanged.act(by, "user.bound", "user", person.id()));
    }

    /// Gives the roles of the groups told now, takes back those of groups left since, and leaves all others.
    private Person follow(Identity identity, Person person) {
        var before = given(person.id());
        var now = mapped(identity.groups());
        var wanted = new LinkedHashSet<Grant>();
        person.grants().stream().filter(g -> !before.contains(text(g))).forEach(wanted::add);
        wanted.addAll(now);
        var outcome = people.grant(Actor.system(), person.id(), person.version(), wanted, null);
        if (!(outcome instanceof Outcome.Done<Person>(var after))) {
            log.warn("The roles of account {} stay as they were: {}", person.id(), outcome);
            return person;
        }
        jdbc.sql("""
                        update identity.oidc_binding set given = :given
                        where issuer = :issuer and subject = :subject
                        """)
                .param("given", now.stream().map(Federation::text).toArray(String[]::new))
                .param("issuer", identity.issuer())
                .param("subject", identity.subject())
                .update();
        return after;
    }

    /// The roles that these groups give. A line that names no role or no open unit gives none, and is told in the log.
    private Set<Grant> mapped(Collection<String> groups) {
        var tree = units.tree();
        var grants = new LinkedHashSet<Grant>();
        for (var line : settings.roles()) {
            var equals = line.lastIndexOf('=');
            if (equals < 0 || !groups.contains(line.substring(0, equals).strip())) {
                continue;
            }
            var given = line.substring(equals + 1).strip();
            var at = given.indexOf('@');
            var role = role(at < 0 ? given : given.substring(0, at));
            var unit = at < 0
                    ? null
                    : tree.byCode(given.substring(at + 1)).filter(Unit::open).orElse(null);
            if (role == null || at >= 0 && (unit == null || !role.byUnit())) {
                log.warn("sextant.oidc.roles: “{}” names no role, or no open unit for it, and gives nothing", line);
            } else {
                grants.add(new Grant(role, unit == null ? null : unit.id()));
            }
        }
        return grants;
    }

    private static @Nullable Role role(String name) {
        for (var role : Role.values()) {
            if (role.name().equals(name)) {
                return role;
            }
        }
        return null;
    }

    private static String text(Grant grant) {
        return grant.role() + "@" + Objects.requireNonNullElse(grant.unitId(), "");
    }
}
