package io.sextant.app.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.sextant.app.Sextant;
import io.sextant.app.platform.database.EmbeddedPostgres;
import io.sextant.app.platform.launch.PastClock;
import io.sextant.app.testing.TestPostgres;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.jdbc.core.simple.JdbcClient;

/// What the people of the demonstration did at the gates is played through the door of the gates on an empty database,
/// on
/// whatever day of the week it is filled.
@NullMarked
class DemoStoryTest {
    @ParameterizedTest
    @ValueSource(ints = {3, 7})
    void theGatesLetTheStoryHappen(int dayOfWeek) {
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        Instant then = today.minusDays(Math.floorMod(today.getDayOfWeek().getValue() - dayOfWeek, 7))
                .atTime(9, 30)
                .toInstant(ZoneOffset.UTC);
        PastClock.at(then, () -> tell(then));
    }

    private static void tell(Instant then) {
        EmbeddedPostgres.Address database = TestPostgres.freshDatabase();
        try (var app = SpringApplication.run(
                Sextant.class,
                "--sextant.demo=true",
                "--server.port=0",
                "--sextant.data=" + TestPostgres.freshFolder(),
                "--spring.datasource.url=" + database.url(),
                "--spring.datasource.username=" + database.user(),
                "--spring.datasource.password=" + database.password(),
                "--spring.datasource.hikari.maximum-pool-size=4")) {
            JdbcClient jdbc = app.getBean(JdbcClient.class);
            assertThat(count(jdbc, "from demand.gate_request where state = 'OPEN'"))
                    .isBetween(6, 12);
            // The pilot whose expected result was rewritten after security had signed.
            assertThat(jdbc.sql("""
                                    select c.title from demand.decision d join demand.use_case c on c.id = d.use_case_id
                                    where d.fallen_at is not null
                                    """).query(String.class).list())
                    .containsExactly("Retrouver en une question les notes et avis juridiques du groupe");
            assertThat(jdbc.sql("select distinct answer from demand.decision")
                            .query(String.class)
                            .set())
                    .contains("GO", "NOT_YET", "NO");
            assertThat(jdbc.sql("select at from demand.gate_request union all select at from demand.decision")
                            .query((row, n) ->
                                    row.getObject(1, OffsetDateTime.class).toInstant())
                            .list())
                    .allMatch(at -> !at.isAfter(then));
            assertThat(List.of("appeal", "gate_waiver", "action", "gate_question", "gate_signature"))
                    .allMatch(table -> count(jdbc, "from demand." + table) > 0);
            assertThat(count(jdbc, "from demand.revision where act = 'PASSED'"))
                    .isEqualTo(count(jdbc, "from demand.decision where answer = 'GO'"));
        }
    }

    private static int count(JdbcClient jdbc, String what) {
        return jdbc.sql("select count(*) " + what).query(Integer.class).single();
    }
}
