package io.sextant.app.identity.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.sextant.app.identity.Actor;
import io.sextant.app.identity.Grant;
import io.sextant.app.identity.People;
import io.sextant.app.identity.Role;
import io.sextant.app.testing.Accounts;
import io.sextant.app.testing.Http;
import io.sextant.app.testing.SextantTest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

@SextantTest
class ApiConventionsTest {
    @LocalServerPort
    private int port;

    @Autowired
    private Accounts accounts;

    @Autowired
    private People people;

    @Autowired
    private JdbcClient jdbc;

    @AfterEach
    void forgetFailures() {
        jdbc.sql("delete from identity.login_attempt").update();
    }

    private Http admin() {
        return Http.on(port).as(accounts.token(Role.ADMINISTRATOR));
    }

    private static Map<String, Object> unit(String code) {
        return Map.of("code", code, "nameFr", "Unité " + code);
    }

    private static String code() {
        return "T" + UUID.randomUUID().toString().substring(0, 8).toUpperCase(java.util.Locale.ROOT);
    }

    @Test
    void brokenJsonIsToldByLineAndColumnInTheCallersLanguage() {
        var answer = admin().with("Accept-Language", "fr").post("/api/v1/units", "{\n  \"code\": oops}");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.json().path("type").asString()).isEqualTo("urn:sextant:problem:malformed");
        assertThat(answer.json().path("line").asInt()).isEqualTo(2);
        assertThat(answer.json().path("detail").asString()).startsWith("Le JSON est rompu à la ligne 2");
        assertThat(answer.json().path("correlationId").asString()).isEqualTo(answer.header("X-Correlation-Id"));
    }

    @Test
    void aMisspeltFieldIsNamed() {
        var answer = admin().post("/api/v1/units", Map.of("nameFrench", "x"));
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.json().path("errors").path(0).path("field").asString())
                .isEqualTo("nameFrench");
    }

    @Test
    void wrongAddressMethodTypeAndCredentialsAreProblemsToo() {
        assertThat(admin().get("/api/v1/nowhere").status()).isEqualTo(404);
        assertThat(admin().put("/api/v1/units", "{}").status()).isEqualTo(405);
        assertThat(admin().with("Content-Type", "text/plain")
                        .post("/api/v1/units", "x")
                        .status())
                .isEqualTo(415);
        assertThat(admin().get("/api/v1/units?limit=201").status()).isEqualTo(400);
        assertThat(admin().get("/api/v1/units?cursor=abc").status()).isEqualTo(400);
        assertThat(admin().post("/api/v1/units", "\"" + "x".repeat(2_200_000) + "\"")
                        .status())
                .isEqualTo(413);
        var stranger = Http.on(port).get("/api/v1/me");
        assertThat(stranger.status()).isEqualTo(401);
        assertThat(stranger.header("WWW-Authenticate")).startsWith("Bearer");
        assertThat(Http.on(port).get("/api/v1/%2e%2e/x").header("Content-Type")).startsWith("application/problem+json");
    }

    @Test
    void aChangeSaysWhichVersionItIsMadeFrom() {
        var made = admin().post("/api/v1/units", unit(code()));
        var path = "/api/v1/units/" + made.json().path("id").asLong();
        assertThat(made.header("ETag")).isEqualTo("\"1\"");
        assertThat(admin().patch(path, Map.of("nameFr", "A")).status()).isEqualTo(428);
        assertThat(admin().with("If-Match", "seven")
                        .patch(path, Map.of("nameFr", "A"))
                        .status())
                .isEqualTo(400);
        var renamed = admin().with("If-Match", "\"1\"").patch(path, Map.of("nameFr", "A"));
        assertThat(renamed.header("ETag")).isEqualTo("\"2\"");
        var stale = admin().with("If-Match", "\"1\"").patch(path, Map.of("nameFr", "B"));
        assertThat(stale.status()).isEqualTo(412);
        assertThat(stale.json().path("currentVersion").asLong()).isEqualTo(2);
    }

    @Test
    void theSameKeyIsCarriedOutOnceAlsoWhenSentAtTheSameTime() throws Exception {
        var key = UUID.randomUUID().toString();
        var code = code();
        List<Http.Answer> answers;
        var caller = admin().with("Idempotency-Key", key);
        try (var threads = Executors.newFixedThreadPool(4)) {
            Callable<Http.Answer> send = () -> caller.post("/api/v1/units", unit(code));
            answers = threads.invokeAll(List.of(send, send, send, send)).stream()
                    .map(f -> f.resultNow())
                    .toList();
        }
        assertThat(answers)
                .allSatisfy(a -> assertThat(a.status()).as(a.toString()).isEqualTo(201));
        assertThat(answers.stream().map(Http.Answer::text).distinct()).hasSize(1);
        assertThat(answers)
                .filteredOn(a -> a.header("Idempotency-Replayed").equals("true"))
                .hasSize(3);
        assertThat(caller.post("/api/v1/units", unit(code())).status()).isEqualTo(422);
        jdbc.sql("update platform.idempotency_key set created_at = now() - interval '25 hours'")
                .update();
        var late = caller.post("/api/v1/units", unit(code));
        assertThat(late.json().path("errors").path(0).path("code").asString()).isEqualTo("identity.unit.codeTaken");
    }

    @Test
    void aRefusedRequestMayBeMendedUnderItsKeyAndAStoredSecretIsSealed() {
        var key = UUID.randomUUID().toString();
        var caller = admin().with("Idempotency-Key", key);
        assertThat(caller.post("/api/v1/tokens", Map.of("name", "", "days", 3)).status())
                .isEqualTo(422);
        var made = caller.post("/api/v1/tokens", Map.of("name", "sealed", "days", 3));
        assertThat(made.status()).isEqualTo(201);
        var again = caller.post("/api/v1/tokens", Map.of("name", "sealed", "days", 3));
        assertThat(again.text()).isEqualTo(made.text());
        var stored = jdbc.sql(
                        "select encode(body, 'escape') from platform.idempotency_key order by created_at desc limit 1")
                .query(String.class)
                .single();
        assertThat(stored).doesNotContain("sxt_");
    }

    @Test
    void aPasswordBuysATokenAndNothingElse() {
        var person = accounts.person(new Grant(Role.CIO, null));
        var basic = "Basic "
                + Base64.getEncoder()
                        .encodeToString((person.email() + ":" + Accounts.PASSWORD).getBytes(StandardCharsets.UTF_8));
        var caller = Http.on(port).with("Authorization", basic);
        var made = caller.post("/api/v1/tokens", Map.of("name", "script", "scopes", List.of("VIEW_USE_CASES")));
        assertThat(made.status()).as(made.toString()).isEqualTo(201);
        assertThat(caller.get("/api/v1/me").status()).isEqualTo(401);
        var narrow = Http.on(port).as(made.json().path("secret").asString());
        assertThat(narrow.get("/api/v1/users/names?text=camille").status()).isEqualTo(200);
        assertThat(narrow.post("/api/v1/tokens", Map.of("name", "wider")).status())
                .isEqualTo(403);
        var wrong = Http.on(port)
                .with(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString("a@b.c:x".getBytes(StandardCharsets.UTF_8)))
                .post("/api/v1/tokens", Map.of("name", "x"));
        assertThat(wrong.json().path("type").asString()).isEqualTo("urn:sextant:problem:wrong-password");
    }

    @Test
    void aClosedAccountsTokenOpensNothingMore() {
        var person = accounts.person(new Grant(Role.AUDITOR, null));
        var caller = Http.on(port).as(accounts.token(person, null));
        assertThat(caller.get("/api/v1/me").status()).isEqualTo(200);
        Accounts.done(people.disable(Actor.system(), person.id(), person.version(), "left"));
        assertThat(caller.get("/api/v1/me").json().path("type").asString())
                .isEqualTo("urn:sextant:problem:token-revoked");
    }

    @Test
    void listsAreReadPartByPart() {
        for (var i = 0; i < 3; i++) {
            admin().post("/api/v1/units", unit(code()));
        }
        var first = admin().get("/api/v1/units?limit=1");
        var next = first.json().path("next").asString();
        var second = admin().get("/api/v1/units?limit=1&cursor=" + next);
        assertThat(second.json().path("items").path(0).path("id").asLong())
                .isNotEqualTo(first.json().path("items").path(0).path("id").asLong());
        assertThat(admin().get("/api/v1/users?cursor=" + next).status()).isEqualTo(400);
    }
}
