package io.sextant.app.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.sextant.app.kernel.Who;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

class RecorderTest {
    private final Trail trail = new Trail();

    @Test
    void aChangeIsWrittenDownWithItsAuthorReasonAndValues() {
        trail.commit(new Trail.Edited(
                new Who(7L, "Claire Métayer", Who.Channel.API),
                "UC-2026-0001",
                "demandé par le métier",
                Map.of("title", "avant"),
                Map.of("title", "après", "tags", List.of("a", "b"))));

        var event = one(1);
        assertThat(event.actorId()).isEqualTo(7);
        assertThat(event.actorName()).isEqualTo("Claire Métayer");
        assertThat(event.channel()).isEqualTo("API");
        assertThat(event.action()).isEqualTo("use-case.edited");
        assertThat(event.subjectType()).isEqualTo("use-case");
        assertThat(event.subjectId()).isEqualTo("UC-2026-0001");
        assertThat(event.reason()).isEqualTo("demandé par le métier");
        assertThat(event.change())
                .isEqualTo("{\"after\":{\"tags\":[\"a\",\"b\"],\"title\":\"après\"},\"before\":{\"title\":\"avant\"}}");
        assertThat(event.recordedAt()).isEqualTo(Trail.START);
        assertThat(event.prevHash()).isEqualTo(new byte[32]);
        assertThat(trail.verify().findings()).isEmpty();
        assertThat(trail.grown).isEqualTo(1);
    }

    @Test
    void eachChangeFollowsTheOneBeforeWithoutAGap() {
        trail.commit(Trail.edited(1), Trail.edited(2));
        trail.commit(Trail.edited(3));

        assertThat(numbers()).containsExactly(1L, 2L, 3L);
        assertThat(one(2).prevHash()).isEqualTo(one(1).hash());
        assertThat(one(3).prevHash()).isEqualTo(one(2).hash());
        assertThat(one(1).seal()).isNull();
        assertThat(one(2).seal()).hasSize(64);
        assertThat(one(3).seal()).hasSize(64);
    }

    @Test
    void aTransactionThatRollsBackLeavesNothingNotEvenAGap() {
        trail.commit(Trail.edited(1));
        trail.transaction.executeWithoutResult(status -> {
            trail.recorder.on(Trail.edited(2));
            status.setRollbackOnly();
        });
        assertThatIllegalStateException()
                .isThrownBy(() -> trail.transaction.executeWithoutResult(status -> {
                    trail.recorder.on(Trail.edited(3));
                    throw new IllegalStateException("the room fails");
                }));
        trail.commit(Trail.edited(4));

        assertThat(subjects()).containsExactly("UC-2026-0001", "UC-2026-0004");
        assertThat(numbers()).containsExactly(1L, 2L);
        assertThat(trail.grown).isEqualTo(2);
    }

    @Test
    void aChangeWhoseRecordCannotBeWrittenIsNotMade() {
        trail.jdbc.execute("create table audit.thing (name text)");
        trail.jdbc.execute("alter table audit.event add constraint refuses check (subject_id <> 'UC-2026-0002')");

        assertThatExceptionOfType(DataAccessException.class)
                .isThrownBy(() -> trail.transaction.executeWithoutResult(status -> {
                    trail.jdbc.update("insert into audit.thing values ('changed')");
                    trail.recorder.on(Trail.edited(2));
                }));

        assertThat(trail.jdbc.queryForObject("select count(*) from audit.thing", Long.class))
                .isZero();
        assertThat(numbers()).isEmpty();
    }

