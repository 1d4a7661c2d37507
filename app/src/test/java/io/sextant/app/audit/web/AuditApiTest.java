package io.sextant.app.audit.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.sextant.app.audit.proof.NoteKey;
import io.sextant.app.audit.proof.SignedNote;
import io.sextant.app.identity.Role;
import io.sextant.app.platform.jobs.Jobs;
import io.sextant.app.testing.Accounts;
import io.sextant.app.testing.Http;
import io.sextant.app.testing.SextantTest;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

@SextantTest
class AuditApiTest {
    @LocalServerPort
    private int port;

    @Autowired
    private Accounts accounts;

    @Autowired
    private Jobs jobs;

    private Http auditor = Http.on(0);

    @BeforeEach
    void signIn() {
        auditor = Http.on(port).as(accounts.token(Role.AUDITOR));
    }

    @Test
    void aChangeMadeThroughTheApiIsInTheTrailWithItsAuthorAndValues() {
        var made = accounts.person(Role.EMPLOYEE);

        var events =
                auditor.get("/api/v1/audit/events?subjectType=user&subjectId=" + made.id() + "&action=user.created");

        assertThat(events.status()).as(events.toString()).isEqualTo(200);
        var event = events.json().path("items").path(0);
        assertThat(event.path("action").asString()).isEqualTo("user.created");
        assertThat(event.path("channel").asString()).isEqualTo("SYSTEM");
        assertThat(event.path("after").path("name").asString()).isEqualTo(made.name());
        assertThat(event.path("hash").asString()).matches("[0-9a-f]{64}");
        var alone = auditor.get("/api/v1/audit/events/" + event.path("seq").asLong());
        assertThat(alone.json()).isEqualTo(event);
        assertThat(alone.json().path("canonical").asString()).startsWith("{\"after\":{");
    }

    @Test
    void theListGoesOnFromItsCursorWithoutGapOrRepetition() {
        for (int i = 0; i < 4; i++) {
            accounts.person();
        }
        var seen = new HashSet<Long>();
        String cursor = "";
        Long last = null;
        for (int part = 0; part < 3; part++) {
            var answer = auditor.get("/api/v1/audit/events?limit=2" + (cursor.isEmpty() ? "" : "&cursor=" + cursor));
            for (var item : answer.json().path("items")) {
                long seq = item.path("seq").asLong();
                assertThat(seen.add(seq)).isTrue();
                assertThat(last == null || seq == last - 1).isTrue();
                last = seq;
            }
            cursor = answer.json().path("next").asString();
        }
        assertThat(seen).hasSize(6);
        assertThat(auditor.get("/api/v1/audit/events?limit=2&action=user.created&cursor=" + cursor)
                        .status())
                .as("a cursor of another list")
                .isEqualTo(400);
    }

    @Test
    void wrongParametersAreNamed() {
        var limit = auditor.get("/api/v1/audit/events?limit=0");
        assertThat(limit.status()).isEqualTo(400);
        assertThat(limit.json().path("errors").path(0).path("field").asString()).isEqualTo("limit");
        assertThat(auditor.get("/api/v1/audit/events?from=yesterday").status()).isEqualTo(400);
        assertThat(auditor.get("/api/v1/audit/events/999999999").status()).isEqualTo(404);
        assertThat(auditor.get("/api/v1/audit/events/999999999/proof").status()).isEqualTo(404);
        assertThat(auditor.get("/api/v1/audit/verify/999999999").status()).isEqualTo(404);
        assertThat(auditor.get("/api/v1/audit/consistency?older=1").status()).isEqualTo(400);
    }

    @Test
    void anAnchorIsSignedByTheKeyItComesWithAndProvesAChange() {
        accounts.person();

        var anchor = auditor.post("/api/v1/audit/anchor", Map.of());

        assertThat(anchor.status()).as(anchor.toString()).isEqualTo(200);
        var note = SignedNote.parse(anchor.json().path("note").asString());
        var key = NoteKey.parse(anchor.json().path("key").asString());
        assertThat(note.trust(List.of(key))).isEqualTo(SignedNote.Trust.SIGNED);
        long size = anchor.json().path("size").asLong();
        assertThat(size).isPositive();
        var proof = auditor.get("/api/v1/audit/events/" + size + "/proof");
        assertThat(proof.status()).as(proof.toString()).isEqualTo(200);
        assertThat(proof.json().path("size").asLong()).isGreaterThanOrEqualTo(size);
        var checkpoints = auditor.get("/api/v1/audit/checkpoints?limit=1");
        assertThat(checkpoints.json().path("items").path(0).path("size").asLong())
                .isGreaterThanOrEqualTo(size);
        assertThat(auditor.get("/api/v1/audit/anchor").json().path("size").asLong())
                .isGreaterThanOrEqualTo(size);
        var consistency = auditor.get("/api/v1/audit/consistency?older=" + size + "&newer=" + size);
        assertThat(consistency.status()).isEqualTo(200);
        var none = auditor.with("Accept-Language", "fr").get("/api/v1/audit/consistency?older=0&newer=" + size);
        assertThat(none.status()).isEqualTo(422);
        assertThat(none.json().path("detail").asString()).startsWith("Il n’y a pas de points de contrôle signés");
    }

    @Test
    void aVerificationRunsInTheBackgroundAndReports() throws Exception {
        accounts.person();

        var started = auditor.post("/api/v1/audit/verify", Map.of());

        assertThat(started.status()).as(started.toString()).isEqualTo(202);
        String place = started.header("Location");
        assertThat(place).matches("/api/v1/audit/verify/\\d+");
        var deadline = Instant.now().plus(Duration.ofSeconds(60));
        var answer = auditor.get(place);
        while (!jobs.find(answer.json().path("id").asLong()).orElseThrow().over()) {
            assertThat(Instant.now()).isBefore(deadline);
            Thread.onSpinWait();
        }
        answer = auditor.get(place);
        assertThat(answer.json().path("state").asString()).as(answer.toString()).isEqualTo("DONE");
        assertThat(answer.json().path("report").path("intact").asBoolean())
                .as(answer.toString())
                .isTrue();
        var state = auditor.get("/api/v1/audit/state").json();
        assertThat(state.path("intact").asBoolean()).isTrue();
        assertThat(state.path("changes").asLong()).isPositive();
    }

    @Test
    void whoMayNotSeeTheAuditIsTurnedAway() {
        var employee = Http.on(port).as(accounts.token(Role.EMPLOYEE));

        assertThat(employee.get("/api/v1/audit/events").status()).isEqualTo(403);
        assertThat(employee.post("/api/v1/audit/anchor", Map.of()).status()).isEqualTo(403);
        assertThat(Http.on(port).get("/api/v1/audit/state").status()).isEqualTo(401);
    }
}
