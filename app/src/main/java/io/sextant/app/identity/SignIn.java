package io.sextant.app.identity;

import io.sextant.app.kernel.Who;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/// The door by which people come in with an address and a password. Thread-safe. A wrong password, an unknown address
/// and a closed account are told apart by nobody: the answer, its wording and its duration are the same.
@Component
public class SignIn {
    /// What came of it.
    public sealed interface Answer {
        /// They are in.
        ///
        /// @param epoch the epoch of their credentials, for [Actors#ofSession]
        record Entered(long userId, String name, int epoch) implements Answer {}

        /// Address and password go together, and that is not enough: see [SecondFactors].
        ///
        /// @param demand what is asked for now, never nothing
        record Halfway(long userId, int epoch, SecondFactors.Demand demand) implements Answer {}

        /// Address and password do not go together.
        record Wrong() implements Answer {}

        /// Too many failures: nothing was tried.
        ///
        /// @param left how long until the next attempt
        record Wait(Duration left) implements Answer {}
    }

    private record Account(long id, String name, @Nullable String hash, int epoch, boolean closed) {}

    private static final Duration BUSY = Duration.ofSeconds(10);

    private final JdbcClient jdbc;
    private final Passwords passwords;
    private final Throttle throttle;
    private final SecondFactors factors;
    private final ApplicationEventPublisher events;
    private final Clock clock;
    private final TransactionTemplate transaction;

    SignIn(
            JdbcClient jdbc,
            Passwords passwords,
            Throttle throttle,
            SecondFactors factors,
            ApplicationEventPublisher events,
            PlatformTransactionManager transactions,
            Clock clock) {
        this.jdbc = jdbc;
        this.passwords = passwords;
        this.throttle = throttle;
        this.factors = factors;
        this.events = events;
        this.clock = clock;
        this.transaction = new TransactionTemplate(transactions);
    }

    /// Tries an address and a password.
    ///
    /// @param address the network address of whoever tries
    public Answer attempt(String email, String password, String address, Who.Channel channel) {
        var accountKey = "account:" + HexFormat.of().formatHex(Secrets.hash(Words.emailKey(email)));
        var addressKey = addressKey(address);
        var wait = throttle.attempt(addressKey, Throttle.ADDRESS);
        if (wait.isPresent()) {
            return new Answer.Wait(wait.get());
        }
        wait = throttle.attempt(accountKey, Throttle.ACCOUNT);
        if (wait.isPresent()) {
            return new Answer.Wait(wait.get());
        }
        var account = jdbc.sql("""
                        select id, name, password_hash, credentials_epoch, disabled_at is not null as closed
                        from identity.user_account where email_key = :key
                        """)
                .param("key", Words.emailKey(email))
                .query((row, n) -> new Account(
                        row.getLong("id"),
                        row.getString("name"),
                        row.getString("password_hash"),
                        row.getInt("credentials_epoch"),
                        row.getBoolean("closed")))
                .optional()
                .orElse(null);
        try {
            if (!passwords.matches(password, account == null ? null : account.hash())
                    || account == null
                    || account.hash() == null
                    || account.closed()) {
                return new Answer.Wrong();
            }
            throttle.succeeded(accountKey);
            throttle.takeBack(addressKey, Throttle.ADDRESS);
            var renewed = passwords.outdated(account.hash()) ? passwords.hash(password) : account.hash();
            var demand = factors.demand(account.id());
            if (demand != SecondFactors.Demand.NONE) {
                keep(account.id(), renewed);
                return new Answer.Halfway(account.id(), account.epoch(), demand);
            }
            entered(account, renewed, channel);
            return new Answer.Entered(account.id(), account.name(), account.epoch());
        } catch (Passwords.Busy e) {
            throttle.takeBack(addressKey, Throttle.ADDRESS);
            throttle.takeBack(accountKey, Throttle.ACCOUNT);
            return new Answer.Wait(BUSY);
        }
    }

    /// Counts a wrong secret against an address: a set-up token, a link to choose a password.
    ///
    /// @return how long to wait when it may not be tried; absent when it may
    @Nullable
    Duration mayTry(String address) {
        return throttle.attempt(addressKey(address), Throttle.ADDRESS).orElse(null);
    }

    /// Takes back what [#mayTry] counted, the secret having been right.
    void wasRight(String address) {
        throttle.takeBack(addressKey(address), Throttle.ADDRESS);
    }

    private void entered(Account account, String hash, Who.Channel channel) {
        transaction.executeWithoutResult(status -> {
            keep(account.id(), hash);
            jdbc.sql("update identity.user_account set last_login_at = :now where id = :id")
                    .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                    .param("id", account.id())
                    .update();
            // A program that asks for a token leaves that in the trail; a person leaves their coming in.
            if (channel == Who.Channel.WEB) {
                events.publishEvent(IdentityChanged.act(
                        new Who(account.id(), account.name(), channel), "session.opened", "user", account.id()));
            }
        });
    }

    private void keep(long userId, String hash) {
        jdbc.sql("update identity.user_account set password_hash = :hash where id = :id")
                .param("hash", hash)
                .param("id", userId)
                .update();
    }

    private static String addressKey(String address) {
        return "address:" + address;
    }
}
