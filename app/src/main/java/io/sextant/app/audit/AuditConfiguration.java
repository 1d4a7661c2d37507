package io.sextant.app.audit;

import io.sextant.app.platform.database.DataFolder;
import java.time.Clock;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/// Puts the room together.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(AuditSettings.class)
class AuditConfiguration {
    @Bean
    Keys auditKeys(DataFolder data, AuditSettings settings) {
        return new Keys(data.root(), settings.origin());
    }

    @Bean
    CheckpointLog checkpointLog(DataFolder data, ObjectProvider<Clock> clock) {
        return new CheckpointLog(data.root(), clock.getIfAvailable(Clock::systemUTC));
    }

    @Bean
    Recorder recorder(EventStore store, Keys keys, CheckpointSchedule schedule, ObjectProvider<Clock> clock) {
        return new Recorder(store, keys, schedule, clock.getIfAvailable(Clock::systemUTC));
    }

    @Bean
    Checkpoints checkpoints(
            JdbcTemplate jdbc,
            PlatformTransactionManager transactions,
            EventStore events,
            CheckpointStore store,
            CheckpointLog file,
            Keys keys,
            ObjectProvider<Clock> clock) {
        return new Checkpoints(
                jdbc,
                new TransactionTemplate(transactions),
                events,
                store,
                file,
                keys,
                clock.getIfAvailable(Clock::systemUTC));
    }

    @Bean
    Verifier verifier(DataSource database, CheckpointLog file, ObjectProvider<Clock> clock) {
        return new Verifier(database, file, clock.getIfAvailable(Clock::systemUTC));
    }

    @Bean
    Verifications verifications(Verifier verifier, Keys keys) {
        return new Verifications(verifier, keys);
    }

    @Bean
    Acceptance acceptance(
            Checkpoints checkpoints,
            CheckpointLog file,
            EventStore events,
            PlatformTransactionManager transactions,
            ApplicationEventPublisher publisher) {
        return new Acceptance(checkpoints, file, events, new TransactionTemplate(transactions), publisher);
    }

    @Bean
    CheckpointSchedule checkpointSchedule(
            AuditSettings settings,
            Checkpoints checkpoints,
            Verifications verifications,
            Keys keys,
            PlatformTransactionManager transactions,
            ApplicationEventPublisher publisher,
            Environment environment) {
        return new CheckpointSchedule(
                settings,
                checkpoints,
                verifications,
                keys,
                new TransactionTemplate(transactions),
                publisher,
                !environment.containsProperty("sextant.command"));
    }
}
