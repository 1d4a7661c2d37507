package io.sextant.app.identity;

import io.sextant.app.kernel.Outcome;
import io.sextant.app.kernel.Reason;
import io.sextant.app.kernel.Who;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/// The door to second factors: [passkeys][Passkeys] count as one, and so do the codes that a phone shows (RFC 6238),
/// asked for after the password, and the recovery
/// codes that replace a lost phone. Thread-safe. A code is good once; wrong ones wait as wrong passwords do.
@Component
public class SecondFactors {
    private static final Logger log = LoggerFactory.getLogger(SecondFactors.class);

    /// Whether somebody has a second factor.
    ///
    /// @param required whether a role of theirs asks for one
    /// @param available whether they sign in with a password, without which there is nothing to add to
    /// @param since when it was set up; absent when it is off
    /// @param recoveryCodesLeft those not used yet
    /// @param passkeys how many they have, each of which is a second factor too
    public record State(
            boolean on,
            boolean required,
            boolean available,
            @Nullable Instant since,
            int recoveryCodesLeft,
            int passkeys) {
        /// Whether a role asks for a second factor and there is none.
        public boolean missing() {
            return required && !on && passkeys == 0;
        }

        /// Whether a role asks for a second factor and there is none but the codes.
        public boolean restsOnCodes() {
            return required && passkeys == 0;
        }
    }

    /// A secret to be put into an app, by its text or by the address that a QR code carries.
    ///
    /// @param secret 32 letters and digits in groups of four
    /// @param uri as apps read it (`otpauth://totp/…`)
    public record Draft(String secret, String uri) {
        @Override
        public String toString() {
            return "Draft[]";
        }
    }

    /// What the door asks for after the password.
    public enum Demand {
        /// Nothing.
        NONE,
        /// A code, or a passkey where there is one.
        CODE,
        /// A passkey: a role asks for a second factor, and there is no other.
        PASSKEY,
        /// To set up a second factor first: a role asks for it.
        SET_UP
    }

    /// What came of a code.
    public sealed interface Answer {
        /// It is the one.
        ///
        /// @param recovery whether it was a recovery code
        /// @param left recovery codes that are left
        record Passed(boolean recovery, int left) implements Answer {}

        /// It is not, or it was used already.
        record Wrong() implements Answer {}

        /// Too many failures: nothing was tried.
        record Wait(Duration left) implements Answer {}
    }

    private record Account(
            long id,
            String name,
            String email,
            byte @Nullable [] secret,
            byte @Nullable [] draft,
            @Nullable Long last) {
        Who who(Who.Channel channel) {
            return new Who(id, name, channel);
        }
    }

    /// As RFC 4226 §4 recommends.
    private static final int SECRET_BYTES = 20;

    private static final int RECOVERY_CODES = 10;
    private static final int RECOVERY_BYTES = 10;
    private static final int RECOVERY_LENGTH = 16;
    /// A secret that was shown and not confirmed is shown again for so long, then made anew.
    private static final Duration DRAFT_LIFE = Duration.ofMinutes(15);

    private final JdbcClient jdbc;
    private final Passwords passwords;
    private final Throttle throttle;
    private final FactorSeal seal;
    private final ApplicationEventPublisher events;
    private final Clock clock;
    private final TransactionTemplate transaction;
    private final SecureRandom random = new SecureRandom();

    SecondFactors(
            JdbcClient jdbc,
            Passwords passwords,
            Throttle throttle,
            FactorSeal seal,
            ApplicationEventPublisher events,
            PlatformTransactionManager transactions,
            Clock clock) {
        this.jdbc = jdbc;
        this.passwords = passwords;
        this.throttle = throttle;
        this.seal = seal;
        this.events = events;
        this.clock = clock;
        this.transaction = new TransactionTemplate(transactions);
    }

    /// One's own.
    public State own(Actor actor) {
        return state(Objects.requireNonNull(actor.id()));
    }

