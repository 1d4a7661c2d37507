package io.sextant.app.identity;

import io.sextant.app.kernel.Outcome;
import io.sextant.app.kernel.Reason;
import io.sextant.app.kernel.Who;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/// The door to people and their roles. Thread-safe. Every change is one transaction with its audit event.
@Component
public class People {
    /// A person to be.
    ///
    /// @param language absent leaves it to their browser
    /// @param title what they do in the company
    public record NewPerson(
            String email,
            String name,
            @Nullable String language,
            Set<Grant> grants,
            @Nullable String title) {
        /// Somebody of whom nothing says what they do.
        public NewPerson(String email, String name, @Nullable String language, Set<Grant> grants) {
            this(email, name, language, grants, null);
        }

        public NewPerson {
            grants = Set.copyOf(grants);
        }
    }

    /// What changes in a person; an absent value stays as it is.
    ///
    /// @param title empty for none
    public record Edit(
            @Nullable String email,
            @Nullable String name,
            @Nullable String language,
            @Nullable String title) {
        /// A change that leaves what they do in the company as it is.
        public Edit(@Nullable String email, @Nullable String name, @Nullable String language) {
            this(email, name, language, null);
        }
    }

    /// The longest text that says what somebody does, in characters.
    public static final int TITLE_MAX = 120;

    /// A part of the list.
    ///
    /// @param total how many the whole list holds
    /// @param more whether some follow
    public record Found(List<Person> people, long total, boolean more) {}

    /// A link by which somebody chooses a password once.
    public record Link(String secret, Instant expiresAt) {
        @Override
        public String toString() {
            return "Link[until " + expiresAt + "]";
        }
    }

    /// Somebody who has just chosen a password.
    public record Chosen(long userId, String name, int epoch) {}

    private static final Pattern EMAIL =
            Pattern.compile("[^\\s@<>\"(),;:\\\\\\[\\]]{1,64}@[^\\s@<>\"(),;:\\\\\\[\\]]{1,189}");
    private static final int EMAIL_MAX = 254;
    private static final int NAME_MAX = 120;
    private static final String BOUND = "exists (select 1 from identity.oidc_binding b where b.user_id = u.id)";
    private static final Duration LINK_LIFE = Duration.ofDays(7);

    private final JdbcClient jdbc;
    private final Units units;
    private final Tokens tokens;
    private final Passwords passwords;
    private final Organisations organisations;
    private final Throttle throttle;
    private final OidcSettings oidc;
    private final Absences absences;
    private final ApplicationEventPublisher events;
    private final Clock clock;
    private final TransactionTemplate transaction;

    People(
            JdbcClient jdbc,
            Units units,
            Tokens tokens,
            Passwords passwords,
            Organisations organisations,
            Throttle throttle,
            OidcSettings oidc,
            Absences absences,
            ApplicationEventPublisher events,
            PlatformTransactionManager transactions,
            Clock clock) {
        this.jdbc = jdbc;
        this.units = units;
        this.tokens = tokens;
        this.passwords = passwords;
        this.organisations = organisations;
        this.throttle = throttle;
        this.oidc = oidc;
        this.absences = absences;
        this.transaction = new TransactionTemplate(transactions);
        this.events = events;
        this.clock = clock;
    }

    /// A person by id. One sees oneself; others take the right to view people, in a unit where they hold a role when
    /// that right is limited to units.
    @Transactional(readOnly = true)
    public Optional<Person> find(Actor actor, long id) {
        return person(id).filter(person -> actor.is(id) || visible(actor, person));
    }

    private static boolean visible(Actor actor, Person person) {
        return switch (actor.scope(Permission.VIEW_PEOPLE)) {
            case Scope.All() -> true;
            case Scope.Units(var ids) ->
                person.grants().stream().anyMatch(g -> g.unitId() != null && ids.contains(g.unitId()));
            case Scope.None() -> false;
        };
    }

