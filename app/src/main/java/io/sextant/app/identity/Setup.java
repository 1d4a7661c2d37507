package io.sextant.app.identity;

import io.sextant.app.kernel.Outcome;
import io.sextant.app.kernel.Reason;
import io.sextant.app.kernel.Who;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/// The door by which the first administrator comes in: there is no default password, but a secret that Sextant makes at
/// its first start, shows on its console and in a file, and keeps hashed. It opens once.
@Component
public class Setup {
    /// What the first administrator says.
    ///
    /// @param alsoCio whether they are the CIO too, so that they can steer the register and not only run the
    /// installation
    /// @param token the API token they want at once; absent for none
    public record FirstAdministrator(
            String email,
            String name,
            String password,
            String organisation,
            String language,
            boolean alsoCio,
            @Nullable TokenWish token) {
        @Override
        public String toString() {
            return "FirstAdministrator[" + email + "]";
        }
    }

    /// An API token to make with the account.
    ///
    /// @param scopes absent means everything its owner may do
    public record TokenWish(String name, @Nullable Set<Permission> scopes, int days) {}

    /// What was set up.
    public record Ready(Person person, int epoch, Tokens.@Nullable Issued token) {}

    private static final List<String> ASKED = List.of("organisation", "language", "name", "email", "password");

    private final JdbcClient jdbc;
    private final People people;
    private final Tokens tokens;
    private final Actors actors;
    private final Organisations organisations;
    private final Passwords passwords;
    private final SignIn signIn;
    private final SetupLink link;
    private final ApplicationEventPublisher events;
    private final Clock clock;
    private final TransactionTemplate transaction;

    Setup(
            JdbcClient jdbc,
            People people,
            Tokens tokens,
            Actors actors,
            Organisations organisations,
            Passwords passwords,
            SignIn signIn,
            SetupLink link,
            ApplicationEventPublisher events,
            PlatformTransactionManager transactions,
            Clock clock) {
        this.jdbc = jdbc;
        this.people = people;
        this.tokens = tokens;
        this.actors = actors;
        this.organisations = organisations;
        this.passwords = passwords;
        this.signIn = signIn;
        this.link = link;
        this.events = events;
        this.clock = clock;
        this.transaction = new TransactionTemplate(transactions);
    }

    /// Whether nobody has set this installation up yet.
    public boolean needed() {
        return !organisations.current().ready();
    }

    /// Whether nobody at all has an account, so that the set-up is the only way in.
    public boolean onlyWayIn() {
        return needed()
                && jdbc.sql("select not exists (select 1 from identity.user_account)")
                        .query(Boolean.class)
                        .single();
    }

    /// Whether the secret opens, now; for the page that asks the questions.
    ///
    /// @param address the network address of whoever tries
    public Outcome<Boolean> check(String secret, String address) {
        var wait = signIn.mayTry(address);
        if (wait != null) {
            return Outcome.refused(People.tooSoon(wait));
        }
        var refusal = refusal(secret);
        if (refusal == null) {
            signIn.wasRight(address);
            return Outcome.done(true);
        }
        return Outcome.refused(refusal);
    }

    /// Creates the first administrator and names the organisation. Of several attempts at once, one wins.
    public Outcome<Ready> perform(String secret, FirstAdministrator wanted, String address, Who.Channel channel) {
        var wait = signIn.mayTry(address);
        if (wait != null) {
            return Outcome.refused(People.tooSoon(wait));
        }
        var outcome = transaction.execute(status -> locked(secret, wanted, channel));
        if (!(outcome instanceof Outcome.Refused<Ready>(var reasons))
                || reasons.stream().allMatch(r -> r.field() != null)) {
            signIn.wasRight(address);
        }
        return outcome;
    }