    /// Somebody's, for whoever may view people. That the person is in their sight is for the caller to know.
    public State of(Actor actor, long userId) {
        if (!actor.is(userId)) {
            actor.require(Permission.VIEW_PEOPLE);
        }
        return state(userId);
    }

    private State state(long userId) {
        return jdbc.sql("""
                        select f.since, u.password_hash is not null as available,
                               not u.demo_persona and exists (
                                   select 1 from identity.user_grant g join identity.second_factor_role r on r.role = g.role
                                   where g.user_id = u.id) as required,
                               (select count(*) from identity.recovery_code c
                                where c.user_id = u.id and c.used_at is null) as codes,
                               (select count(*) from identity.passkey p where p.user_id = u.id) as passkeys
                        from identity.user_account u left join identity.second_factor f on f.user_id = u.id
                        where u.id = :id
                        """)
                .param("id", userId)
                .query((row, n) -> new State(
                        row.getTimestamp("since") != null,
                        row.getBoolean("required"),
                        row.getBoolean("available"),
                        Tokens.instant(row, "since"),
                        row.getInt("codes"),
                        row.getInt("passkeys")))
                .single();
    }

    /// What the door asks this person for once they have given their password.
    public Demand demand(long userId) {
        var state = state(userId);
        if (state.on()) {
            return Demand.CODE;
        }
        return state.missing() ? Demand.SET_UP : state.required() ? Demand.PASSKEY : Demand.NONE;
    }

    /// Whether a role asks this person for a second factor and they have none but passkeys.
    boolean restsOnPasskeys(long userId) {
        var state = state(userId);
        return state.required() && !state.on();
    }

    /// Shows a secret to put into an app, which counts once [#confirm] has seen a code of it. Whoever finds a browser
    /// left open must not set up a factor of their own: the password is asked.
    public Outcome<Draft> begin(Actor actor, String password) {
        var id = Objects.requireNonNull(actor.id());
        var refusal = notTheirPassword(id, password);
        return refusal == null ? Outcome.done(draft(id)) : Outcome.refused(refusal);
    }

    /// The secret that [#begin] showed last; empty when that is long ago.
    public Optional<Draft> begun(Actor actor) {
        return openDraft(account(Objects.requireNonNull(actor.id()))).map(secret -> draft(actor.email(), secret));
    }

    /// Shows a secret to somebody who gave their password and must set up a second factor before they come in.
    public Draft beginAtDoor(long userId) {
        if (demand(userId) != Demand.SET_UP) {
            throw new IllegalStateException("only whoever must set one up does so at the door");
        }
        return draft(userId);
    }

    /// Puts the second factor in force, in place of an earlier one. Sessions opened without it end.
    ///
    /// @param keep the id of the session in which it is done
    /// @return ten recovery codes, which cannot be shown again
    public Outcome<List<String>> confirm(Actor actor, String code, @Nullable String keep) {
        return confirm(Objects.requireNonNull(actor.id()), code, actor.channel(), keep);
    }

    /// Puts the second factor in force of somebody who comes in with it.
    public Outcome<List<String>> confirmAtDoor(long userId, String code) {
        if (demand(userId) != Demand.SET_UP) {
            throw new IllegalStateException("only whoever must set one up does so at the door");
        }
        var outcome = confirm(userId, code, Who.Channel.WEB, null);
        if (outcome instanceof Outcome.Done<List<String>>) {
            transaction.executeWithoutResult(status -> entered(account(userId).who(Who.Channel.WEB)));
        }
        return outcome;
    }