    /// People, in the order of the query.
    ///
    /// @param after the id of the last person of the part before, with the order by name only; absent for the first
    /// part
    /// @param skip how many to leave out first
    /// @param limit at most so many
    @Transactional(readOnly = true)
    public Found list(Actor actor, PeopleQuery query, @Nullable Long after, int skip, int limit) {
        actor.require(Permission.VIEW_PEOPLE);
        var params = new HashMap<String, @Nullable Object>();
        var where = where(actor, query, params);
        var total = jdbc.sql("select count(*) from identity.user_account u where " + where)
                .params(params)
                .query(Long.class)
                .single();
        params.put("after", after);
        params.put("skip", skip);
        params.put("limit", limit + 1);
        var rows = jdbc.sql(SELECT + " where " + where + """
                         and (cast(:after as bigint) is null or (public.unaccent(lower(u.name)), u.id) >
                              (select public.unaccent(lower(a.name)), a.id from identity.user_account a where a.id = :after))
                        order by
                        """ + order(query.order()) + " offset :skip limit :limit")
                .params(params)
                .query(People::person)
                .list();
        var more = rows.size() > limit;
        return new Found(more ? rows.subList(0, limit) : rows, total, more);
    }

    private static String order(PeopleQuery.Order order) {
        return switch (order) {
            case NAME -> " public.unaccent(lower(u.name)), u.id";
            case NAME_DOWN -> " public.unaccent(lower(u.name)) desc, u.id desc";
            case SEEN -> " u.last_login_at nulls first, public.unaccent(lower(u.name)), u.id";
            case SEEN_DOWN -> " u.last_login_at desc nulls last, public.unaccent(lower(u.name)), u.id";
        };
    }

