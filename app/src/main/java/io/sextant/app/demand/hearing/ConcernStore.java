package io.sextant.app.demand.hearing;

import io.sextant.app.demand.hearing.Concern.Category;
import io.sextant.app.demand.hearing.Concern.State;
import io.sextant.app.demand.hearing.Concern.Word;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// The rows of concerns and of what was said to them. Callers hold the transaction. Thread-safe.
@Repository
class ConcernStore {
    private static final String SELECT =
            "select n.*, c.code from demand.concern n join demand.use_case c on c.id = n.use_case_id ";

    private final JdbcClient jdbc;

    ConcernStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    List<Concern> of(long useCase) {
        return withWords(jdbc.sql(SELECT + "where n.use_case_id = :key order by n.id")
                .param("key", useCase)
                .query(ConcernStore::row)
                .list());
    }

    /// A concern of a use case, locked until the transaction ends.
    Optional<Concern> lock(long useCase, long id) {
        return withWords(jdbc.sql(SELECT + "where n.use_case_id = :key and n.id = :id for update of n")
                        .param("key", useCase)
                        .param("id", id)
                        .query(ConcernStore::row)
                        .list())
                .stream()
                .findFirst();
    }

    Optional<Concern> byForm(byte[] form) {
        return withWords(jdbc.sql(SELECT + "where n.form = :form")
                        .param("form", form)
                        .query(ConcernStore::row)
                        .list())
                .stream()
                .findFirst();
    }

    long add(
            long useCase,
            byte[] form,
            Category category,
            String fear,
            @Nullable String touched,
            Instant at,
            boolean anonymous,
            @Nullable Long by,
            @Nullable String byName) {
        return jdbc.sql("""
                        insert into demand.concern
                            (use_case_id, form, category, fear, touched, at, anonymous, by_id, by_name)
                        values (:key, :form, :category, :fear, :touched, :at, :anonymous, :by, :byName) returning id
                        """)
                .param("key", useCase)
                .param("form", form)
                .param("category", category.name())
                .param("fear", fear)
                .param("touched", touched, Types.VARCHAR)
                .param("at", utc(at))
                .param("anonymous", anonymous)
                .param("by", by, Types.BIGINT)
                .param("byName", byName, Types.VARCHAR)
                .query(Long.class)
                .single();
    }

    void say(
            long concern,
            Word.Act act,
            @Nullable String body,
            State state,
            Instant at,
            @Nullable Long by,
            @Nullable String byName) {
        jdbc.sql("""
                        insert into demand.concern_word (concern_id, act, body, at, by_id, by_name)
                        values (:concern, :act, :body, :at, :by, :byName)
                        """)
                .param("concern", concern)
                .param("act", act.name())
                .param("body", body, Types.VARCHAR)
                .param("at", utc(at))
                .param("by", by, Types.BIGINT)
                .param("byName", byName, Types.VARCHAR)
                .update();
        jdbc.sql("update demand.concern set state = :state where id = :id")
                .param("state", state.name())
                .param("id", concern)
                .update();
    }

    /// How many anonymous concerns a use case got on the day kept as this instant.
    int anonymousOn(long useCase, Instant day) {
        return jdbc.sql("select count(*) from demand.concern where use_case_id = :key and anonymous and at = :day")
                .param("key", useCase)
                .param("day", utc(day))
                .query(Integer.class)
                .single();
    }

    Map<State, Long> tally(long useCase) {
        var tally = new EnumMap<State, Long>(State.class);
        jdbc.sql("select state, count(*) as n from demand.concern where use_case_id = :key group by state")
                .param("key", useCase)
                .query(row -> {
                    tally.put(State.valueOf(row.getString("state")), row.getLong("n"));
                });
        return tally;
    }

    // ------------------------------------------------------------------------------------------------- the portfolio

    /// Which concerns of use cases that are not archived.
    ///
    /// @param within the units that may be read; absent when all
    /// @param asked the units that are asked for; absent when all
    /// @param until raised at this instant or before; absent when at any time
    record Reach(
            @Nullable Set<Long> within,
            @Nullable Set<Long> asked,
            Set<State> states,
            Set<Category> categories,
            @Nullable Instant until) {}

    private static final String REACHED = """
             where c.archived_at is null
               and (:allUnits or c.unit_id = any(:within)) and (:anyUnit or c.unit_id = any(:asked))
               and (:anyState or n.state = any(:states)) and (:anyCategory or n.category = any(:categories))
               and (:until::timestamptz is null or n.at <= :until)
            """;

    private JdbcClient.StatementSpec reached(Reach reach, String before, String after) {
        Instant until = reach.until();
        return jdbc.sql(before + REACHED + after)
                .param("allUnits", reach.within() == null)
                .param("within", ids(reach.within()))
                .param("anyUnit", reach.asked() == null)
                .param("asked", ids(reach.asked()))
                .param("anyState", reach.states().isEmpty())
                .param("states", reach.states().stream().map(Enum::name).toArray(String[]::new))
                .param("anyCategory", reach.categories().isEmpty())
                .param("categories", reach.categories().stream().map(Enum::name).toArray(String[]::new))
                .param("until", until == null ? null : utc(until), Types.TIMESTAMP_WITH_TIMEZONE);
    }