    private Outcome<List<String>> confirm(long userId, String code, Who.Channel channel, @Nullable String keep) {
        var key = "code:" + userId;
        var wait = throttle.attempt(key, Throttle.ACCOUNT);
        if (wait.isPresent()) {
            return Outcome.refused(People.tooSoon(wait.get()));
        }
        var outcome = transaction.execute(status -> {
            lock(userId);
            var account = account(userId);
            var secret = openDraft(account).orElse(null);
            if (secret == null) {
                return Outcome.<List<String>>refused(Reason.whole("identity.factor.begin"));
            }
            var step = Totp.USUAL.stepOf(digits(code), secret, clock.instant());
            if (step.isEmpty()) {
                return Outcome.<List<String>>refused(Reason.of("code", "identity.factor.wrong"));
            }
            jdbc.sql("""
                            update identity.second_factor
                            set secret = draft, since = :now, last_step = :step, draft = null, draft_at = null
                            where user_id = :id
                            """)
                    .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                    .param("step", step.getAsLong())
                    .param("id", userId)
                    .update();
            endSessions(userId, keep);
            events.publishEvent(IdentityChanged.act(account.who(channel), "user.factor-on", "user", userId));
            return Outcome.done(freshCodes(userId));
        });
        if (outcome instanceof Outcome.Done<List<String>>) {
            throttle.succeeded(key);
        }
        return outcome;
    }

    /// Switches one's second factor off, which takes the password. One that a role asks for stays: it can be set up
    /// anew.
    public Outcome<Boolean> off(Actor actor, String password) {
        var id = Objects.requireNonNull(actor.id());
        if (state(id).restsOnCodes()) {
            return Outcome.refused(Reason.whole("identity.factor.required"));
        }
        var refusal = notTheirPassword(id, password);
        if (refusal != null) {
            return Outcome.refused(refusal);
        }
        return transaction.execute(status -> {
            remove(id);
            events.publishEvent(IdentityChanged.act(actor.who(), "user.factor-off", "user", id));
            return Outcome.done(true);
        });
    }

    /// Takes away the second factor of somebody who lost their phone and their recovery codes.
    @Transactional
    public Outcome<Boolean> reset(Actor actor, long userId, @Nullable String reason) {
        actor.require(Permission.MANAGE_PEOPLE);
        if (actor.is(userId)) {
            return Outcome.refused(Reason.whole("identity.factor.notOneself"));
        }
        var known = jdbc.sql("select exists (select 1 from identity.user_account where id = :id)")
                .param("id", userId)
                .query(Boolean.class)
                .single();
        if (!known) {
            return Outcome.refused(Reason.whole("identity.user.notFound"));
        }
        if (!state(userId).on()) {
            return Outcome.refused(Reason.whole("identity.factor.none"));
        }
        remove(userId);
        endSessions(userId, null);
        events.publishEvent(IdentityChanged.act(actor.who(), "user.factor-reset", "user", userId)
                .because(reason));
        return Outcome.done(true);
    }

    /// The roles whose holders must have a second factor.
    @Transactional(readOnly = true)
    public Set<Role> requiredOf() {
        var named = Set.copyOf(jdbc.sql("select role from identity.second_factor_role")
                .query(String.class)
                .list());
        var roles = EnumSet.noneOf(Role.class);
        for (var role : Role.values()) {
            if (named.contains(role.name())) {
                roles.add(role);
            }
        }
        return roles;
    }

    /// Says which roles ask for one; holders without are asked to set it up when they sign in next.
    @Transactional
    public Outcome<Set<Role>> require(Actor actor, Set<Role> roles) {
        actor.require(Permission.MANAGE_SETTINGS);
        jdbc.sql("lock table identity.second_factor_role in share row exclusive mode")
                .update();
        var before = requiredOf();
        if (before.equals(roles)) {
            return Outcome.done(before);
        }
        jdbc.sql("delete from identity.second_factor_role").update();
        for (var role : roles) {
            jdbc.sql("insert into identity.second_factor_role (role) values (:role)")
                    .param("role", role.name())
                    .update();
        }
        events.publishEvent(IdentityChanged.change(
                actor.who(),
                "organisation.factor-required",
                "organisation",
                "1",
                Map.of("secondFactorOf", names(before)),
                Map.of("secondFactorOf", names(roles))));
        return Outcome.done(requiredOf());
    }

