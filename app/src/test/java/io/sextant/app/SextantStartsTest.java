package io.sextant.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.sextant.app.testing.SextantTest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

@SextantTest
class SextantStartsTest {
    @LocalServerPort
    private int port;

    @Autowired
    private JdbcClient jdbc;

    @Test
    void itAnswersOverHttp() throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).isLessThan(500);
        }
    }

    @Test
    void itsMigrationsHaveRunInADatabaseOfItsOwn() throws SQLException {
        assertThat(jdbc.sql("select count(*) from platform.flyway_schema_history where success and version is not null")
                        .query(Long.class)
                        .single())
                .isPositive();
        assertThat(jdbc.sql("select current_database()").query(String.class).single())
                .startsWith("test_");
    }
}
