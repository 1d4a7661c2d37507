package io.sextant.app.identity;

import com.webauthn4j.WebAuthnManager;
import com.webauthn4j.converter.AttestedCredentialDataConverter;
import com.webauthn4j.converter.util.ObjectConverter;
import com.webauthn4j.credential.CredentialRecordImpl;
import com.webauthn4j.data.AuthenticationData;
import com.webauthn4j.data.AuthenticationParameters;
import com.webauthn4j.data.AuthenticatorTransport;
import com.webauthn4j.data.PublicKeyCredentialParameters;
import com.webauthn4j.data.PublicKeyCredentialType;
import com.webauthn4j.data.RegistrationData;
import com.webauthn4j.data.RegistrationParameters;
import com.webauthn4j.data.attestation.authenticator.AttestedCredentialData;
import com.webauthn4j.data.attestation.statement.COSEAlgorithmIdentifier;
import com.webauthn4j.data.attestation.statement.NoneAttestationStatement;
import com.webauthn4j.data.client.CollectedClientData;
import com.webauthn4j.data.client.Origin;
import com.webauthn4j.data.client.challenge.DefaultChallenge;
import com.webauthn4j.data.extension.authenticator.AuthenticationExtensionsAuthenticatorOutputs;
import com.webauthn4j.server.ServerProperty;
import com.webauthn4j.util.exception.WebAuthnException;
import com.webauthn4j.verifier.exception.MaliciousCounterValueException;
import io.sextant.app.kernel.Outcome;
import io.sextant.app.kernel.Reason;
import io.sextant.app.kernel.Who;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/// The door to passkeys (WebAuthn Level 3): keys that a device keeps and shows only once its owner has proved
/// themselves to it, by a finger, a face or a code. Having it and that proof are two factors, so that whoever comes in
/// with a passkey is asked for nothing else. Thread-safe.
///
/// What is signed is good once, in the session it was made for, for five minutes. Where the signature does not hold,
/// the account is closed, or the passkey is unknown, somebody else's or made for another host, the answer is the same.
@Component
public class Passkeys {
    private static final Logger log = LoggerFactory.getLogger(Passkeys.class);

    /// What came of a passkey at the door.
    public sealed interface Answer {
        /// They are in.
        ///
        /// @param epoch the epoch of their credentials, for [Actors#ofSession]
        record Entered(long userId, int epoch) implements Answer {}

        /// It opens nothing.
        record Wrong() implements Answer {}

        /// Too many failures: nothing was tried.
        record Wait(Duration left) implements Answer {}
    }

    private enum Purpose {
        ADD,
        ENTER,
        AFTER_PASSWORD
    }

    private record Stored(
            long id,
            long userId,
            String userName,
            int epoch,
            boolean closed,
            byte[] handle,
            String host,
            String name,
            byte[] attested,
            long signCount,
            boolean backupEligible,
            boolean backedUp) {}

    /// How many somebody may have; more are forgotten ones.
    static final int MOST = 20;

    private static final int NAME_MAX = 80;
    private static final int ANSWER_MAX = 64_000;
    private static final int HANDLE_BYTES = 32;
    private static final Duration LIFE = Duration.ofMinutes(5);
    private static final String KEY = "public-key";
    private static final List<PublicKeyCredentialParameters> ALGORITHMS = List.of(
            algorithm(COSEAlgorithmIdentifier.EdDSA),
            algorithm(COSEAlgorithmIdentifier.ES256),
            algorithm(COSEAlgorithmIdentifier.RS256));

    private final JdbcClient jdbc;
    private final SecondFactors factors;
    private final Throttle throttle;
    private final ApplicationEventPublisher events;
    private final Clock clock;
    private final TransactionTemplate transaction;
    private final ObjectConverter converter = new ObjectConverter();
    // Any authenticator will do, so what it says of its own make is not asked for and not verified.
    private final WebAuthnManager verifier = WebAuthnManager.createNonStrictWebAuthnManager(converter);
    private final AttestedCredentialDataConverter attested = new AttestedCredentialDataConverter(converter);
    private final SecureRandom random = new SecureRandom();

