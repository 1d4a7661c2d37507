package io.sextant.app.identity.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.sextant.app.testing.Http;
import io.sextant.app.testing.SextantTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;

/// In a database of its own: a set-up happens once.
@SextantTest
@TestPropertySource(properties = "sextant.access.url=https://sextant.example")
class SetupTest {
    @LocalServerPort
    private int port;

    @Autowired
    private JdbcClient jdbc;

    @Value("${sextant.data}")
    private String folder = "";

    private static Map<String, Object> wanted(String token, String email) {
        var body = new LinkedHashMap<String, Object>();
        body.put("token", token);
        body.put("email", email);
        body.put("name", "Claire Moreau");
        body.put("password", "seven quiet harbours");
        body.put("organisation", "Groupe Exemple");
        body.put("language", "fr");
        body.put("apiToken", Map.of("name", "first", "days", 30));
        return body;
    }

    @Test
    void theLinkOpensOnceForOneOfSeveralWhoTryAtTheSameTime() throws Exception {
        var link = Path.of(folder).resolve("setup-link");
        assertThat(Files.readString(link)).startsWith("https://sextant.example/setup?token=");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(link)))
                .isEqualTo("rw-------");
        var token = Files.readString(link).strip().replaceFirst(".*token=", "");
        var http = Http.on(port);

        var wrong = http.post("/api/v1/setup", wanted("not this one", "a@example.org"));
        assertThat(wrong.status()).isEqualTo(403);
        assertThat(wrong.json().path("detail").asString()).contains("not the right set-up link");

        var weak = wanted(token, "not an address");
        weak.put("password", "password1234");
        var refused = http.with("Accept-Language", "fr").post("/api/v1/setup", weak);
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.json()
                        .path("errors")
                        .valueStream()
                        .map(e -> e.path("field").asString())
                        .toList())
                .containsExactlyInAnyOrder("email", "password");
        assertThat(refused.text()).contains("que l’on essaie en premier");

        var blank = wanted(token, "");
        blank.put("organisation", "");
        blank.put("name", " ");
        blank.put("password", "short");
        assertThat(http.with("Accept-Language", "fr")
                        .post("/api/v1/setup", blank)
                        .json()
                        .path("errors")
                        .valueStream()
                        .map(e -> e.path("field").asString())
                        .toList())
                .as("in the order of the page")
                .containsExactly("organisation", "name", "email", "password");

        var answers = atOnce(token, http);
        assertThat(answers).filteredOn(a -> a.status() == 201).hasSize(1);
        assertThat(answers).filteredOn(a -> a.status() == 409).hasSize(3);
        assertThat(jdbc.sql("select count(*) from identity.user_account")
                        .query(Long.class)
                        .single())
                .isEqualTo(1);
        assertThat(link).doesNotExist();

        var won = answers.stream().filter(a -> a.status() == 201).findFirst().orElseThrow();
        var me = http.as(won.json().path("apiToken").path("secret").asString()).get("/api/v1/me");
        assertThat(me.status()).isEqualTo(200);
        assertThat(me.text()).contains("MANAGE_PEOPLE").contains("IMPORT_USE_CASES");
        assertThat(http.get("/api/v1/setup").json().path("needed").asBoolean()).isFalse();
    }

    private static List<Http.Answer> atOnce(String token, Http http) throws IOException, InterruptedException {
        try (var threads = Executors.newFixedThreadPool(4)) {
            List<Callable<Http.Answer>> tries = List.of(1, 2, 3, 4).stream()
                    .map(n -> (Callable<Http.Answer>)
                            () -> http.post("/api/v1/setup", wanted(token, "claire" + n + "@example.org")))
                    .toList();
            return threads.invokeAll(tries).stream().map(f -> f.resultNow()).toList();
        }
    }
}
