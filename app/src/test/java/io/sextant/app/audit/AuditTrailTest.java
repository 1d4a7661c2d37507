package io.sextant.app.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sextant.app.audit.proof.MerkleProof;
import io.sextant.app.audit.proof.SignedNote;
import io.sextant.app.audit.proof.TreeHead;
import io.sextant.app.identity.Actor;
import io.sextant.app.identity.Grant;
import io.sextant.app.identity.Role;
import io.sextant.app.kernel.Outcome;
import io.sextant.app.kernel.Who;
import io.sextant.app.testing.Accounts;
import io.sextant.app.testing.SextantTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.security.access.AccessDeniedException;

@SextantTest
class AuditTrailTest {
    private static final Actor SYSTEM = Actor.system();

    @Autowired
    private Accounts accounts;

    private final Trail trail = new Trail();
    private final AuditTrail door = door(trail);

    private static AuditTrail door(Trail trail) {
        return new AuditTrail(
                new EventReader(trail.client()),
                trail.events,
                trail.store,
                trail.checkpoints,
                new Verifications(trail.verifier, trail.keys),
                trail.keys,
                trail.transactions);
    }

    @Test
    void changesAreListedNewestFirstPartByPart() {
        trail.grow(1, 25);

        var first = list(EventFilter.ALL, null, 10);
        var second = list(EventFilter.ALL, first.getLast().seq(), 10);
        var third = list(EventFilter.ALL, second.getLast().seq(), 10);

        assertThat(first)
                .extracting(AuditEvent::seq)
                .startsWith(25L, 24L)
                .endsWith(16L)
                .hasSize(10);
        assertThat(second).extracting(AuditEvent::seq).startsWith(15L).endsWith(6L);
        assertThat(third)
                .extracting(AuditEvent::seq)
                .startsWith(5L)
                .endsWith(1L)
                .hasSize(5);
    }

    @Test
    void aChangeShowsItsFieldsBeforeAndAfter() {
        trail.commit(new Trail.Edited(
                new Who(3L, "Ana", Who.Channel.API),
                "UC-2026-0001",
                "why",
                Map.of("title", "a", "old", 1),
                Map.of("title", "b", "tags", List.of("x"))));

        var event = door.event(SYSTEM, 1).orElseThrow();
        assertThat(event.fields())
                .containsExactly(
                        new AuditEvent.Field("old", true, 1, false, null),
                        new AuditEvent.Field("tags", false, null, true, List.of("x")),
                        new AuditEvent.Field("title", true, "a", true, "b"));
        assertThat(event.reason()).isEqualTo("why");
        assertThat(door.event(SYSTEM, 2)).isEmpty();
    }

    @Test
    void aChangeWhoseTextWasDestroyedIsStillShown() {
        trail.grow(1, 1);
        trail.tamper("update audit.event set change = '{\"after\":' where seq = 1");

        assertThat(door.event(SYSTEM, 1)).get().extracting(AuditEvent::fields).isEqualTo(List.of());
    }

    @Test
    void eachFilterNarrowsTheList() {
        trail.grow(1, 3);
        trail.commit(new Trail.Edited(
                Who.SYSTEM, "UC-2026-0002", "100 % réécrit_ici", Map.of(), Map.of("title", "Zanzibar")));
        trail.commit(new Trail.Edited(new Who(9L, "Zoé", Who.Channel.API), "UC-2026-0009", null, Map.of(), Map.of()));

        assertThat(seqs(EventFilter.of("use-case", "UC-2026-0002"))).containsExactly(4L, 2L);
        assertThat(seqs(EventFilter.of("unit", "UC-2026-0002"))).isEmpty();
        assertThat(seqs(actors(Set.of(9L)))).containsExactly(5L);
        assertThat(seqs(actors(Set.of(EventFilter.SYSTEM)))).containsExactly(4L);
        assertThat(seqs(actors(Set.of(EventFilter.SYSTEM, 9L)))).containsExactly(5L, 4L);
        assertThat(seqs(new EventFilter(
                        Set.of(),
                        null,
                        Set.of(),
                        Set.of("use-case.edited"),
                        Set.of("API", "SYSTEM"),
                        null,
                        null,
                        null)))
                .containsExactly(5L, 4L);
        assertThat(seqs(new EventFilter(
                        Set.of(), null, Set.of(), Set.of("use-case.created"), Set.of(), null, null, null)))
                .isEmpty();
        var third = door.event(SYSTEM, 3).orElseThrow().recordedAt();
        var fifth = door.event(SYSTEM, 5).orElseThrow().recordedAt();
        assertThat(seqs(new EventFilter(Set.of(), null, Set.of(), Set.of(), Set.of(), third, fifth, null)))
                .containsExactly(4L, 3L);
        assertThat(seqs(EventFilter.text("zanzi"))).containsExactly(4L);
        assertThat(seqs(EventFilter.text("ZOÉ"))).containsExactly(5L);
        assertThat(seqs(EventFilter.text("0009"))).containsExactly(5L);
        assertThat(seqs(EventFilter.text("100 %"))).containsExactly(4L);
        assertThat(seqs(EventFilter.text("cri__ici")))
                .as("an underscore is an underscore")
                .isEmpty();
        assertThat(seqs(EventFilter.text("é_"))).isEmpty();
        assertThat(seqs(EventFilter.text("t_ici"))).containsExactly(4L);
    }