    Passkeys(
            JdbcClient jdbc,
            SecondFactors factors,
            Throttle throttle,
            ApplicationEventPublisher events,
            PlatformTransactionManager transactions,
            Clock clock) {
        this.jdbc = jdbc;
        this.factors = factors;
        this.throttle = throttle;
        this.events = events;
        this.clock = clock;
        this.transaction = new TransactionTemplate(transactions);
    }

    /// One's own, the first made first.
    @Transactional(readOnly = true)
    public List<Passkey> own(Actor actor) {
        return list(Objects.requireNonNull(actor.id()));
    }

    /// Somebody's, for whoever may view people. That the person is in their sight is for the caller to know.
    @Transactional(readOnly = true)
    public List<Passkey> of(Actor actor, long userId) {
        if (!actor.is(userId)) {
            actor.require(Permission.VIEW_PEOPLE);
        }
        return list(userId);
    }

    /// Whether somebody who gave their password may show a passkey instead of a code.
    public boolean has(long userId) {
        return !list(userId).isEmpty();
    }

    private List<Passkey> list(long userId) {
        return jdbc.sql("""
                        select id, name, host, backed_up, created_at, last_used_at
                        from identity.passkey where user_id = :user order by created_at, id
                        """)
                .param("user", userId)
                .query((row, n) -> new Passkey(
                        row.getLong("id"),
                        row.getString("name"),
                        row.getString("host"),
                        row.getBoolean("backed_up"),
                        row.getTimestamp("created_at").toInstant(),
                        Tokens.instant(row, "last_used_at")))
                .list();
    }

    /// Asks for a new passkey of the actor's. Whoever finds a browser left open must not add a key of their own: the
    /// password is asked.
    ///
    /// @param session the id of the session in which the answer will come
    public Outcome<PasskeyOptions.Creation> begin(Actor actor, String password, String session, PasskeyPlace place) {
        var id = Objects.requireNonNull(actor.id());
        if (!place.serves()) {
            return Outcome.refused(Reason.whole("identity.passkey.notHere"));
        }
        var refusal = factors.notTheirPassword(id, password);
        if (refusal != null) {
            return Outcome.refused(refusal);
        }
        return transaction.execute(status -> {
            var handle = handle(id);
            var existing = credentials(id);
            if (existing.size() >= MOST) {
                return Outcome.<PasskeyOptions.Creation>refused(Reason.whole("identity.passkey.tooMany", MOST));
            }
            var email = Objects.requireNonNullElse(actor.email(), "");
            return Outcome.done(new PasskeyOptions.Creation(
                    new PasskeyOptions.Party(place.host(), "Sextant"),
                    new PasskeyOptions.User(text(handle), email, actor.who().name()),
                    challenge(Purpose.ADD, id, session),
                    ALGORITHMS.stream()
                            .map(a ->
                                    new PasskeyOptions.Algorithm(KEY, a.getAlg().getValue()))
                            .toList(),
                    LIFE.toMillis(),
                    existing,
                    new PasskeyOptions.Selection("required", true, "required"),
                    "none"));
        });
    }

    /// Keeps the passkey that a browser made at the request of [#begin].
    ///
    /// @param answer the credential in JSON, as WebAuthn §5.1 writes it
    /// @param name what its owner calls it, at most 80 characters
    public Outcome<Passkey> add(Actor actor, String answer, String name, String session, PasskeyPlace place) {
        var id = Objects.requireNonNull(actor.id());
        var refusal = wrongName(name);
        if (refusal != null) {
            return Outcome.refused(refusal);
        }
        var made = registered(answer).orElse(null);
        if (made == null || !take(made.getCollectedClientData(), Purpose.ADD, id, session)) {
            return Outcome.refused(Reason.whole("identity.passkey.notMade"));
        }
        try {
            verifier.verify(
                    made,
                    new RegistrationParameters(server(made.getCollectedClientData(), place), ALGORITHMS, true, true));
        } catch (WebAuthnException e) {
            log.info("A passkey for account {} was not taken: {}", id, e.getMessage());
            return Outcome.refused(Reason.whole("identity.passkey.notMade"));
        }
        return transaction.execute(status -> {
            lock(id);
            if (credentials(id).size() >= MOST) {
                return Outcome.<Passkey>refused(Reason.whole("identity.passkey.tooMany", MOST));
            }
            return write(actor, id, made, Words.clean(name), place);
        });
    }