    @Test
    void aDatabaseThatDiesBeforeTheCommitKeepsNeitherTheChangeNorItsRecord() {
        trail.commit(Trail.edited(1));
        trail.jdbc.execute("create table audit.thing (name text)");

        assertThatExceptionOfType(Exception.class)
                .isThrownBy(() -> trail.transaction.executeWithoutResult(status -> {
                    trail.jdbc.update("insert into audit.thing values ('changed')");
                    trail.recorder.on(Trail.edited(2));
                    TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                        // After the record has been inserted, before the commit reaches the database.
                        @Override
                        public void beforeCompletion() {
                            int backend = trail.client()
                                    .sql("select pg_backend_pid()")
                                    .query(Integer.class)
                                    .single();
                            try (var other = trail.database.getConnection();
                                    var kill = other.createStatement()) {
                                kill.execute("select pg_terminate_backend(" + backend + ")");
                            } catch (SQLException e) {
                                throw new IllegalStateException(e);
                            }
                        }
                    });
                }));
        trail.commit(Trail.edited(3));

        assertThat(trail.jdbc.queryForObject("select count(*) from audit.thing", Long.class))
                .isZero();
        assertThat(subjects()).containsExactly("UC-2026-0001", "UC-2026-0003");
        assertThat(numbers()).containsExactly(1L, 2L);
        assertThat(trail.verify().findings()).isEmpty();
    }

    @Test
    void manyWritersAtOnceMakeOneChainWithoutAGap() throws Exception {
        int writers = 6;
        int transactions = 40;
        var go = new CountDownLatch(1);
        try (var threads = Executors.newFixedThreadPool(writers)) {
            List<Future<?>> done = IntStream.range(0, writers)
                    .<Future<?>>mapToObj(writer -> threads.submit(() -> {
                        go.await();
                        for (int i = 0; i < transactions; i++) {
                            int number = writer * 1000 + i;
                            boolean fails = i % 7 == 3;
                            trail.transaction.executeWithoutResult(status -> {
                                trail.recorder.on(Trail.edited(number));
                                trail.recorder.on(Trail.edited(number));
                                if (fails) {
                                    status.setRollbackOnly();
                                }
                            });
                        }
                        return null;
                    }))
                    .toList();
            go.countDown();
            for (Future<?> each : done) {
                each.get();
            }
        }

        int kept = writers
                * (int) IntStream.range(0, transactions).filter(i -> i % 7 != 3).count()
                * 2;
        assertThat(numbers())
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, kept).boxed().toList());
        var verification = trail.verify();
        assertThat(verification.findings()).isEmpty();
        assertThat(verification.events()).isEqualTo(kept);
    }

    @Test
    void whatASavepointTakesBackIsNotWrittenDown() {
        trail.transaction.executeWithoutResult(status -> {
            trail.recorder.on(Trail.edited(1));
            Object savepoint = status.createSavepoint();
            trail.recorder.on(Trail.edited(2));
            status.rollbackToSavepoint(savepoint);
            trail.recorder.on(Trail.edited(3));
        });

        assertThat(subjects()).containsExactly("UC-2026-0001", "UC-2026-0003");
    }

    @Test
    void aSavepointFromBeforeTheFirstChangeTakesBackAll() {
        trail.transaction.executeWithoutResult(status -> {
            Object savepoint = status.createSavepoint();
            trail.recorder.on(Trail.edited(1));
            trail.recorder.on(Trail.edited(2));
            status.rollbackToSavepoint(savepoint);
        });

        assertThat(subjects()).isEmpty();
    }

    @Test
    void aSavepointAlsoTakesBackWhatAnImportHasSetAside() {
        String large = "x".repeat(3 << 20);
        trail.transaction.executeWithoutResult(status -> {
            trail.recorder.on(Trail.edited(1, large));
            Object savepoint = status.createSavepoint();
            trail.recorder.on(Trail.edited(2, large));
            trail.recorder.on(Trail.edited(3, large));
            status.rollbackToSavepoint(savepoint);
            trail.recorder.on(Trail.edited(4, "small"));
        });

        assertThat(subjects()).containsExactly("UC-2026-0001", "UC-2026-0004");
        assertThat(one(1).change()).contains(large);
        assertThat(trail.verify().findings()).isEmpty();
    }

    @Test
    void aTransactionInsideAnotherHasItsOwnRecords() {
        var inner = new TransactionTemplate(trail.transactions);
        inner.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        trail.transaction.executeWithoutResult(status -> {
            trail.recorder.on(Trail.edited(1));
            inner.executeWithoutResult(own -> trail.recorder.on(Trail.edited(2)));
            trail.recorder.on(Trail.edited(3));
            status.setRollbackOnly();
        });

        assertThat(subjects()).containsExactly("UC-2026-0002");
    }

    @Test
    void aChangePublishedJustBeforeTheCommitIsWrittenDownToo() {
        trail.transaction.executeWithoutResult(status -> {
            TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                @Override
                public void beforeCommit(boolean readOnly) {
                    trail.recorder.on(Trail.edited(2));
                }
            });
            trail.recorder.on(Trail.edited(1));
            TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                @Override
                public void beforeCommit(boolean readOnly) {
                    trail.recorder.on(Trail.edited(3));
                }
            });
        });

        assertThat(subjects()).containsExactlyInAnyOrder("UC-2026-0001", "UC-2026-0002", "UC-2026-0003");
        assertThat(trail.verify().findings()).isEmpty();
    }

    @Test
    void aChangeOutsideATransactionIsAFault() {
        assertThatIllegalStateException()
                .isThrownBy(() -> trail.recorder.on(Trail.edited(1)))
                .withMessage(
                        "the change use-case.edited of use-case UC-2026-0001 is published outside a transaction, so it"
                                + " could not be committed together with its record");
    }

    @Test
    void aChangeAfterItsTransactionIsAFault() {
        var seen = new ArrayList<Throwable>();
        trail.transaction.executeWithoutResult(status -> {
            trail.recorder.on(Trail.edited(1));
            TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                @Override
                public void afterCommit() {
                    try {
                        trail.recorder.on(Trail.edited(2));
                    } catch (IllegalStateException e) {
                        seen.add(e);
                    }
                }
            });
        });

        assertThat(seen).singleElement().asString().contains("after its transaction ended");
        assertThat(subjects()).containsExactly("UC-2026-0001");
    }

    @Test
    void aChangeInAReadOnlyOrStricterTransactionIsAFault() {
        var readOnly = new TransactionTemplate(trail.transactions);
        readOnly.setReadOnly(true);
        var strict = new TransactionTemplate(trail.transactions);
        strict.setIsolationLevel(TransactionDefinition.ISOLATION_SERIALIZABLE);

        assertThatIllegalStateException()
                .isThrownBy(() -> readOnly.executeWithoutResult(status -> trail.recorder.on(Trail.edited(1))))
                .withMessageContaining("read-only");
        assertThatIllegalStateException()
                .isThrownBy(() -> strict.executeWithoutResult(status -> trail.recorder.on(Trail.edited(1))))
                .withMessageContaining("isolation above read committed");
    }

    @Test
    void aValueThatHasNoCanonicalTextIsAFaultOfTheRoom() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> trail.commit(Trail.edited(1, Set.of("a"))))
                .withMessageStartingWith("after.title is a ");
        assertThat(subjects()).isEmpty();
    }

    @Test
    void whatARoomDoesToItsValuesAfterwardsDoesNotMatter() {
        var values = new HashMap<String, @Nullable Object>(Map.of("title", "then"));
        trail.transaction.executeWithoutResult(status -> {
            trail.recorder.on(new Trail.Edited(Who.SYSTEM, "UC-2026-0001", null, Map.of(), values));
            values.put("title", "later");
        });

        assertThat(one(1).change()).isEqualTo("{\"after\":{\"title\":\"then\"},\"before\":{}}");
        assertThat(one(1).actorId()).isNull();
    }

    @Test
    void textThatADatabaseCannotStoreIsMendedAndStillVerifies() {
        trail.commit(new Trail.Edited(
                new Who(1L, "nul\0name", Who.Channel.WEB),
                "UC-2026-0001",
                "half \ud83d pair, whole 😀",
                Map.of(),
                Map.of("title", "nul\0 \ud83d 😀")));

        assertThat(one(1).actorName()).isEqualTo("nul\ufffdname");
        assertThat(one(1).reason()).isEqualTo("half \ufffd pair, whole 😀");
        assertThat(one(1).change()).isEqualTo("{\"after\":{\"title\":\"nul\\u0000 \\ud83d 😀\"},\"before\":{}}");
        assertThat(trail.verify().findings()).isEmpty();
    }

    @Test
    void anImportOfManyThousandsIsOneChainAndOneSeal() {
        trail.commit(Trail.edited(0));
        trail.transaction.executeWithoutResult(status -> {
            for (int number = 1; number <= 20_000; number++) {
                trail.recorder.on(Trail.edited(number, "un titre assez long pour un cas d’usage, n° " + number));
            }
        });

        var verification = trail.verify();
        assertThat(verification.findings()).isEmpty();
        assertThat(verification.events()).isEqualTo(20_001);
        assertThat(trail.jdbc.queryForObject("select count(*) from audit.event where seal is not null", Long.class))
                .isEqualTo(2);
        assertThat(one(20_001).subjectId()).isEqualTo("UC-2026-20000");
    }

    @Test
    void theTablesRefuseToBeChangedOrEmptied() {
        trail.commit(Trail.edited(1));
        trail.sign();
        for (String table : List.of("audit.event", "audit.checkpoint")) {
            String column = table.endsWith("event") ? "reason = 'x'" : "note = 'x'";
            for (String statement :
                    List.of("update " + table + " set " + column, "delete from " + table, "truncate " + table)) {
                assertThatExceptionOfType(DataAccessException.class)
                        .isThrownBy(() -> trail.jdbc.execute(statement))
                        .withStackTraceContaining("refused: the audit trail is append-only");
                assertThatExceptionOfType(DataAccessException.class)
                        .isThrownBy(() -> trail.transaction.executeWithoutResult(status -> {
                            trail.jdbc.execute("set local session_replication_role = replica");
                            trail.jdbc.execute(statement);
                        }))
                        .satisfies(refusal -> assertThat(refusal)
                                .rootCause()
                                .asString()
                                .containsAnyOf("append-only", "permission denied to set parameter"));
            }
        }
        assertThat(numbers()).containsExactly(1L);
    }

    private StoredEvent one(long seq) {
        return trail.jdbc
                .query(
                        "select " + EventStore.COLUMNS + " from audit.event where seq = ?",
                        (row, n) -> EventStore.event(row),
                        seq)
                .getFirst();
    }

    private List<Long> numbers() {
        return trail.client()
                .sql("select seq from audit.event order by seq")
                .query(Long.class)
                .list();
    }

    private List<String> subjects() {
        return trail.client()
                .sql("select subject_id from audit.event order by seq")
                .query(String.class)
                .list();
    }
}