    @Test
    void whatCanBeFilteredByIsWhatOccurs() {
        trail.grow(1, 3);
        trail.commit(new Trail.Edited(Who.SYSTEM, "UC-2026-0002", null, Map.of(), Map.of()));
        trail.commit(new Trail.Edited(
                new Who(7L, "Claire Durand", Who.Channel.WEB), "UC-2026-0009", null, Map.of(), Map.of()));

        var facets = door.facets(SYSTEM);

        assertThat(facets.actions()).containsExactly("use-case.edited");
        assertThat(facets.subjectTypes()).containsExactly("use-case");
        assertThat(facets.authors())
                .containsExactly(new AuditTrail.Author(7, "Claire Durand"), new AuditTrail.Author(0, "Sextant"));
        assertThat(door(new Trail()).facets(SYSTEM).authors()).isEmpty();
    }

    @Test
    void aSearchThatTakesTooLongIsRefusedWithTheMend() {
        trail.transaction.executeWithoutResult(status -> {
            for (int number = 0; number < 20_000; number++) {
                trail.recorder.on(Trail.edited(number, "un titre assez long pour que la recherche prenne du temps"));
            }
        });
        var impatient = new AuditTrail(
                new EventReader(trail.client(), Duration.ofMillis(1)),
                trail.events,
                trail.store,
                trail.checkpoints,
                new Verifications(trail.verifier, trail.keys),
                trail.keys,
                trail.transactions);

        assertThat(impatient.events(SYSTEM, EventFilter.text("introuvable"), null, 10))
                .isInstanceOfSatisfying(Outcome.Refused.class, refused -> assertThat(refused.toString())
                        .contains("audit.text.tooLong"));
        assertThat(impatient.events(SYSTEM, EventFilter.ALL, null, 10)).isInstanceOf(Outcome.Done.class);
    }

    @Test
    void allChangesAreHandedOutHoweverMany() {
        trail.transaction.executeWithoutResult(status -> {
            for (int number = 1; number <= 2_345; number++) {
                trail.recorder.on(Trail.edited(number));
            }
        });
        var seen = new ArrayList<Long>();

        assertThat(door.all(SYSTEM, EventFilter.ALL, 1_000_000, event -> seen.add(event.seq())))
                .isEqualTo(Outcome.done(2_345L));
        assertThat(seen).hasSize(2_345).startsWith(2_345L).endsWith(1L).doesNotHaveDuplicates();
        assertThat(door.all(SYSTEM, EventFilter.ALL, 1_500, event -> {})).isEqualTo(Outcome.done(1_500L));
    }

    @Test
    void everyChangeCanBeProvedAgainstTheSignedRoot() {
        trail.transaction.executeWithoutResult(status -> {
            for (int number = 1; number <= 700; number++) {
                trail.recorder.on(Trail.edited(number));
            }
        });
        trail.sign();
        trail.grow(701, 705);
        trail.sign();
        trail.grow(706, 706);

        for (long seq : new long[] {1, 2, 255, 256, 257, 512, 513, 699, 700, 701, 705}) {
            var proof = Accounts.done(door.inclusion(SYSTEM, seq));
            assertThat(MerkleProof.includes(
                            seq - 1, proof.size(), bytes(proof.leaf()), bytes(proof.path()), bytes(proof.root())))
                    .as("change %d", seq)
                    .isTrue();
            var note = SignedNote.parse(proof.note());
            assertThat(note.trust(trail.keys.known())).isEqualTo(SignedNote.Trust.SIGNED);
            assertThat(TreeHead.parse(note.text()).root()).isEqualTo(bytes(proof.root()));
        }
        assertThat(door.inclusion(SYSTEM, 706)).isInstanceOf(Outcome.Refused.class);
        assertThat(door.inclusion(SYSTEM, 0)).isInstanceOf(Outcome.Refused.class);
    }