    private Outcome<Passkey> write(Actor actor, long userId, RegistrationData made, String name, PasskeyPlace place) {
        var said = Objects.requireNonNull(made.getAttestationObject()).getAuthenticatorData();
        var data = Objects.requireNonNull(said.getAttestedCredentialData());
        var transports = made.getTransports();
        var key = jdbc.sql("""
                        insert into identity.passkey (user_id, credential_id, host, name, attested, sign_count,
                                                      backup_eligible, backed_up, transports, created_at)
                        values (:user, :credential, :host, :name, :attested, :count, :eligible, :backed, :transports,
                                :now)
                        on conflict (credential_id) do nothing
                        returning id
                        """)
                .param("user", userId)
                .param("credential", data.getCredentialId())
                .param("host", place.host())
                .param("name", name)
                .param("attested", attested.convert(data))
                .param("count", said.getSignCount())
                .param("eligible", said.isFlagBE())
                .param("backed", said.isFlagBS())
                .param(
                        "transports",
                        transports == null
                                ? new String[0]
                                : transports.stream()
                                        .map(AuthenticatorTransport::getValue)
                                        .filter(t -> t.matches("[a-z-]{1,20}"))
                                        .sorted()
                                        .toArray(String[]::new))
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .query(Long.class)
                .optional();
        if (key.isEmpty()) {
            return Outcome.refused(Reason.whole("identity.passkey.known"));
        }
        events.publishEvent(new IdentityChanged(
                actor.who(), "user.passkey-added", "user", String.valueOf(userId), null, Map.of(), named(name)));
        return Outcome.done(find(userId, key.get()).orElseThrow());
    }

    /// Calls one of the actor's passkeys otherwise.
    @Transactional
    public Outcome<Passkey> rename(Actor actor, long passkeyId, String name) {
        var id = Objects.requireNonNull(actor.id());
        lock(id);
        var before = find(id, passkeyId).orElse(null);
        if (before == null) {
            return Outcome.refused(Reason.whole("identity.passkey.unknown"));
        }
        var refusal = wrongName(name);
        if (refusal != null) {
            return Outcome.refused(refusal);
        }
        var cleaned = Words.clean(name);
        if (cleaned.equals(before.name())) {
            return Outcome.done(before);
        }
        jdbc.sql("update identity.passkey set name = :name where id = :id")
                .param("name", cleaned)
                .param("id", passkeyId)
                .update();
        events.publishEvent(new IdentityChanged(
                actor.who(),
                "user.passkey-renamed",
                "user",
                String.valueOf(id),
                null,
                named(before.name()),
                named(cleaned)));
        return Outcome.done(find(id, passkeyId).orElseThrow());
    }

    /// Removes one of the actor's passkeys, which takes the password. The last way in stays, and so does the last one
    /// where a role asks for a
    /// second factor and there is no other.
    public Outcome<Boolean> remove(Actor actor, long passkeyId, String password) {
        var id = Objects.requireNonNull(actor.id());
        if (find(id, passkeyId).isEmpty()) {
            return Outcome.refused(Reason.whole("identity.passkey.unknown"));
        }
        var needed = whyKept(id);
        if (needed != null) {
            return Outcome.refused(needed);
        }
        var refusal = factors.notTheirPassword(id, password);
        if (refusal != null) {
            return Outcome.refused(refusal);
        }
        return transaction.execute(status -> {
            lock(id);
            var gone = find(id, passkeyId).orElse(null);
            if (gone == null) {
                return Outcome.<Boolean>refused(Reason.whole("identity.passkey.unknown"));
            }
            var last = whyKept(id);
            if (last != null) {
                return Outcome.<Boolean>refused(last);
            }
            jdbc.sql("delete from identity.passkey where id = :id")
                    .param("id", passkeyId)
                    .update();
            events.publishEvent(new IdentityChanged(
                    actor.who(),
                    "user.passkey-removed",
                    "user",
                    String.valueOf(id),
                    null,
                    named(gone.name()),
                    Map.of()));
            return Outcome.done(true);
        });
    }

