package io.sextant.app.board;

import static io.sextant.app.kernel.Outcome.done;
import static io.sextant.app.kernel.Outcome.refused;

import io.sextant.app.board.Brief.AxisKnown;
import io.sextant.app.board.Brief.Earlier;
import io.sextant.app.board.Brief.Question;
import io.sextant.app.demand.Axis;
import io.sextant.app.demand.Kind;
import io.sextant.app.demand.Overview;
import io.sextant.app.demand.Overviews;
import io.sextant.app.demand.Sights;
import io.sextant.app.demand.Stage;
import io.sextant.app.demand.UseCaseQuery;
import io.sextant.app.demand.UseCaseQuery.Field;
import io.sextant.app.demand.UseCases;
import io.sextant.app.demand.Verdict;
import io.sextant.app.identity.Actor;
import io.sextant.app.identity.Permission;
import io.sextant.app.identity.Unit;
import io.sextant.app.identity.Units;
import io.sextant.app.kernel.Auditable;
import io.sextant.app.kernel.Outcome;
import io.sextant.app.kernel.Reason;
import io.sextant.app.kernel.Who;
import java.sql.Types;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/// The board's briefs: drawn up from the register as it stands, then kept as they were. Thread-safe.
@Service
@Transactional
public class Briefs {
    /// Years after which a pilot is called old.
    static final int OLD_PILOT_YEARS = 2;

    private static final int MOST_QUESTIONS = 6;
    private static final int FIRST_YEAR = 1950;

    private final JdbcClient jdbc;
    private final JsonMapper json;
    private final Overviews overviews;
    private final UseCases useCases;
    private final Units units;
    private final Sights sights;
    private final ApplicationEventPublisher events;
    private final Clock clock = Clock.systemUTC();

    Briefs(
            JdbcClient jdbc,
            JsonMapper json,
            Overviews overviews,
            UseCases useCases,
            Units units,
            Sights sights,
            ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.json = json;
        this.overviews = overviews;
        this.useCases = useCases;
        this.units = units;
        this.sights = sights;
        this.events = events;
    }

    /// A line of the list of briefs.
    public record Entry(
            long id,
            Instant madeAt,
            String madeBy,
            String title,
            @Nullable String unit,
            long total) {}

    record BriefMade(Who by, long brief, String title, long total) implements Auditable {
        @Override
        public String action() {
            return "brief.made";
        }

        @Override
        public String subjectType() {
            return "brief";
        }

        @Override
        public String subjectId() {
            return String.valueOf(brief);
        }

        @Override
        public Map<String, @Nullable Object> after() {
            var after = new LinkedHashMap<String, @Nullable Object>();
            after.put("title", title);
            after.put("total", total);
            return after;
        }
    }

    /// Draws up a brief of the register as it stands and keeps it.
    ///
    /// @param title what to call it; up to 120 characters
    /// @param unitCode the unit to cover with everything below; absent for all that the actor may see
    public Outcome<Brief> make(Actor actor, String title, @Nullable String unitCode) {
        String called = title.strip();
        if (called.isEmpty()) {
            return refused(Reason.of("title", "board.problem.titleMissing"));
        }
        if (called.length() > 120) {
            return refused(Reason.of("title", "demand.problem.tooLong", called.length(), 120));
        }
        Optional<Unit> unit =
                Optional.ofNullable(unitCode).filter(c -> !c.isBlank()).flatMap(units::byCode);
        if (unitCode != null && !unitCode.isBlank() && unit.isEmpty()) {
            return refused(Reason.of("unit", "demand.problem.unitCode", unitCode));
        }
        Long unitId = unit.map(Unit::id).orElse(null);
        if (!actor.may(Permission.MAKE_BRIEFS, unitId)) {
            return refused(Reason.of("unit", "board.refused.unit"));
        }
        Instant now = Instant.now(clock);
        Brief drawn = draw(actor, called, unit.orElse(null), now);
        long id = jdbc.sql("""
                        insert into board.brief (made_at, made_by_id, made_by, title, unit_id, content)
                        values (:at, :byId, :by, :title, :unit, :content::jsonb) returning id
                        """)
                .param("at", now.atOffset(ZoneOffset.UTC))
                .param("byId", actor.who().userId(), Types.BIGINT)
                .param("by", actor.who().name())
                .param("title", called)
                .param("unit", unitId, Types.BIGINT)
                .param("content", json.writeValueAsString(drawn))
                .query(Long.class)
                .single();
        events.publishEvent(new BriefMade(actor.who(), id, called, drawn.now().total()));
        return done(find(actor, id).orElseThrow());
    }

