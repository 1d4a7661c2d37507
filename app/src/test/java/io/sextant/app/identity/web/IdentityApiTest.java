package io.sextant.app.identity.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.sextant.app.identity.Role;
import io.sextant.app.testing.Accounts;
import io.sextant.app.testing.Http;
import io.sextant.app.testing.SextantTest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

@SextantTest
class IdentityApiTest {
    @LocalServerPort
    private int port;

    @Autowired
    private Accounts accounts;

    private Http as(Role role) {
        return Http.on(port).as(accounts.token(role));
    }

    @Test
    void anAdministratorAddsAndListsPeople() {
        var admin = as(Role.ADMINISTRATOR);
        var made = admin.post(
                "/api/v1/users",
                Map.of(
                        "email", "lea.martin@example.org",
                        "name", "Léa  Martin",
                        "grants", List.of(Map.of("role", "EMPLOYEE"))));
        assertThat(made.status()).as(made.toString()).isEqualTo(201);
        assertThat(made.json().path("name").asString()).isEqualTo("Léa Martin");
        assertThat(made.json().path("state").asString()).isEqualTo("INVITED");
        var found = admin.get("/api/v1/users?text=lea%20mar");
        assertThat(found.status()).isEqualTo(200);
        assertThat(found.json().path("items").path(0).path("email").asString()).isEqualTo("lea.martin@example.org");
    }
}