    private static List<String> names(Set<Role> roles) {
        return new TreeSet<>(roles).stream().map(Role::name).toList();
    }

    /// Tries a code, or a recovery code, of somebody who gave their password.
    ///
    /// @param address the network address of whoever tries
    public Answer check(long userId, String typed, String address, Who.Channel channel) {
        var accountKey = "code:" + userId;
        var addressKey = "address:" + address;
        var wait = throttle.attempt(addressKey, Throttle.ADDRESS);
        if (wait.isPresent()) {
            return new Answer.Wait(wait.get());
        }
        wait = throttle.attempt(accountKey, Throttle.ACCOUNT);
        if (wait.isPresent()) {
            return new Answer.Wait(wait.get());
        }
        var answer = transaction.execute(status -> {
            lock(userId);
            var account = account(userId);
            var recovery = letters(typed);
            var passed = recovery.length() == RECOVERY_LENGTH
                    ? takeRecoveryCode(account, recovery, channel)
                    : takeCode(account, digits(typed));
            if (!passed) {
                return new Answer.Wrong();
            }
            if (channel == Who.Channel.WEB) {
                entered(account.who(channel));
            }
            return new Answer.Passed(
                    recovery.length() == RECOVERY_LENGTH, state(userId).recoveryCodesLeft());
        });
        if (answer instanceof Answer.Passed) {
            throttle.succeeded(accountKey);
            throttle.takeBack(addressKey, Throttle.ADDRESS);
        }
        return answer;
    }

    private boolean takeCode(Account account, String code) {
        if (account.secret() == null) {
            return false;
        }
        var secret = seal.open(account.id(), account.secret());
        if (secret.isEmpty()) {
            log.error(
                    "The second factor of account {} was sealed under another key than secrets/second-factor in the"
                            + " data folder: restore that file, or let an administrator reset the factor",
                    account.id());
            return false;
        }
        var step = Totp.USUAL.stepOf(code, secret.get(), clock.instant());
        var last = account.last();
        if (step.isEmpty() || last != null && step.getAsLong() <= last) {
            return false;
        }
        jdbc.sql("update identity.second_factor set last_step = :step where user_id = :id")
                .param("step", step.getAsLong())
                .param("id", account.id())
                .update();
        return true;
    }

    private boolean takeRecoveryCode(Account account, String code, Who.Channel channel) {
        var taken = jdbc.sql("""
                        update identity.recovery_code set used_at = :now
                        where user_id = :id and code_hash = :hash and used_at is null
                        """)
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .param("id", account.id())
                .param("hash", Secrets.hash(code))
                .update();
        if (taken == 1) {
            events.publishEvent(
                    IdentityChanged.act(account.who(channel), "user.recovery-code-used", "user", account.id()));
        }
        return taken == 1;
    }

    /// Notes that somebody came in with all that was asked of them.
    void entered(Who who) {
        jdbc.sql("update identity.user_account set last_login_at = :now where id = :id")
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .param("id", who.userId())
                .update();
        events.publishEvent(IdentityChanged.act(who, "session.opened", "user", Objects.requireNonNull(who.userId())));
    }

    /// Why what takes the password is refused; absent when this is theirs. Wrong ones wait.
    @Nullable
    Reason notTheirPassword(long userId, String password) {
        var hash = jdbc.sql("select coalesce(password_hash, '') from identity.user_account where id = :id")
                .param("id", userId)
                .query(String.class)
                .single();
        if (hash.isEmpty()) {
            return Reason.whole("identity.factor.noPassword");
        }
        var key = "password:" + userId;
        var wait = throttle.attempt(key, Throttle.ACCOUNT);
        if (wait.isPresent()) {
            return People.tooSoon(wait.get());
        }
        if (!passwords.matches(password, hash)) {
            return Reason.of("password", "identity.password.notCurrent");
        }
        throttle.succeeded(key);
        return null;
    }