    /// A brief of the register as it stands, not kept: what `make` would say now.
    @Transactional(readOnly = true)
    public Brief preview(Actor actor, String title, @Nullable String unitCode) {
        return draw(
                actor,
                title,
                Optional.ofNullable(unitCode).flatMap(units::byCode).orElse(null),
                Instant.now(clock));
    }

    /// A kept brief; empty when there is none or the actor may not see it.
    @Transactional(readOnly = true)
    public Optional<Brief> find(Actor actor, long id) {
        return jdbc.sql("select id, unit_id, content from board.brief where id = :id")
                .param("id", id)
                .query((row, n) -> {
                    Object unit = row.getObject("unit_id");
                    Brief b = json.readValue(row.getString("content"), Brief.class);
                    var kept = new Brief(
                            row.getLong("id"),
                            b.madeAt(),
                            b.madeBy(),
                            b.title(),
                            b.unit(),
                            b.now(),
                            b.earlier(),
                            b.knowledge(),
                            b.questions(),
                            b.oldPilots());
                    return actor.may(Permission.VIEW_BRIEFS, unit == null ? null : row.getLong("unit_id"))
                            ? Optional.of(kept)
                            : Optional.<Brief>empty();
                })
                .optional()
                .flatMap(found -> found);
    }

    /// The kept briefs that the actor may see, the latest first.
    @Transactional(readOnly = true)
    public List<Entry> list(Actor actor, int limit) {
        record Row(Entry entry, @Nullable Long unitId) {}
        return jdbc
                .sql("""
                        select id, made_at, made_by, title, unit_id, content ->> 'unit' as unit, (content -> 'now' ->> 'total')::bigint as total
                        from board.brief order by made_at desc, id desc limit 500
                        """)
                .query((row, n) -> {
                    Object unit = row.getObject("unit_id");
                    return new Row(
                            new Entry(
                                    row.getLong("id"),
                                    row.getObject("made_at", OffsetDateTime.class)
                                            .toInstant(),
                                    row.getString("made_by"),
                                    row.getString("title"),
                                    row.getString("unit"),
                                    row.getLong("total")),
                            unit == null ? null : row.getLong("unit_id"));
                })
                .list()
                .stream()
                .filter(r -> actor.may(Permission.VIEW_BRIEFS, r.unitId()))
                .map(Row::entry)
                .limit(limit)
                .toList();
    }

    private Brief draw(Actor actor, String title, @Nullable Unit unit, Instant now) {
        UseCaseQuery ground = new UseCaseQuery(
                null,
                unit == null ? Map.of() : Map.of(Field.UNIT, List.of(unit.code())),
                UseCaseQuery.Sort.CODE,
                false);
        Overview overview = overviews.of(actor, ground);
        long unread = overview.byNeed().getOrDefault(Verdict.UNKNOWN.name(), 0L);
        List<AxisKnown> knowledge = Stream.of(Axis.values())
                .map(axis -> new AxisKnown(
                        axis.name(),
                        sights.taken(axis),
                        axis == Axis.DEMAND ? overview.total() - unread : 0,
                        overview.total()))
                .toList();
        int year = now.atZone(ZoneOffset.UTC).getYear();
        List<String> oldYears = IntStream.rangeClosed(FIRST_YEAR, year - OLD_PILOT_YEARS)
                .mapToObj(String::valueOf)
                .toList();
        UseCaseQuery oldPilots =
                ground.with(Field.STAGE, List.of(Stage.PILOT.name())).with(Field.YEAR, oldYears);
        long old = useCases.count(actor, oldPilots);
        return new Brief(
                0,
                now,
                actor.who().name(),
                title,
                unit == null ? null : unit.code(),
                overview,
                earlier(unit == null ? null : unit.id()),
                knowledge,
                questions(actor, ground, overview, old, year),
                old);
    }