    @Test
    void aProofDoesNotNeedTheKeptSubtrees() {
        trail.transaction.executeWithoutResult(status -> {
            for (int number = 1; number <= 600; number++) {
                trail.recorder.on(Trail.edited(number));
            }
        });
        trail.sign();
        var before = door.inclusion(SYSTEM, 300);
        assertThat(trail.jdbc.queryForList("select position from audit.node order by position", Long.class))
                .containsExactly(0L, 1L);
        trail.jdbc.update("update audit.node set hash = sha256('x')");
        assertThat(door.inclusion(SYSTEM, 300)).isEqualTo(before);
        trail.jdbc.update("delete from audit.node");

        assertThat(door.inclusion(SYSTEM, 300)).isEqualTo(before).isInstanceOf(Outcome.Done.class);
    }

    @Test
    void anAlteredTrailGivesNoProof() {
        trail.grow(1, 20);
        trail.sign();
        trail.tamper("update audit.event set hash = sha256('x') where seq = 5");

        assertThat(door.inclusion(SYSTEM, 9))
                .isInstanceOfSatisfying(Outcome.Refused.class, refused -> assertThat(refused.toString())
                        .contains("audit.proof.broken"));
    }

    @Test
    void anOlderSignedTrailIsProvedToBeTheBeginningOfANewerOne() {
        trail.grow(1, 6);
        trail.sign();
        trail.grow(7, 20);
        trail.sign();

        var proof = Accounts.done(door.consistency(SYSTEM, 6, 20));
        assertThat(MerkleProof.continues(
                        6, 20, bytes(proof.olderRoot()), bytes(proof.newerRoot()), bytes(proof.path())))
                .isTrue();
        assertThat(door.consistency(SYSTEM, 7, 20)).isInstanceOf(Outcome.Refused.class);
        assertThat(door.consistency(SYSTEM, 20, 6)).isInstanceOf(Outcome.Refused.class);
    }

    @Test
    void theStateSaysHowManyChangesAreSignedAndVerified() {
        assertThat(door.state(SYSTEM)).isEqualTo(new TrailState(0, 0, null, null, null));
        trail.grow(1, 6);
        trail.sign();
        trail.grow(7, 9);
        door.verify(SYSTEM, done -> {});

        var state = door.state(SYSTEM);
        assertThat(state.events()).isEqualTo(9);
        assertThat(state.signed()).isEqualTo(6);
        assertThat(state.keyId()).isEqualTo(trail.keys.signer().key().id());
        assertThat(state.verification())
                .isNotNull()
                .extracting(Verification::intact)
                .isEqualTo(true);
    }

    @Test
    void onlyWhoMaySeeTheAuditOfTheWholeCompanyIsLetIn() {
        trail.grow(1, 1);
        assertThat(door.event(accounts.actor(Role.AUDITOR), 1)).isPresent();

        assertThatExceptionOfType(AccessDeniedException.class)
                .isThrownBy(() -> door.event(accounts.actor(Role.EMPLOYEE), 1));
        assertThatExceptionOfType(AccessDeniedException.class)
                .isThrownBy(() -> door.anchor(accounts.actor(new Grant(Role.EMPLOYEE, null))));
    }

    private List<AuditEvent> list(EventFilter filter, @Nullable Long before, int limit) {
        return Accounts.done(door.events(SYSTEM, filter, before, limit));
    }

    private List<Long> seqs(EventFilter filter) {
        return list(filter, null, 100).stream().map(AuditEvent::seq).toList();
    }

    private static EventFilter actors(Set<Long> actors) {
        return new EventFilter(Set.of(), null, actors, Set.of(), Set.of(), null, null, null);
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    private static List<byte[]> bytes(List<String> hex) {
        return hex.stream().map(AuditTrailTest::bytes).toList();
    }
}
