package io.sextant.app.board;

import static io.sextant.app.testing.Accounts.done;

import io.sextant.app.demand.Content;
import io.sextant.app.demand.Kind;
import io.sextant.app.demand.Person;
import io.sextant.app.demand.Readings;
import io.sextant.app.demand.Stage;
import io.sextant.app.demand.Texts;
import io.sextant.app.demand.UseCase;
import io.sextant.app.demand.UseCases;
import io.sextant.app.identity.Actor;
import io.sextant.app.identity.Unit;
import io.sextant.app.identity.Units;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Units and use cases of a test's own, made through the doors. Only in tests.
@Component
public class Portfolio {
    private static final Actor SYSTEM = Actor.system();

    private final UseCases useCases;
    private final Units units;
    private final Readings readings;
    private final JdbcClient jdbc;

    Portfolio(UseCases useCases, Units units, Readings readings, JdbcClient jdbc) {
        this.useCases = useCases;
        this.units = units;
        this.readings = readings;
        this.jdbc = jdbc;
    }

    /// A new unit of that name.
    public Unit unit(String name, @Nullable Unit above) {
        String code = "T" + UUID.randomUUID().toString().substring(0, 12).toUpperCase(java.util.Locale.ROOT);
        return done(
                units.create(SYSTEM, new Units.NewUnit(code, name, name + " (en)", above == null ? null : above.id())));
    }

    /// What a use case may be made of; the rest stays unsaid.
    public record Draft(
            String title,
            @Nullable String english,
            @Nullable Stage stage,
            @Nullable Kind kind,
            @Nullable Integer year,
            @Nullable String owner,
            @Nullable String problem,
            @Nullable String baseline,
            @Nullable String domain) {
        /// Only a title and a stage.
        public static Draft of(String title, @Nullable Stage stage) {
            return new Draft(title, null, stage, null, null, null, null, null, null);
        }
    }

    /// Registers a use case of that unit, written in French.
    public UseCase add(Unit unit, Draft d) {
        return done(useCases.propose(SYSTEM, content(unit, d), null));
    }

    private static Content content(Unit unit, Draft d) {
        var texts = new Texts(d.title(), d.problem(), d.baseline(), null, null, null, null, d.domain());
        return new Content(
                "fr",
                texts,
                d.english() == null ? null : Texts.titled(d.english()),
                null,
                Person.named(d.owner()),
                null,
                unit.id(),
                d.kind(),
                false,
                d.stage(),
                null,
                d.year(),
                null,
                List.of(),
                List.of(),
                Map.of(),
                null,
                null);
    }

    /// Moves a use case to a stage.
    public UseCase move(UseCase useCase, Stage to) {
        UseCase now = useCases.find(SYSTEM, useCase.id()).orElseThrow();
        return done(useCases.edit(SYSTEM, now.id(), now.version(), now.content().withStage(to), null));
    }

    /// Makes the register remember a use case as if it had been there since that moment, with all its changes so far.
    public void since(UseCase useCase, Instant when) {
        jdbc.sql("update demand.use_case set created_at = :at where code = :code")
                .param("at", when.atOffset(ZoneOffset.UTC))
                .param("code", useCase.id().code())
                .update();
        jdbc.sql("""
                        update demand.revision set at = :at
                        where use_case_id = (select id from demand.use_case where code = :code)
                        """)
                .param("at", when.atOffset(ZoneOffset.UTC))
                .param("code", useCase.id().code())
                .update();
    }

    /// Makes a kept brief look as old as that.
    public void madeAt(long brief, Instant when) {
        jdbc.sql("update board.brief set made_at = :at where id = :id")
                .param("at", when.atOffset(ZoneOffset.UTC))
                .param("id", brief)
                .update();
    }

    /// Reads the texts of the register at once, as it does by itself a moment after each change.
    public void read() {
        readings.readNow();
    }
}