    /// Takes away all passkeys of somebody who lost the device they were on. Their sessions end.
    ///
    /// @return how many there were
    @Transactional
    public Outcome<Integer> removeAll(Actor actor, long userId, @Nullable String reason) {
        actor.require(Permission.MANAGE_PEOPLE);
        if (actor.is(userId)) {
            return Outcome.refused(Reason.whole("identity.passkey.notOneself"));
        }
        lock(userId);
        var gone = list(userId);
        if (gone.isEmpty()) {
            return Outcome.refused(Reason.whole("identity.passkey.none"));
        }
        jdbc.sql("delete from identity.passkey where user_id = :user")
                .param("user", userId)
                .update();
        factors.endSessions(userId, null);
        var names = gone.stream().map(Passkey::name).collect(Collectors.joining(", "));
        events.publishEvent(new IdentityChanged(
                        actor.who(),
                        "user.passkeys-reset",
                        "user",
                        String.valueOf(userId),
                        null,
                        named(names),
                        Map.of())
                .because(reason));
        return Outcome.done(gone.size());
    }

    /// Asks whoever is at the door for a passkey of theirs.
    ///
    /// @param session the id of the session in which the answer will come
    public PasskeyOptions.Request ask(String session, PasskeyPlace place) {
        return new PasskeyOptions.Request(
                challenge(Purpose.ENTER, null, session), place.host(), LIFE.toMillis(), List.of(), "required");
    }

    /// Asks somebody who gave their password for a passkey of theirs.
    public PasskeyOptions.Request askAfterPassword(long userId, String session, PasskeyPlace place) {
        return new PasskeyOptions.Request(
                challenge(Purpose.AFTER_PASSWORD, userId, session),
                place.host(),
                LIFE.toMillis(),
                credentials(userId),
                "required");
    }

    /// Tries the answer to [#ask].
    ///
    /// @param answer the signature in JSON, as WebAuthn §5.1 writes it
    /// @param address the network address of whoever tries
    public Answer enter(String answer, String session, PasskeyPlace place, String address) {
        return enter(answer, Purpose.ENTER, null, session, place, address);
    }

    /// Tries the answer to [#askAfterPassword], which nobody else can give.
    public Answer enterAfterPassword(long userId, String answer, String session, PasskeyPlace place, String address) {
        return enter(answer, Purpose.AFTER_PASSWORD, userId, session, place, address);
    }

    // There is nothing to guess in a signature, so that failures count against the address alone: whoever locks an
    // account by guessing at its password does not lock its passkeys.
    private Answer enter(
            String answer,
            Purpose purpose,
            @Nullable Long expected,
            String session,
            PasskeyPlace place,
            String address) {
        var addressKey = "address:" + address;
        var wait = throttle.attempt(addressKey, Throttle.ADDRESS);
        if (wait.isPresent()) {
            return new Answer.Wait(wait.get());
        }
        var signed = authenticated(answer).orElse(null);
        if (signed == null || !take(signed.getCollectedClientData(), purpose, expected, session)) {
            return new Answer.Wrong();
        }
        var result = transaction.execute(status -> judge(signed, expected, place));
        if (result instanceof Answer.Entered) {
            throttle.takeBack(addressKey, Throttle.ADDRESS);
        }
        return result;
    }