    private @Nullable Earlier earlier(@Nullable Long unitId) {
        return jdbc.sql("""
                        select content from board.brief where unit_id is not distinct from :unit::bigint
                        order by made_at desc, id desc limit 1
                        """)
                .param("unit", unitId, Types.BIGINT)
                .query((row, n) -> json.readValue(row.getString(1), Brief.class))
                .optional()
                .map(b -> new Earlier(
                        b.madeAt(), b.now().total(), b.now().byStage(), b.now().completeness()))
                .orElse(null);
    }

    private List<Question> questions(Actor actor, UseCaseQuery ground, Overview overview, long oldPilots, int year) {
        var questions = new ArrayList<Question>();
        List<String> live = List.of(Stage.PILOT.name(), Stage.RUN.name());
        UseCaseQuery ownerless =
                ground.with(Field.STAGE, List.of(Stage.RUN.name())).with(Field.MISSING, List.of("businessOwner"));
        add(questions, "board.question.ownerless", useCases.count(actor, ownerless), null, ownerless);

        UseCaseQuery touched = ground.with(Field.STAGE, live)
                .with(Field.AREA, List.copyOf(overview.areas().keySet()));
        if (!overview.areas().isEmpty()) {
            add(
                    questions,
                    "board.question.legal",
                    useCases.count(actor, touched),
                    String.valueOf(overview.areas().size()),
                    touched);
        }
        if (!overview.lookAlikes().isEmpty()) {
            UseCaseQuery alike = ground.with(Field.LOOKALIKE, List.of("true"));
            add(questions, "board.question.lookAlikes", overview.inLookAlikes(), null, alike);
        }
        UseCaseQuery blocking = ground.with(Field.NEED, List.of(Verdict.BLOCKING.name()));
        add(questions, "board.question.blocking", useCases.count(actor, blocking), null, blocking);
        if (oldPilots > 0) {
            UseCaseQuery pilots = ground.with(Field.STAGE, List.of(Stage.PILOT.name()))
                    .with(
                            Field.YEAR,
                            IntStream.rangeClosed(year - 15, year - OLD_PILOT_YEARS)
                                    .mapToObj(String::valueOf)
                                    .toList());
            add(questions, "board.question.oldPilots", oldPilots, String.valueOf(OLD_PILOT_YEARS), pilots);
        }
        UseCaseQuery unmeasured = ground.with(Field.MISSING, List.of("baseline"));
        long without = overview.missing().getOrDefault("baseline", 0L);
        if (overview.total() > 0 && without * 4 >= overview.total()) {
            add(questions, "board.question.unmeasured", without, null, unmeasured);
        }
        UseCaseQuery agents =
                ground.with(Field.KIND, List.of(Kind.AGENT.name())).with(Field.STAGE, live);
        add(questions, "board.question.agents", useCases.count(actor, agents), null, agents);
        return questions.stream().limit(MOST_QUESTIONS).toList();
    }

    private static void add(
            List<Question> questions, String code, long count, @Nullable String subject, UseCaseQuery query) {
        if (count > 0) {
            questions.add(new Question(code, count, subject, queryString(query)));
        }
    }

    private static String queryString(UseCaseQuery query) {
        return query.params().entrySet().stream()
                .filter(e -> !e.getKey().equals("sort"))
                .flatMap(e -> Set.copyOf(e.getValue()).stream()
                        .sorted()
                        .map(v -> e.getKey() + "="
                                + java.net.URLEncoder.encode(v, java.nio.charset.StandardCharsets.UTF_8)))
                .collect(Collectors.joining("&"));
    }
}