    private static Long[] ids(@Nullable Set<Long> ids) {
        return ids == null ? new Long[0] : ids.toArray(Long[]::new);
    }

    /// A part of them: those that wait first, then by age, the oldest first.
    List<Concerns.Listed> list(Reach reach, int limit, long offset) {
        List<Concerns.Listed> rows = reached(reach, """
                        select n.*, c.code, c.title, c.lang, nullif(c.translation ->> 'title', '') as translated, c.unit_id
                        from demand.concern n join demand.use_case c on c.id = n.use_case_id
                        """, """
                         order by array_position(array['OPEN', 'ANSWERED', 'SETTLED'], n.state), n.at, n.id
                        limit :limit offset :offset
                        """)
                .param("limit", limit)
                .param("offset", offset)
                .query(ConcernStore::listed)
                .list();
        return worded(rows);
    }

    /// A part of them in the order in which they were raised, after the one of this number.
    List<Concerns.Listed> after(Reach reach, long after, int limit) {
        List<Concerns.Listed> rows = reached(reach, """
                        select n.*, c.code, c.title, c.lang, nullif(c.translation ->> 'title', '') as translated, c.unit_id
                        from demand.concern n join demand.use_case c on c.id = n.use_case_id
                        """, " and n.id > :after order by n.id limit :limit")
                .param("after", after)
                .param("limit", limit)
                .query(ConcernStore::listed)
                .list();
        return worded(rows);
    }

    private List<Concerns.Listed> worded(List<Concerns.Listed> rows) {
        Map<Long, Concern> full = withWords(
                        rows.stream().map(Concerns.Listed::concern).toList())
                .stream()
                .collect(Collectors.toMap(Concern::id, concern -> concern));
        return rows.stream()
                .map(r -> new Concerns.Listed(full.getOrDefault(r.concern().id(), r.concern()), r.title(), r.unitId()))
                .toList();
    }

    Map<State, Long> tally(Reach reach) {
        var tally = new EnumMap<State, Long>(State.class);
        reached(reach, """
                        select n.state, count(*) as n from demand.concern n
                        join demand.use_case c on c.id = n.use_case_id
                        """, " group by n.state").query(row -> {
            tally.put(State.valueOf(row.getString("state")), row.getLong("n"));
        });
        return tally;
    }

    private static Concerns.Listed listed(ResultSet row, int n) throws SQLException {
        String title = row.getString("title");
        String other = row.getString("translated") == null ? title : row.getString("translated");
        boolean french = row.getString("lang").equals("fr");
        return new Concerns.Listed(
                row(row, n),
                new io.sextant.app.kernel.Announcement.Both(french ? title : other, french ? other : title),
                number(row, "unit_id"));
    }

    // -------------------------------------------------------------------------------------------------------- pieces

    private List<Concern> withWords(List<Concern> concerns) {
        if (concerns.isEmpty()) {
            return concerns;
        }
        Map<Long, List<Word>> words = words(concerns.stream().map(Concern::id).toList());
        return concerns.stream()
                .map(c -> new Concern(
                        c.id(),
                        c.useCase(),
                        c.category(),
                        c.fear(),
                        c.touched(),
                        c.state(),
                        c.at(),
                        c.anonymous(),
                        c.byId(),
                        c.byName(),
                        words.getOrDefault(c.id(), List.of())))
                .toList();
    }

    private Map<Long, List<Word>> words(Collection<Long> concerns) {
        var words = new LinkedHashMap<Long, List<Word>>();
        jdbc.sql("select * from demand.concern_word where concern_id = any(:ids) order by id")
                .param("ids", concerns.toArray(Long[]::new))
                .query(row -> {
                    words.computeIfAbsent(row.getLong("concern_id"), id -> new java.util.ArrayList<>())
                            .add(new Word(
                                    row.getLong("id"),
                                    Word.Act.valueOf(row.getString("act")),
                                    row.getString("body"),
                                    row.getObject("at", OffsetDateTime.class).toInstant(),
                                    number(row, "by_id"),
                                    row.getString("by_name")));
                });
        return words;
    }

    private static Concern row(ResultSet row, int n) throws SQLException {
        return new Concern(
                row.getLong("id"),
                row.getString("code"),
                Category.valueOf(row.getString("category")),
                row.getString("fear"),
                row.getString("touched"),
                State.valueOf(row.getString("state")),
                row.getObject("at", OffsetDateTime.class).toInstant(),
                row.getBoolean("anonymous"),
                number(row, "by_id"),
                row.getString("by_name"),
                List.of());
    }

    private static @Nullable Long number(ResultSet row, String column) throws SQLException {
        long number = row.getLong(column);
        return row.wasNull() ? null : (Long) number;
    }

    private static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}