    private Answer judge(AuthenticationData signed, @Nullable Long expected, PasskeyPlace place) {
        var stored = stored(signed).orElse(null);
        if (stored == null
                || stored.closed()
                || !stored.host().equals(place.host())
                || expected != null && expected != stored.userId()) {
            return new Answer.Wrong();
        }
        // Whoever was not named before is named by the passkey itself, and by nothing else.
        var handle = signed.getUserHandle();
        if (handle == null ? expected == null : !MessageDigest.isEqual(handle, stored.handle())) {
            return new Answer.Wrong();
        }
        var who = new Who(stored.userId(), stored.userName(), Who.Channel.WEB);
        try {
            verifier.verify(
                    signed,
                    new AuthenticationParameters(
                            server(signed.getCollectedClientData(), place), record(stored), null, true, true));
        } catch (MaliciousCounterValueException e) {
            log.warn("A passkey of account {} counted backwards: there may be a copy of it", stored.userId());
            events.publishEvent(new IdentityChanged(
                    who,
                    "user.passkey-refused",
                    "user",
                    String.valueOf(stored.userId()),
                    null,
                    Map.of(),
                    named(stored.name())));
            return new Answer.Wrong();
        } catch (WebAuthnException e) {
            log.info("A passkey of account {} was refused: {}", stored.userId(), e.getMessage());
            return new Answer.Wrong();
        }
        var said = Objects.requireNonNull(signed.getAuthenticatorData());
        jdbc.sql("""
                        update identity.passkey set sign_count = :count, backed_up = :backed, last_used_at = :now
                        where id = :id
                        """)
                .param("count", said.getSignCount())
                .param("backed", said.isFlagBS())
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .param("id", stored.id())
                .update();
        factors.entered(who);
        return new Answer.Entered(stored.userId(), stored.epoch());
    }

    private CredentialRecordImpl record(Stored stored) {
        AttestedCredentialData data = attested.convert(stored.attested());
        return new CredentialRecordImpl(
                new NoneAttestationStatement(),
                true,
                stored.backupEligible(),
                stored.backedUp(),
                stored.signCount(),
                data,
                new AuthenticationExtensionsAuthenticatorOutputs<>(),
                null,
                null,
                Set.of());
    }

    private Optional<Stored> stored(AuthenticationData signed) {
        return jdbc.sql("""
                        select p.id, p.user_id, u.name as user_name, u.credentials_epoch,
                               u.disabled_at is not null as closed, h.handle, p.host, p.name, p.attested, p.sign_count,
                               p.backup_eligible, p.backed_up
                        from identity.passkey p
                        join identity.passkey_handle h on h.user_id = p.user_id
                        join identity.user_account u on u.id = p.user_id
                        where p.credential_id = :credential
                        for update of p
                        """)
                .param("credential", signed.getCredentialId())
                .query((row, n) -> stored(row))
                .optional();
    }

    private static Stored stored(ResultSet row) throws SQLException {
        return new Stored(
                row.getLong("id"),
                row.getLong("user_id"),
                row.getString("user_name"),
                row.getInt("credentials_epoch"),
                row.getBoolean("closed"),
                row.getBytes("handle"),
                row.getString("host"),
                row.getString("name"),
                row.getBytes("attested"),
                row.getLong("sign_count"),
                row.getBoolean("backup_eligible"),
                row.getBoolean("backed_up"));
    }

    private Optional<Passkey> find(long userId, long passkeyId) {
        return list(userId).stream().filter(p -> p.id() == passkeyId).findFirst();
    }

    /// Why somebody's last passkey stays; absent when it may go, or is not the last.
    private @Nullable Reason whyKept(long userId) {
        if (list(userId).size() != 1) {
            return null;
        }
        return !otherWayIn(userId)
                ? Reason.whole("identity.passkey.lastWay")
                : factors.restsOnPasskeys(userId) ? Reason.whole("identity.passkey.required") : null;
    }

    private boolean otherWayIn(long userId) {
        return jdbc.sql("""
                        select password_hash is not null
                               or exists (select 1 from identity.oidc_binding b where b.user_id = u.id)
                        from identity.user_account u where u.id = :id
                        """).param("id", userId).query(Boolean.class).single();
    }

    private List<PasskeyOptions.Credential> credentials(long userId) {
        return jdbc.sql("""
                        select credential_id, transports from identity.passkey
                        where user_id = :user order by created_at, id
                        """)
                .param("user", userId)
                .query((row, n) ->
                        new PasskeyOptions.Credential(KEY, text(row.getBytes("credential_id")), List.of((String[])
                                row.getArray("transports").getArray())))
                .list();
    }