    private Draft draft(long userId) {
        return transaction.execute(status -> {
            lock(userId);
            var account = account(userId);
            var kept = openDraft(account);
            if (kept.isPresent()) {
                return draft(account.email(), kept.get());
            }
            var secret = new byte[SECRET_BYTES];
            random.nextBytes(secret);
            jdbc.sql("update identity.second_factor set draft = :draft, draft_at = :now where user_id = :id")
                    .param("draft", seal.seal(userId, secret))
                    .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                    .param("id", userId)
                    .update();
            return draft(account.email(), secret);
        });
    }

    private static Draft draft(@Nullable String email, byte[] secret) {
        var text = Base32.text(secret);
        return new Draft(
                Base32.grouped(text, " "),
                "otpauth://totp/Sextant:" + encoded(Objects.requireNonNullElse(email, "")) + "?secret=" + text
                        + "&issuer=Sextant&algorithm=SHA1&digits=6&period=30");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private Optional<byte[]> openDraft(Account account) {
        return account.draft() == null ? Optional.empty() : seal.open(account.id(), account.draft());
    }

    /// The person with their factor, a draft past its time left out.
    private Account account(long userId) {
        return jdbc.sql("""
                        select u.id, u.name, u.email, f.secret, f.last_step,
                               case when f.draft_at > :fresh then f.draft end as draft
                        from identity.user_account u left join identity.second_factor f on f.user_id = u.id
                        where u.id = :id
                        """)
                .param("fresh", clock.instant().minus(DRAFT_LIFE).atOffset(ZoneOffset.UTC))
                .param("id", userId)
                .query((row, n) -> new Account(
                        row.getLong("id"),
                        row.getString("name"),
                        row.getString("email"),
                        row.getBytes("secret"),
                        row.getBytes("draft"),
                        row.getObject("last_step", Long.class)))
                .single();
    }

    /// Of two requests at once, one waits for the other.
    private void lock(long userId) {
        jdbc.sql("insert into identity.second_factor (user_id) values (:id) on conflict (user_id) do nothing")
                .param("id", userId)
                .update();
        jdbc.sql("select user_id from identity.second_factor where user_id = :id for update")
                .param("id", userId)
                .query(Long.class)
                .single();
    }

    private List<String> freshCodes(long userId) {
        jdbc.sql("delete from identity.recovery_code where user_id = :id")
                .param("id", userId)
                .update();
        var codes = new ArrayList<String>();
        for (var i = 0; i < RECOVERY_CODES; i++) {
            var bytes = new byte[RECOVERY_BYTES];
            random.nextBytes(bytes);
            var code = Base32.text(bytes);
            jdbc.sql("insert into identity.recovery_code (user_id, code_hash) values (:id, :hash)")
                    .param("id", userId)
                    .param("hash", Secrets.hash(code))
                    .update();
            codes.add(Base32.grouped(code, "-"));
        }
        return List.copyOf(codes);
    }

    private void remove(long userId) {
        jdbc.sql("delete from identity.recovery_code where user_id = :id")
                .param("id", userId)
                .update();
        jdbc.sql("delete from identity.second_factor where user_id = :id")
                .param("id", userId)
                .update();
    }

    /// Ends somebody's sessions in browsers, all but one of them.
    void endSessions(long userId, @Nullable String keep) {
        jdbc.sql("""
                        delete from identity.spring_session
                        where principal_name = :name and session_id is distinct from :keep
                        """).param("name", String.valueOf(userId)).param("keep", keep).update();
    }

    private static String digits(String typed) {
        return typed.replaceAll("[\\s\\u00a0\\u202f-]", "");
    }

    private static String letters(String typed) {
        return digits(typed).toUpperCase(Locale.ROOT);
    }
}
