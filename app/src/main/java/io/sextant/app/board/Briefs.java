package io.sextant.app.board;

import static io.sextant.app.kernel.Outcome.done;
import static io.sextant.app.kernel.Outcome.refused;

import io.sextant.app.board.Brief.Alike;
import io.sextant.app.board.Brief.AxisKnown;
import io.sextant.app.board.Brief.Earlier;
import io.sextant.app.board.Brief.Group;
import io.sextant.app.board.Brief.Law;
import io.sextant.app.board.Brief.Named;
import io.sextant.app.board.Brief.Question;
import io.sextant.app.demand.Axis;
import io.sextant.app.demand.Kind;
import io.sextant.app.demand.LookAlike;
import io.sextant.app.demand.Moves;
import io.sextant.app.demand.Overview;
import io.sextant.app.demand.Overviews;
import io.sextant.app.demand.Sights;
import io.sextant.app.demand.Stage;
import io.sextant.app.demand.UseCase;
import io.sextant.app.demand.UseCaseQuery;
import io.sextant.app.demand.UseCaseQuery.Field;
import io.sextant.app.demand.UseCases;
import io.sextant.app.demand.Verdict;
import io.sextant.app.identity.Actor;
import io.sextant.app.identity.Permission;
import io.sextant.app.identity.Unit;
import io.sextant.app.identity.UnitTree;
import io.sextant.app.identity.Units;
import io.sextant.app.kernel.Auditable;
import io.sextant.app.kernel.Outcome;
import io.sextant.app.kernel.Reason;
import io.sextant.app.kernel.Who;
import io.sextant.app.platform.ui.Lang;
import io.sextant.app.platform.ui.Messages;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Types;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
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
    /// The longest title, in characters.
    public static final int TITLE_MAX = 120;

    /// Years after which a pilot is called old.
    static final int OLD_PILOT_YEARS = 2;

    private static final int MOST_QUESTIONS = 6;
    private static final int MOST_GROUPS = 12;
    private static final int MOST_MEMBERS = 4;
    private static final List<String> LIVE = List.of(Stage.PILOT.name(), Stage.RUN.name());

    private final JdbcClient jdbc;
    private final JsonMapper json;
    private final Overviews overviews;
    private final UseCases useCases;
    private final Moves moves;
    private final Units units;
    private final Sights sights;
    private final ApplicationEventPublisher events;
    private final Clock clock;
    private final ZoneId zone;

    Briefs(
            JdbcClient jdbc,
            JsonMapper json,
            Overviews overviews,
            UseCases useCases,
            Moves moves,
            Units units,
            Sights sights,
            ApplicationEventPublisher events,
            Messages messages,
            Clock clock) {
        this.jdbc = jdbc;
        this.json = json;
        this.overviews = overviews;
        this.useCases = useCases;
        this.moves = moves;
        this.units = units;
        this.sights = sights;
        this.events = events;
        this.clock = clock;
        this.zone = messages.formats(Lang.FR).zone();
    }

    /// A line of the list of briefs.
    ///
    /// @param total how many use cases it was about
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

    /// What a brief is to cover; absent `unit` is the whole organisation.
    private record Ground(@Nullable Unit unit) {
        @Nullable
        Long unitId() {
            return unit == null ? null : unit.id();
        }

        UseCaseQuery query() {
            return new UseCaseQuery(
                    null,
                    unit == null ? Map.of() : Map.of(Field.UNIT, List.of(unit.code())),
                    UseCaseQuery.Sort.CODE,
                    false);
        }
    }

    /// Draws up a brief of the register as it stands and keeps it.
    ///
    /// @param title what to call it; up to 120 characters
    /// @param unitCode the unit to cover with everything below; absent for the whole organisation
    public Outcome<Brief> make(Actor actor, String title, @Nullable String unitCode) {
        String called = title.strip();
        if (called.isEmpty()) {
            return refused(Reason.of("title", "board.problem.titleMissing"));
        }
        if (called.length() > TITLE_MAX) {
            return refused(Reason.of("title", "demand.problem.tooLong", called.length(), TITLE_MAX));
        }
        if (called.chars().anyMatch(Character::isISOControl)) {
            return refused(Reason.of("title", "demand.problem.control"));
        }
        return switch (ground(actor, unitCode)) {
            case Outcome.Refused<Ground>(var reasons) -> new Outcome.Refused<>(reasons);
            case Outcome.Stale<Ground>(var current) -> new Outcome.Stale<>(current);
            case Outcome.Done<Ground>(var ground) -> done(keep(actor, draw(actor, called, ground), ground));
        };
    }

    /// A brief of the register as it stands, not kept: what `make` would say now.
    @Transactional(readOnly = true)
    public Outcome<Brief> preview(Actor actor, String title, @Nullable String unitCode) {
        return switch (ground(actor, unitCode)) {
            case Outcome.Refused<Ground>(var reasons) -> new Outcome.Refused<>(reasons);
            case Outcome.Stale<Ground>(var current) -> new Outcome.Stale<>(current);
            case Outcome.Done<Ground>(var ground) -> done(draw(actor, title.strip(), ground));
        };
    }

    private Outcome<Ground> ground(Actor actor, @Nullable String unitCode) {
        Unit unit = null;
        if (unitCode != null && !unitCode.isBlank()) {
            Optional<Unit> found = units.byCode(unitCode);
            if (found.isEmpty()) {
                return refused(Reason.of("unit", "board.problem.unit", unitCode));
            }
            unit = found.get();
        }
        var ground = new Ground(unit);
        return actor.may(Permission.MAKE_BRIEFS, ground.unitId())
                ? done(ground)
                : refused(Reason.of("unit", "board.refused.unit"));
    }

    private Brief keep(Actor actor, Brief drawn, Ground ground) {
        long id = jdbc.sql("""
                        insert into board.brief (made_at, made_by_id, made_by, title, unit_id, content)
                        values (:at, :byId, :by, :title, :unit, :content::json) returning id
                        """)
                .param("at", drawn.madeAt().atOffset(ZoneOffset.UTC))
                .param("byId", actor.who().userId(), Types.BIGINT)
                .param("by", actor.who().name())
                .param("title", drawn.title())
                .param("unit", ground.unitId(), Types.BIGINT)
                .param("content", json.writeValueAsString(drawn))
                .query(Long.class)
                .single();
        events.publishEvent(
                new BriefMade(actor.who(), id, drawn.title(), drawn.now().total()));
        return numbered(drawn, id);
    }

    /// A kept brief; empty when there is none or the actor may not see it.
    @Transactional(readOnly = true)
    public Optional<Brief> find(Actor actor, long id) {
        return jdbc.sql("select id, unit_id, content from board.brief where id = :id")
                .param("id", id)
                .query((row, n) -> {
                    Object unit = row.getObject("unit_id");
                    return actor.may(Permission.VIEW_BRIEFS, unit == null ? null : row.getLong("unit_id"))
                            ? Optional.of(numbered(json.readValue(row.getString("content"), Brief.class), id))
                            : Optional.<Brief>empty();
                })
                .optional()
                .flatMap(found -> found);
    }

    private static Brief numbered(Brief b, long id) {
        return new Brief(
                id,
                b.madeAt(),
                b.madeBy(),
                b.title(),
                b.unit(),
                b.now(),
                b.entities(),
                b.domains(),
                b.law(),
                b.alike(),
                b.earlier(),
                b.knowledge(),
                b.questions());
    }

    /// The kept briefs that the actor may see, the latest first.
    ///
    /// @param before only briefs with a lower number; absent for the first page
    @Transactional(readOnly = true)
    public List<Entry> list(Actor actor, @Nullable Long before, int limit) {
        record Row(Entry entry, @Nullable Long unitId) {}
        var found = new ArrayList<Entry>();
        long from = before == null ? Long.MAX_VALUE : before;
        while (found.size() < limit) {
            List<Row> page = jdbc.sql("""
                            select b.id, b.made_at, b.made_by, b.title, b.unit_id, u.code,
                                (b.content -> 'now' ->> 'total')::bigint as total
                            from board.brief b left join identity.unit u on u.id = b.unit_id
                            where b.id < :from order by b.id desc limit 200
                            """)
                    .param("from", from)
                    .query((row, n) -> {
                        Object unit = row.getObject("unit_id");
                        return new Row(
                                new Entry(
                                        row.getLong("id"),
                                        row.getObject("made_at", OffsetDateTime.class)
                                                .toInstant(),
                                        row.getString("made_by"),
                                        row.getString("title"),
                                        row.getString("code"),
                                        row.getLong("total")),
                                unit == null ? null : row.getLong("unit_id"));
                    })
                    .list();
            page.stream()
                    .filter(r -> actor.may(Permission.VIEW_BRIEFS, r.unitId()))
                    .map(Row::entry)
                    .limit(limit - found.size())
                    .forEach(found::add);
            if (page.isEmpty()) {
                break;
            }
            from = page.getLast().entry().id();
        }
        return found;
    }

    private Brief draw(Actor actor, String title, Ground ground) {
        Instant now = Instant.now(clock);
        UseCaseQuery query = ground.query();
        Overview overview = overviews.of(actor, query);
        Alike alike = alike(actor, ground);
        Law law = law(actor, query, overview);
        long needKnown = overview.total() - overview.byNeed().getOrDefault(Verdict.UNKNOWN.name(), 0L);
        List<AxisKnown> knowledge = Stream.of(Axis.values())
                .map(axis -> new AxisKnown(
                        axis.name(), sights.taken(axis), axis == Axis.DEMAND ? needKnown : 0, overview.total()))
                .toList();
        return new Brief(
                0,
                now,
                actor.who().name(),
                title,
                ground.unit() == null ? null : ground.unit().code(),
                withoutLookAlikes(overview),
                entities(overview, ground),
                Map.of("fr", domains(overview, "fr"), "en", domains(overview, "en")),
                law,
                alike,
                earlier(actor, ground, now),
                knowledge,
                questions(actor, query, overview, law, alike, now));
    }

    private Map<String, String> domains(Overview overview, String lang) {
        Map<String, String> names = new LinkedHashMap<>(overviews.domains(lang));
        names.keySet().retainAll(overview.byDomain().keySet());
        return names;
    }

    private static Overview withoutLookAlikes(Overview o) {
        return new Overview(
                o.total(),
                o.byStage(),
                o.byKind(),
                o.kindsRead(),
                o.byNeed(),
                o.byUnit(),
                o.byDomain(),
                o.byYear(),
                o.bySource(),
                o.completeness(),
                o.missing(),
                o.areas(),
                List.of(),
                o.inLookAlikes(),
                o.readAt());
    }

    private Law law(Actor actor, UseCaseQuery query, Overview overview) {
        if (overview.areas().isEmpty()) {
            return new Law(0, 0, Map.of());
        }
        UseCaseQuery touched =
                query.with(Field.AREA, List.copyOf(overview.areas().keySet()));
        UseCaseQuery live = query.with(Field.STAGE, LIVE);
        return new Law(
                useCases.count(actor, touched),
                useCases.count(actor, touched.with(Field.STAGE, LIVE)),
                useCases.tally(actor, live, Field.AREA, 50));
    }

    /// The groups of which at least one member lies on the ground: what another entity does already is worth knowing.
    private Alike alike(Actor actor, Ground ground) {
        Set<Long> within =
                ground.unit() == null ? null : units.subtree(ground.unit().id());
        List<LookAlike> groups = overviews.lookAlikes(actor, Integer.MAX_VALUE).stream()
                .filter(g -> within == null
                        || g.members().stream().anyMatch(m -> m.unitId() != null && within.contains(m.unitId())))
                .toList();
        return new Alike(
                groups.size(),
                groups.stream().filter(LookAlike::same).count(),
                groups.stream().filter(g -> across(g) > 1).count(),
                groups.stream().limit(MOST_GROUPS).map(g -> group(actor, g)).toList());
    }

    private Group group(Actor actor, LookAlike group) {
        List<Named> members = group.members().stream()
                .limit(MOST_MEMBERS)
                .map(m -> {
                    Optional<UseCase> useCase = useCases.find(actor, m.id());
                    Optional<Unit> unit = Optional.ofNullable(m.unitId()).flatMap(units::find);
                    return new Named(
                            m.id().code(),
                            useCase.map(u -> u.content().in("fr").title()).orElse(m.title()),
                            useCase.map(u -> u.content().in("en").title()).orElse(m.title()),
                            unit.map(Unit::code).orElse(null));
                })
                .toList();
        return new Group(
                group.id(),
                label(group, "fr"),
                label(group, "en"),
                group.same(),
                group.members().size(),
                across(group),
                members);
    }

    /// What a group shares, with the marks of a quotation around what is known only in the other language.
    private static String label(LookAlike group, String lang) {
        return group.words(lang).stream()
                .map(w -> w.quoted() == null
                        ? w.text()
                        : lang.equals("fr") ? "«\u202f" + w.text() + "\u202f»" : "“" + w.text() + "”")
                .collect(Collectors.joining(", "));
    }

    private static long across(LookAlike group) {
        return group.members().stream()
                .map(LookAlike.Member::unitId)
                .filter(Objects::nonNull)
                .distinct()
                .count();
    }

    /// A board thinks in the entities right below what it governs, not in their services: each counts with all below
    /// it.
    private Map<String, Long> entities(Overview overview, Ground ground) {
        UnitTree tree = units.tree();
        List<Unit> roots = tree.children(null);
        Unit top = ground.unit() != null ? ground.unit() : roots.size() == 1 ? roots.getFirst() : null;
        var counts = new HashMap<String, Long>();
        overview.byUnit().forEach((code, n) -> {
            List<Unit> path = tree.byCode(code).map(u -> tree.path(u.id())).orElse(List.of());
            int below = top == null ? 0 : path.indexOf(top) + 1;
            String entity = path.isEmpty()
                    ? UseCaseQuery.NONE
                    : path.get(Math.min(below, path.size() - 1)).code();
            counts.merge(entity, n, Long::sum);
        });
        var sorted = new LinkedHashMap<String, Long>();
        counts.entrySet().stream()
                .sorted(Comparator.comparing(
                                (Map.Entry<String, Long> e) -> e.getKey().equals(UseCaseQuery.NONE))
                        .thenComparing(
                                Map.Entry.<String, Long>comparingByValue().reversed())
                        .thenComparing(Map.Entry.comparingByKey()))
                .forEach(e -> sorted.put(e.getKey(), e.getValue()));
        return sorted;
    }

    /// The latest brief of an earlier day: two of the same day are two tries at the same one.
    private @Nullable Earlier earlier(Actor actor, Ground ground, Instant now) {
        Instant today = now.atZone(zone).toLocalDate().atStartOfDay(zone).toInstant();
        record Kept(long id, Instant at, Brief brief) {}
        return jdbc.sql("""
                        select id, made_at, content from board.brief
                        where unit_id is not distinct from :unit::bigint and made_at < :today
                        order by made_at desc, id desc limit 1
                        """)
                .param("unit", ground.unitId(), Types.BIGINT)
                .param("today", today.atOffset(ZoneOffset.UTC))
                .query((row, n) -> new Kept(
                        row.getLong("id"),
                        row.getObject("made_at", OffsetDateTime.class).toInstant(),
                        json.readValue(row.getString("content"), Brief.class)))
                .optional()
                .map(kept -> {
                    Overview then = kept.brief().now();
                    Moves.Moved moved = moves.since(actor, ground.query(), kept.at());
                    return new Earlier(
                            kept.id(),
                            kept.at(),
                            kept.brief().title(),
                            then.total(),
                            then.byStage(),
                            then.completeness(),
                            then.inLookAlikes(),
                            then.total() - then.byNeed().getOrDefault(Verdict.UNKNOWN.name(), 0L),
                            moved.registered(),
                            moved.archived(),
                            moved.arrivals());
                })
                .orElse(null);
    }

    private List<Question> questions(
            Actor actor, UseCaseQuery ground, Overview overview, Law law, Alike alike, Instant now) {
        var questions = new ArrayList<Question>();
        UseCaseQuery ownerless =
                ground.with(Field.STAGE, List.of(Stage.RUN.name())).with(Field.MISSING, List.of("businessOwner"));
        add(questions, "ownerless", useCases.count(actor, ownerless), 0, ownerless);

        UseCaseQuery touched = ground.with(Field.STAGE, LIVE)
                .with(Field.AREA, List.copyOf(law.live().keySet()));
        add(questions, "legal", law.touchedLive(), law.live().size(), touched);

        UseCaseQuery likeAnother = ground.with(Field.LOOKALIKE, List.of("true"));
        add(questions, "lookAlikes", overview.inLookAlikes(), alike.groups(), likeAnother);

        UseCaseQuery blocking = ground.with(Field.STAGE, LIVE).with(Field.NEED, List.of(Verdict.BLOCKING.name()));
        add(questions, "blocking", useCases.count(actor, blocking), 0, blocking);

        int lastOldYear = now.atZone(zone).getYear() - OLD_PILOT_YEARS;
        UseCaseQuery pilots = ground.with(Field.STAGE, List.of(Stage.PILOT.name()));
        Map<String, Long> old = new LinkedHashMap<>(useCases.tally(actor, pilots, Field.YEAR, 200));
        old.keySet().removeIf(year -> year.equals(UseCaseQuery.NONE) || Integer.parseInt(year) > lastOldYear);
        add(
                questions,
                "oldPilots",
                old.values().stream().mapToLong(Long::longValue).sum(),
                OLD_PILOT_YEARS,
                pilots.with(Field.YEAR, List.copyOf(old.keySet())));

        long without = overview.missing().getOrDefault("baseline", 0L);
        if (without * 4 >= overview.total()) {
            add(questions, "unmeasured", without, 0, ground.with(Field.MISSING, List.of("baseline")));
        }
        UseCaseQuery agents =
                ground.with(Field.KIND, List.of(Kind.AGENT.name())).with(Field.STAGE, LIVE);
        add(questions, "agents", useCases.count(actor, agents), 0, agents);
        return questions.stream().limit(MOST_QUESTIONS).toList();
    }

    private static void add(List<Question> questions, String code, long count, long subject, UseCaseQuery query) {
        if (count > 0) {
            questions.add(new Question(code, count, subject, queryString(query)));
        }
    }

    /// The query string of the register's list for a query, without its order.
    static String queryString(UseCaseQuery query) {
        return query.params().entrySet().stream()
                .filter(e -> !e.getKey().equals("sort"))
                .flatMap(e -> e.getValue().stream()
                        .sorted()
                        .map(v -> e.getKey() + "=" + URLEncoder.encode(v, StandardCharsets.UTF_8)))
                .collect(Collectors.joining("&"));
    }
}