    /// A fresh challenge of 256 random bits, kept as its hash until it is answered or out of date.
    private String challenge(Purpose purpose, @Nullable Long userId, String session) {
        var now = clock.instant();
        jdbc.sql("delete from identity.passkey_challenge where expires_at < :now")
                .param("now", now.atOffset(ZoneOffset.UTC))
                .update();
        var challenge = Secrets.fresh();
        jdbc.sql("""
                        insert into identity.passkey_challenge (challenge_hash, session_hash, purpose, user_id, expires_at)
                        values (:challenge, :session, :purpose, :user, :until)
                        """)
                .param("challenge", Secrets.hash(challenge))
                .param("session", Secrets.hash(session))
                .param("purpose", purpose.name())
                .param("user", userId)
                .param("until", now.plus(LIFE).atOffset(ZoneOffset.UTC))
                .update();
        return challenge;
    }

    /// Whether that is what this session was asked to sign; never again afterwards.
    private boolean take(@Nullable CollectedClientData said, Purpose purpose, @Nullable Long userId, String session) {
        var challenge = said == null ? null : said.getChallenge();
        if (challenge == null || challenge.getValue().length == 0) {
            return false;
        }
        return jdbc.sql("""
                        delete from identity.passkey_challenge
                        where challenge_hash = :challenge and session_hash = :session and purpose = :purpose
                          and user_id is not distinct from :user and expires_at > :now
                        """)
                        .param("challenge", Secrets.hash(text(challenge.getValue())))
                        .param("session", Secrets.hash(session))
                        .param("purpose", purpose.name())
                        .param("user", userId, java.sql.Types.BIGINT)
                        .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                        .update()
                == 1;
    }

    private static ServerProperty server(@Nullable CollectedClientData said, PasskeyPlace place) {
        // The challenge was compared when it was taken; the library wants to compare it again.
        var challenge = Objects.requireNonNull(said).getChallenge();
        return ServerProperty.builder()
                .origin(new Origin(place.origin()))
                .rpId(place.host())
                .challenge(new DefaultChallenge(challenge.getValue()))
                .build();
    }

    private Optional<RegistrationData> registered(String answer) {
        try {
            return answer.length() > ANSWER_MAX
                    ? Optional.empty()
                    : Optional.of(verifier.parseRegistrationResponseJSON(answer))
                            .filter(made -> made.getAttestationObject() != null);
        } catch (RuntimeException e) {
            // Whoever sends it chooses each byte; besides its own exceptions the library lets those of its readers of
            // JSON and CBOR through.
            log.info(
                    "What was to be a new passkey could not be read: {}",
                    e.getClass().getName());
            return Optional.empty();
        }
    }

    private Optional<AuthenticationData> authenticated(String answer) {
        try {
            return answer.length() > ANSWER_MAX
                    ? Optional.empty()
                    : Optional.of(verifier.parseAuthenticationResponseJSON(answer));
        } catch (RuntimeException e) {
            // As above.
            log.info(
                    "What was to be the answer of a passkey could not be read: {}",
                    e.getClass().getName());
            return Optional.empty();
        }
    }

    private byte[] handle(long userId) {
        var fresh = new byte[HANDLE_BYTES];
        random.nextBytes(fresh);
        jdbc.sql("""
                        insert into identity.passkey_handle (user_id, handle) values (:id, :handle)
                        on conflict (user_id) do nothing
                        """).param("id", userId).param("handle", fresh).update();
        return jdbc.sql("select handle from identity.passkey_handle where user_id = :id for update")
                .param("id", userId)
                .query(byte[].class)
                .single();
    }

    /// Of two changes at once to the passkeys of one person, one waits for the other.
    private void lock(long userId) {
        jdbc.sql("select user_id from identity.passkey_handle where user_id = :id for update")
                .param("id", userId)
                .query(Long.class)
                .optional();
    }

    private static @Nullable Reason wrongName(String name) {
        var reasons = new ArrayList<Reason>();
        Words.required(reasons, "name", Words.clean(name), NAME_MAX, "identity.name");
        return reasons.isEmpty() ? null : reasons.getFirst();
    }

    private static Map<String, @Nullable Object> named(String name) {
        return Map.of("passkey", name);
    }

    private static PublicKeyCredentialParameters algorithm(COSEAlgorithmIdentifier algorithm) {
        return new PublicKeyCredentialParameters(PublicKeyCredentialType.PUBLIC_KEY, algorithm);
    }

    private static String text(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