    private Outcome<Ready> locked(String secret, FirstAdministrator wanted, Who.Channel channel) {
        organisations.lock();
        var refusal = refusal(secret);
        if (refusal != null) {
            return Outcome.refused(refusal);
        }
        var grants = EnumSet.of(Role.ADMINISTRATOR);
        if (wanted.alsoCio()) {
            grants.add(Role.CIO);
        }
        var person = new People.NewPerson(
                wanted.email(),
                wanted.name(),
                wanted.language(),
                grants.stream().map(role -> new Grant(role, null)).collect(Collectors.toSet()));
        var organisation = Words.clean(wanted.organisation());
        var reasons = new ArrayList<Reason>();
        Words.required(reasons, "organisation", organisation, Organisations.NAME_MAX, "identity.organisation.name");
        people.problems(person).stream()
                .map(r ->
                        r.code().equals("identity.name.required") ? Reason.of("name", "identity.yourName.required") : r)
                .forEach(reasons::add);
        passwords
                .objection("password", wanted.password(), wanted.name(), wanted.email(), organisation)
                .ifPresent(reasons::add);
        var wish = wanted.token();
        if (wish != null) {
            tokens.problems(wish.name(), wish.scopes(), wish.days()).stream()
                    .map(r -> new Reason("apiToken." + r.field(), r.code(), r.args()))
                    .forEach(reasons::add);
        }
        if (!reasons.isEmpty()) {
            // In the order in which they are asked; what concerns no such field comes last.
            reasons.sort(
                    Comparator.comparingInt(r -> ASKED.contains(r.field()) ? ASKED.indexOf(r.field()) : ASKED.size()));
            return new Outcome.Refused<>(reasons);
        }
        return switch (people.add(Who.SYSTEM, person, passwords.hash(wanted.password()), false)) {
            case Outcome.Done<Person>(var added) -> Outcome.done(finish(added, organisation, wanted, channel));
            case Outcome.Refused<Person>(var why) -> new Outcome.Refused<>(why);
            case Outcome.Stale<Person>(var current) -> new Outcome.Stale<>(current);
        };
    }

    private Ready finish(Person person, String organisation, FirstAdministrator wanted, Who.Channel channel) {
        var before = organisations.current();
        organisations.write(organisation, wanted.language());
        done();
        var who = new Who(person.id(), person.name(), channel);
        events.publishEvent(IdentityChanged.change(
                who,
                "organisation.set-up",
                "organisation",
                "1",
                Organisations.values(before),
                Organisations.values(organisations.current())));
        var actor = actors.find(person.id(), channel).orElseThrow();
        var wish = wanted.token();
        var token = wish == null
                ? null
                : switch (tokens.create(actor, wish.name(), wish.scopes(), wish.days())) {
                    case Outcome.Done<Tokens.Issued>(var issued) -> issued;
                    case Outcome.Refused<Tokens.Issued>(var why) -> throw new IllegalStateException(why.toString());
                    case Outcome.Stale<Tokens.Issued> stale ->
                        throw new IllegalStateException("a new token is not stale");
                };
        return new Ready(person, 1, token);
    }

    /// Marks the installation as set up by Sextant itself, as the demo is: there is no first administrator to wait for.
    public void skip(Actor actor, String organisation, String language) {
        if (actor.channel() != Who.Channel.SYSTEM) {
            throw new IllegalArgumentException("only Sextant itself needs no first administrator");
        }
        transaction.executeWithoutResult(status -> {
            var before = organisations.lock();
            organisations.write(Words.clean(organisation), language);
            done();
            Map<String, @Nullable Object> was = new LinkedHashMap<>(Organisations.values(before));
            events.publishEvent(IdentityChanged.change(
                    actor.who(),
                    "organisation.set-up",
                    "organisation",
                    "1",
                    was,
                    Organisations.values(organisations.current())));
        });
    }

    private void done() {
        jdbc.sql("update identity.organisation set setup_token_hash = null, setup_done_at = :now")
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .update();
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                link.forget();
            }
        });
    }

    private @Nullable Reason refusal(String secret) {
        if (!needed()) {
            return Reason.whole("identity.setup.done");
        }
        var hash = jdbc.sql("select setup_token_hash from identity.organisation")
                .query((row, n) -> new Kept(row.getBytes("setup_token_hash")))
                .single()
                .hash();
        return hash != null && MessageDigest.isEqual(hash, Secrets.hash(secret.strip()))
                ? null
                : Reason.whole("identity.setup.token.notAllowed");
    }

    private record Kept(byte @Nullable [] hash) {}
}