    private String where(Actor actor, PeopleQuery query, Map<String, @Nullable Object> params) {
        var where = new StringBuilder("true");
        if (actor.scope(Permission.VIEW_PEOPLE) instanceof Scope.Units(var ids)) {
            where.append("""
                     and exists (select 1 from identity.user_grant s where s.user_id = u.id and s.unit_id = any(:scope))
                    """);
            params.put("scope", ids.toArray(Long[]::new));
        }
        var text = Words.clean(query.text());
        if (!text.isEmpty()) {
            where.append("""
                     and public.unaccent(lower(u.name || ' ' || u.email)) like '%' || public.unaccent(lower(:text)) || '%'
                    """);
            params.put("text", text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_"));
        }
        if (query.role() != null || query.unitId() != null) {
            where.append("""
                     and exists (select 1 from identity.user_grant g where g.user_id = u.id
                         and (cast(:role as text) is null or g.role = :role)
                         and (cast(:within as bigint[]) is null or g.unit_id = any(:within)))
                    """);
            params.put("role", query.role() == null ? null : query.role().name());
            params.put(
                    "within",
                    query.unitId() == null
                            ? null
                            : units.tree().subtree(query.unitId()).toArray(Long[]::new));
        }
        if (query.state() != null) {
            where.append(
                    switch (query.state()) {
                        case ACTIVE -> " and u.disabled_at is null and (u.password_hash is not null or " + BOUND + ")";
                        case INVITED -> " and u.disabled_at is null and u.password_hash is null and not " + BOUND;
                        case DISABLED -> " and u.disabled_at is not null";
                    });
        }
        return where.toString();
    }

    /// People whose name or address holds this text, to choose from: ten at most, closed accounts left out.
    @Transactional(readOnly = true)
    public List<Person.Name> names(Actor actor, String text) {
        return names(actor, text, 10);
    }

    /// People whose name or address holds this text, by name, closed accounts left out.
    @Transactional(readOnly = true)
    public List<Person.Name> names(Actor actor, String text, int most) {
        actor.require(Permission.VIEW_USE_CASES);
        var wanted = Words.clean(text);
        return jdbc.sql("""
                        select id, name, email from identity.user_account
                        where disabled_at is null
                          and public.unaccent(lower(name || ' ' || email))
                              like '%' || public.unaccent(lower(:text)) || '%'
                        order by public.unaccent(lower(name)), id limit :most
                        """)
                .param("most", most)
                .param("text", wanted.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_"))
                .query((row, n) -> new Person.Name(row.getLong("id"), row.getString("name"), row.getString("email")))
                .list();
    }

    /// The person of this address as somebody to name, for a file that names owners.
    @Transactional(readOnly = true)
    public Optional<Person.Name> byEmail(Actor actor, String email) {
        actor.require(Permission.VIEW_USE_CASES);
        return jdbc.sql("select id, name, email from identity.user_account where email_key = :key")
                .param("key", Words.emailKey(email))
                .query((row, n) -> new Person.Name(row.getLong("id"), row.getString("name"), row.getString("email")))
                .optional();
    }

    /// Who may do this for a thing of that unit, so that others know whom to turn to: those whose role is limited to
    /// units first, then by name.
    ///
    /// @param unitId absent stands for a thing of no unit
    @Transactional(readOnly = true)
    public List<Person.Name> holding(Permission permission, @Nullable Long unitId, int most) {
        var roles = Arrays.stream(Role.values())
                .filter(role -> role.allows(permission))
                .map(Role::name)
                .toArray(String[]::new);
        var above = unitId == null
                ? new Long[0]
                : units.tree().path(unitId).stream().map(Unit::id).toArray(Long[]::new);
        return jdbc.sql("""
                        select u.id, u.name, u.email, bool_or(g.unit_id is not null) as near
                        from identity.user_account u join identity.user_grant g on g.user_id = u.id
                        where u.disabled_at is null and g.role = any(:roles)
                          and (g.unit_id is null or g.unit_id = any(:above))
                        group by u.id order by near desc, public.unaccent(lower(u.name)), u.id limit :most
                        """)
                .param("roles", roles)
                .param("above", above)
                .param("most", most)
                .query((row, n) -> new Person.Name(row.getLong("id"), row.getString("name"), row.getString("email")))
                .list();
    }

    /// How many hold each role.
    @Transactional(readOnly = true)
    public Map<Role, Long> holders(Actor actor) {
        actor.require(Permission.VIEW_PEOPLE);
        var holders = new HashMap<Role, Long>();
        for (var role : Role.values()) {
            holders.put(
                    role,
                    list(actor, new PeopleQuery(null, role, null, null), null, 0, 1)
                            .total());
        }
        return holders;
    }

    /// Adds a person, who cannot come in before they have chosen a password: see [#invite].
    @Transactional
    public Outcome<Person> create(Actor actor, NewPerson wanted) {
        actor.require(Permission.MANAGE_PEOPLE);
        return add(actor.who(), wanted, null, false);
    }

    /// Adds a fictional person whom a visitor of the demo may enter as. Only Sextant itself may.
    @Transactional
    public Outcome<Person> createPersona(Actor actor, NewPerson wanted) {
        if (actor.channel() != Who.Channel.SYSTEM) {
            throw new IllegalArgumentException("only the demo has personas");
        }
        return add(actor.who(), wanted, null, true);
    }

    Outcome<Person> add(Who by, NewPerson wanted, @Nullable String passwordHash, boolean persona) {
        organisations.lock();
        var reasons = problems(wanted);
        if (!reasons.isEmpty()) {
            return new Outcome.Refused<>(reasons);
        }
        var id = jdbc.sql("""
                        insert into identity.user_account
                            (email, name, language, title, password_hash, password_changed_at, demo_persona)
                        values (:email, :name, :language, nullif(:title, ''), :hash, :changed, :persona) returning id
                        """)
                .param("email", Words.clean(wanted.email()))
                .param("name", Words.clean(wanted.name()))
                .param("language", wanted.language())
                .param("title", Words.clean(wanted.title()))
                .param("hash", passwordHash)
                .param("changed", passwordHash == null ? null : clock.instant().atOffset(ZoneOffset.UTC))
                .param("persona", persona)
                .query(Long.class)
                .single();
        insert(id, wanted.grants());
        var person = person(id).orElseThrow();
        events.publishEvent(IdentityChanged.change(by, "user.created", "user", id, Map.of(), values(person)));
        return Outcome.done(person);
    }

    /// What is wrong with the address and the name of a person to be, or to be changed.
    ///
    /// @param id the account to be changed; absent for a new one
    @Transactional(readOnly = true)
    public List<Reason> check(@Nullable Long id, NewPerson wanted) {
        var reasons = new ArrayList<Reason>();
        var email = Words.clean(wanted.email());
        if (id == null) {
            // Who is known by this address is the caller's to know.
            shape(reasons, email);
        }
        Words.required(reasons, "name", Words.clean(wanted.name()), NAME_MAX, "identity.name");
        return reasons;
    }

    /// What is wrong with a person to be.
    List<Reason> problems(NewPerson wanted) {
        var reasons = new ArrayList<Reason>();
        checkTitle(reasons, Words.clean(wanted.title()));
        checkEmail(reasons, Words.clean(wanted.email()), null);
        Words.required(reasons, "name", Words.clean(wanted.name()), NAME_MAX, "identity.name");
        if (wanted.language() != null) {
            Languages.check(reasons, "language", wanted.language());
        }
        checkGrants(reasons, wanted.grants(), Set.of());
        return reasons;
    }

    /// Changes a person's particulars from the version that the author saw.
    @Transactional
    public Outcome<Person> edit(Actor actor, long id, long seen, Edit wanted) {
        // One's own name is one's own affair; the address is what one signs in with and others know one by.
        if (!actor.is(id) || wanted.email() != null) {
            actor.require(Permission.MANAGE_PEOPLE);
        }
        // Nor does one say oneself what one is in the company.
        if (wanted.title() != null) {
            actor.require(Permission.MANAGE_PEOPLE);
        }
        return change(actor, id, seen, "user.edited", null, before -> {
            var title = Words.clean(wanted.title() == null ? before.title() : wanted.title());
            var email = Words.clean(Objects.requireNonNullElse(wanted.email(), before.email()));
            var name = Words.clean(Objects.requireNonNullElse(wanted.name(), before.name()));
            var language = wanted.language() == null ? before.language() : wanted.language();
            var reasons = new ArrayList<Reason>();
            checkEmail(reasons, email, id);
            Words.required(reasons, "name", name, NAME_MAX, "identity.name");
            if (language != null) {
                Languages.check(reasons, "language", language);
            }
            checkTitle(reasons, title);
            if (reasons.isEmpty()) {
                jdbc.sql("""
                                update identity.user_account
                                set email = :email, name = :name, language = :language, title = nullif(:title, '')
                                where id = :id
                                """)
                        .param("title", title)
                        .param("email", email)
                        .param("name", name)
                        .param("language", language)
                        .param("id", id)
                        .update();
            }
            return reasons;
        });
    }

    /// Keeps what a person chose for themselves; an absent value stays as it is.
    @Transactional
    public void prefer(Actor actor, @Nullable String language, @Nullable String theme) {
        var id = actor.id();
        if (id == null) {
            return;
        }
        var reasons = new ArrayList<Reason>();
        if (language != null) {
            Languages.check(reasons, "language", language);
        }
        if (!reasons.isEmpty()
                || theme != null && !Set.of("auto", "light", "dark").contains(theme)) {
            throw new IllegalArgumentException("no such language or theme");
        }
        // Not a change that anybody needs to prove later: no event, no version.
        jdbc.sql("""
                        update identity.user_account
                        set language = coalesce(:language, language), theme = coalesce(:theme, theme) where id = :id
                        """)
                .param("language", language)
                .param("theme", theme)
                .param("id", id)
                .update();
    }

    /// Replaces a person's roles from the version that the author saw.
    @Transactional
    public Outcome<Person> grant(Actor actor, long id, long seen, Set<Grant> wanted, @Nullable String reason) {
        actor.require(Permission.MANAGE_PEOPLE);
        return change(actor, id, seen, "user.granted", reason, before -> {
            var reasons = new ArrayList<Reason>();
            checkGrants(reasons, wanted, new LinkedHashSet<>(before.grants()));
            if (administers(before.grants()) && !administers(wanted) && lastAdministrator(id)) {
                reasons.add(Reason.of("grants", "identity.user.lastAdministrator"));
            }
            if (reasons.isEmpty()) {
                jdbc.sql("delete from identity.user_grant where user_id = :id")
                        .param("id", id)
                        .update();
                insert(id, wanted);
            }
            return reasons;
        });
    }

    /// Closes an account: the person is out at once, in every browser and with every token. What they did keeps their
    /// name.
    @Transactional
    public Outcome<Person> disable(Actor actor, long id, long seen, @Nullable String reason) {
        actor.require(Permission.MANAGE_PEOPLE);
        return change(actor, id, seen, "user.disabled", reason, before -> {
            if (before.state() == Person.State.DISABLED) {
                return List.of();
            }
            if (administers(before.grants()) && lastAdministrator(id)) {
                return List.of(Reason.whole("identity.user.lastAdministrator"));
            }
            jdbc.sql("""
                            update identity.user_account
                            set disabled_at = :now, credentials_epoch = credentials_epoch + 1 where id = :id
                            """)
                    .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                    .param("id", id)
                    .update();
            tokens.revokeAll(id);
            endSessions(id, null);
            voidLinks(id);
            absences.close(actor.who(), id);
            return List.of();
        });
    }

    /// Opens a closed account again, with its roles; its tokens stay withdrawn.
    @Transactional
    public Outcome<Person> enable(Actor actor, long id, long seen) {
        actor.require(Permission.MANAGE_PEOPLE);
        return change(actor, id, seen, "user.enabled", null, before -> {
            jdbc.sql("update identity.user_account set disabled_at = null where id = :id")
                    .param("id", id)
                    .update();
            return List.of();
        });
    }

    private interface Work {
        /// Does it, or says why not.
        List<Reason> on(Person before);
    }

    private Outcome<Person> change(Actor actor, long id, long seen, String action, @Nullable String reason, Work work) {
        // All changes to people wait for one another: whether somebody is the last administrator depends on the others.
        organisations.lock();
        var before = person(id).orElse(null);
        if (before == null) {
            return Outcome.refused(Reason.whole("identity.user.notFound"));
        }
        if (before.version() != seen) {
            return new Outcome.Stale<>(before.version());
        }
        var reasons = work.on(before);
        if (!reasons.isEmpty()) {
            return new Outcome.Refused<>(reasons);
        }
        var was = values(before);
        if (values(person(id).orElseThrow()).equals(was)) {
            return Outcome.done(before);
        }
        jdbc.sql("update identity.user_account set version = version + 1, updated_at = now() where id = :id")
                .param("id", id)
                .update();
        var after = person(id).orElseThrow();
        events.publishEvent(IdentityChanged.change(actor.who(), action, "user", id, was, values(after))
                .because(reason));
        return Outcome.done(after);
    }

    /// Makes a link by which a person chooses a password, once, within seven days; an earlier link dies.
    @Transactional
    public Outcome<Link> invite(Actor actor, long id) {
        actor.require(Permission.MANAGE_PEOPLE);
        organisations.lock();
        var person = person(id).orElse(null);
        if (person == null) {
            return Outcome.refused(Reason.whole("identity.user.notFound"));
        }
        if (person.state() == Person.State.DISABLED) {
            return Outcome.refused(Reason.whole("identity.user.disabled"));
        }
        voidLinks(id);
        var secret = Secrets.fresh();
        var now = clock.instant();
        var expires = now.plus(LINK_LIFE);
        jdbc.sql("""
                        insert into identity.password_link (user_id, token_hash, created_at, expires_at)
                        values (:user, :hash, :now, :expires)
                        """)
                .param("user", id)
                .param("hash", Secrets.hash(secret))
                .param("now", now.atOffset(ZoneOffset.UTC))
                .param("expires", expires.atOffset(ZoneOffset.UTC))
                .update();
        events.publishEvent(IdentityChanged.act(actor.who(), "user.invited", "user", id));
        return Outcome.done(new Link(secret, expires));
    }

    /// Whose link this is; empty when it is used, past its day or unknown.
    @Transactional(readOnly = true)
    public Optional<Person> invited(String secret) {
        return linkOwner(secret, "").flatMap(this::person).filter(p -> p.state() != Person.State.DISABLED);
    }

    /// Chooses a password by link. Sessions opened with an earlier password end.
    @Transactional
    public Outcome<Chosen> choosePassword(String secret, String password) {
        var person = linkOwner(secret, " for update")
                .flatMap(this::person)
                .filter(p -> p.state() != Person.State.DISABLED)
                .orElse(null);
        if (person == null) {
            return Outcome.refused(Reason.whole("identity.link.dead"));
        }
        var objection = passwords.objection("password", password, known(person));
        if (objection.isPresent()) {
            return Outcome.refused(objection.get());
        }
        jdbc.sql("update identity.password_link set used_at = :now where token_hash = :hash")
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .param("hash", Secrets.hash(secret))
                .update();
        var epoch = setPassword(person.id(), password, null);
        events.publishEvent(IdentityChanged.act(
                new Who(person.id(), person.name(), Who.Channel.WEB), "user.password-chosen", "user", person.id()));
        return Outcome.done(new Chosen(person.id(), person.name(), epoch));
    }

    /// Changes one's own password. Every session ends but the one named; tokens live on. Whoever finds a browser left
    /// open cannot guess for long: wrong guesses wait as they do at the door.
    ///
    /// @param keep the id of the session in which it is done
    public Outcome<Chosen> changePassword(Actor actor, String current, String wanted, @Nullable String keep) {
        var id = actor.id();
        if (id == null) {
            throw new IllegalArgumentException("only a person has a password");
        }
        var key = "password:" + id;
        var wait = throttle.attempt(key, Throttle.ACCOUNT);
        if (wait.isPresent()) {
            return Outcome.refused(tooSoon(wait.get()));
        }
        var person = person(id).orElseThrow();
        var hash = jdbc.sql("select coalesce(password_hash, '') from identity.user_account where id = :id")
                .param("id", id)
                .query(String.class)
                .single();
        if (hash.isEmpty() || !passwords.matches(current, hash)) {
            return Outcome.refused(Reason.of("current", "identity.password.notCurrent"));
        }
        throttle.succeeded(key);
        var objection = passwords.objection("password", wanted, known(person));
        if (objection.isPresent()) {
            return Outcome.refused(objection.get());
        }
        return transaction.execute(status -> {
            var epoch = setPassword(id, wanted, keep);
            events.publishEvent(IdentityChanged.act(actor.who(), "user.password-changed", "user", id));
            return Outcome.done(new Chosen(id, person.name(), epoch));
        });
    }

    /// What is said to somebody who must wait.
    static Reason tooSoon(Duration left) {
        return Reason.whole("identity.wait", Math.max(1, left.plusMillis(999).toSeconds()));
    }

    private int setPassword(long id, String password, @Nullable String keep) {
        var epoch = jdbc.sql("""
                        update identity.user_account
                        set password_hash = :hash, password_changed_at = :now, credentials_epoch = credentials_epoch + 1
                        where id = :id returning credentials_epoch
                        """)
                .param("hash", passwords.hash(password))
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .param("id", id)
                .query(Integer.class)
                .single();
        endSessions(id, keep);
        return epoch;
    }

    private String[] known(Person person) {
        return new String[] {
            person.name(), person.email(), organisations.current().name()
        };
    }

    private Optional<Long> linkOwner(String secret, String lock) {
        return jdbc.sql("""
                        select user_id from identity.password_link
                        where token_hash = :hash and used_at is null and expires_at > :now
                        """ + lock)
                .param("hash", Secrets.hash(secret))
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .query(Long.class)
                .optional();
    }

    private void voidLinks(long id) {
        jdbc.sql("delete from identity.password_link where user_id = :id and used_at is null")
                .param("id", id)
                .update();
    }

    private void endSessions(long id, @Nullable String keep) {
        jdbc.sql("""
                        delete from identity.spring_session
                        where principal_name = :name and session_id is distinct from :keep
                        """).param("name", String.valueOf(id)).param("keep", keep).update();
    }

    private void insert(long id, Collection<Grant> grants) {
        for (var grant : grants) {
            jdbc.sql("insert into identity.user_grant (user_id, role, unit_id) values (:id, :role, :unit)")
                    .param("id", id)
                    .param("role", grant.role().name())
                    .param("unit", grant.unitId())
                    .update();
        }
    }

    private static void checkTitle(List<Reason> reasons, String title) {
        if (title.length() > TITLE_MAX) {
            reasons.add(Reason.of("title", "identity.title.tooLong", TITLE_MAX, title.length()));
        }
    }

    private static boolean shape(List<Reason> reasons, String email) {
        if (email.isEmpty()) {
            reasons.add(Reason.of("email", "identity.email.required"));
            return false;
        }
        if (email.length() > EMAIL_MAX || !EMAIL.matcher(email).matches()) {
            reasons.add(Reason.of("email", "identity.email.shape", email));
            return false;
        }
        return true;
    }

    private void checkEmail(List<Reason> reasons, String email, @Nullable Long self) {
        if (shape(reasons, email)) {
            jdbc.sql("select id from identity.user_account where email_key = :key")
                    .param("key", Words.emailKey(email))
                    .query(Long.class)
                    .optional()
                    .filter(other -> !other.equals(self))
                    .ifPresent(other -> reasons.add(Reason.of("email", "identity.email.taken", email)));
        }
    }

    /// A unit that was closed since stays where it is held already.
    private void checkGrants(List<Reason> reasons, Set<Grant> wanted, Set<Grant> held) {
        var tree = units.tree();
        for (var grant : wanted) {
            var unitId = grant.unitId();
            if (unitId == null || held.contains(grant)) {
                continue;
            }
            if (!grant.role().byUnit()) {
                reasons.add(Reason.of(
                        "grants", "identity.grant.everywhere", grant.role().name()));
            }
            var unit = tree.find(unitId).orElse(null);
            if (unit == null) {
                reasons.add(Reason.of("grants", "identity.grant.unknownUnit", unitId));
            } else if (!unit.open()) {
                reasons.add(Reason.of("grants", "identity.unit.closed", unit.code()));
            }
        }
    }

    private static boolean administers(Collection<Grant> grants) {
        return grants.stream().anyMatch(g -> g.role() == Role.ADMINISTRATOR);
    }

    /// Whether nobody else who can come in runs this installation. Somebody invited who has no password yet does not
    /// count, nor does an identity at a service that is no longer there.
    private boolean lastAdministrator(long id) {
        return jdbc.sql("""
                        select count(*) from identity.user_grant g join identity.user_account u on u.id = g.user_id
                        where g.role = 'ADMINISTRATOR' and u.id <> :id and u.disabled_at is null
                          and (u.password_hash is not null or u.demo_persona or (:service and
                        """ + BOUND + "))")
                        .param("id", id)
                        .param("service", oidc.configured())
                        .query(Long.class)
                        .single()
                == 0;
    }

    private static final String SELECT = """
            select u.id, u.email, u.name, u.language, u.theme, u.title, u.disabled_at is not null as closed,
                   u.password_hash is null and not u.demo_persona
                       and not exists (select 1 from identity.oidc_binding b where b.user_id = u.id) as invited, u.demo_persona, u.version,
                   u.created_at, u.updated_at, u.last_login_at,
                   array(select g.role || '@' || coalesce(g.unit_id::text, '')
                         from identity.user_grant g where g.user_id = u.id) as grants
            from identity.user_account u""";

    Optional<Person> person(long id) {
        return jdbc.sql(SELECT + " where u.id = :id")
                .param("id", id)
                .query(People::person)
                .optional();
    }

    static Person person(ResultSet row, int number) throws SQLException {
        var grants = Actors.grants(row).stream()
                .sorted(Comparator.comparing(Grant::role).thenComparing(g -> g.unitId() == null ? 0L : g.unitId()))
                .toList();
        return new Person(
                row.getLong("id"),
                row.getString("email"),
                row.getString("name"),
                row.getString("language"),
                row.getString("theme"),
                row.getBoolean("closed")
                        ? Person.State.DISABLED
                        : row.getBoolean("invited") ? Person.State.INVITED : Person.State.ACTIVE,
                row.getBoolean("demo_persona"),
                grants,
                row.getLong("version"),
                row.getTimestamp("created_at").toInstant(),
                row.getTimestamp("updated_at").toInstant(),
                Tokens.instant(row, "last_login_at"),
                row.getString("title"));
    }

    private Map<String, @Nullable Object> values(Person person) {
        var tree = units.tree();
        var values = new LinkedHashMap<String, @Nullable Object>();
        values.put("email", person.email());
        values.put("name", person.name());
        values.put("language", person.language());
        values.put("title", person.title());
        values.put("disabled", person.state() == Person.State.DISABLED);
        values.put(
                "roles",
                person.grants().stream()
                        .map(g -> g.unitId() == null
                                ? g.role().name()
                                : g.role() + "@"
                                        + tree.find(g.unitId()).map(Unit::code).orElse("?"))
                        .toList());
        return values;
    }

    /// The fictional people of the demo who can be entered as, administrators last.
    List<Person> personas() {
        return jdbc.sql(SELECT + " where u.demo_persona and u.disabled_at is null order by u.id")
                .query(People::person)
                .list();
    }
}
