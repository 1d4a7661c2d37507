package io.sextant.app.identity;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/// Slows down who guesses. After a few failures under one key (an account, an address) the next attempt must wait, and
/// each further failure doubles the wait. An attempt is counted before it is judged: a hundred guesses sent at once are
/// not a hundred free ones. Counts live in the database, so that a restart forgives nobody; they are forgotten after a
/// day without failure.
@Component
final class Throttle {
    /// How many failures are free, and how long to wait after them.
    ///
    /// @param free failures before the first wait
    /// @param first the wait after the last free one; doubled at each further failure
    /// @param longest the wait is never longer
    record Limits(int free, Duration first, Duration longest) {}

    /// For one account. Five slips of the finger are usual; thirty a day are not.
    static final Limits ACCOUNT = new Limits(5, Duration.ofSeconds(30), Duration.ofMinutes(15));
    /// For one address, behind which a whole office may sit.
    static final Limits ADDRESS = new Limits(30, Duration.ofSeconds(30), Duration.ofMinutes(15));

    private static final Duration MEMORY = Duration.ofDays(1);

    private final JdbcClient jdbc;
    private final Clock clock;
    private final TransactionTemplate apart;

    Throttle(JdbcClient jdbc, PlatformTransactionManager transactions, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.apart = new TransactionTemplate(transactions);
        this.apart.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    }

    /// Counts an attempt as failed until [#succeeded] says otherwise; the wait that is left when it may not be made.
    Optional<Duration> attempt(String key, Limits limits) {
        return apart.execute(status -> {
            var now = clock.instant();
            var counted = jdbc.sql("""
                            insert into identity.login_attempt as known (attempt_key, failures, last_at)
                            values (:key, 1, :now)
                            on conflict (attempt_key) do update
                            set failures = case when known.last_at < :forgotten then 1 else known.failures + 1 end,
                                last_at = :now,
                                blocked_until = case
                                    when known.last_at >= :forgotten and known.failures + 1 >= :free
                                    then :now + least(
                                        :longest * interval '1 second',
                                        :first * interval '1 second' * power(2, least(known.failures + 1 - :free, 20)))
                                end
                            where known.blocked_until is null or known.blocked_until <= :now
                            returning failures
                            """)
                    .param("key", key)
                    .param("now", at(now))
                    .param("forgotten", at(now.minus(MEMORY)))
                    .param("free", limits.free())
                    .param("first", limits.first().toSeconds())
                    .param("longest", limits.longest().toSeconds())
                    .query(Integer.class)
                    .optional();
            if (counted.isPresent()) {
                return Optional.empty();
            }
            return jdbc.sql("select blocked_until from identity.login_attempt where attempt_key = :key")
                    .param("key", key)
                    .query(OffsetDateTime.class)
                    .optional()
                    .map(until -> Duration.between(now, until.toInstant()))
                    .filter(wait -> wait.isPositive());
        });
    }

    /// Forgets the failures of an account that proved itself.
    void succeeded(String key) {
        apart.executeWithoutResult(status -> {
            jdbc.sql("delete from identity.login_attempt where attempt_key = :key")
                    .param("key", key)
                    .update();
            jdbc.sql("delete from identity.login_attempt where last_at < :forgotten")
                    .param("forgotten", at(clock.instant().minus(MEMORY)))
                    .update();
        });
    }

    /// Takes back the one attempt that succeeded; earlier failures from the same address still count, or an attacker
    /// with an account of their own could wash the others away.
    void takeBack(String key, Limits limits) {
        apart.executeWithoutResult(status ->
                jdbc.sql("""
                        update identity.login_attempt
                        set failures = greatest(0, failures - 1),
                            blocked_until = case when failures - 1 >= :free then blocked_until end
                        where attempt_key = :key
                        """).param("key", key).param("free", limits.free()).update());
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
