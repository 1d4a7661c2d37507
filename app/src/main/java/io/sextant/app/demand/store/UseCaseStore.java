package io.sextant.app.demand.store;

import io.sextant.app.demand.Completeness;
import io.sextant.app.demand.Content;
import io.sextant.app.demand.Content.Change;
import io.sextant.app.demand.Kind;
import io.sextant.app.demand.Link;
import io.sextant.app.demand.Person;
import io.sextant.app.demand.Revision;
import io.sextant.app.demand.Revision.Act;
import io.sextant.app.demand.Stage;
import io.sextant.app.demand.Texts;
import io.sextant.app.demand.UseCase;
import io.sextant.app.demand.UseCaseId;
import io.sextant.app.demand.UseCaseQuery;
import io.sextant.app.demand.UseCaseQuery.Field;
import io.sextant.app.demand.Verdict;
import io.sextant.app.kernel.Who;
import java.sql.Array;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// The rows of the register. Callers hold the transaction and have checked what the actor may do. Thread-safe.
@Repository
public class UseCaseStore {
    private static final String COLUMNS = """
            c.id, c.code, c.version, c.lang, c.title, c.problem, c.baseline, c.outcome, c.beneficiaries, c.alternative,
            c.description, c.domain, c.translation, c.sponsor, c.sponsor_id, c.business_owner, c.business_owner_id,
            c.technical_owner, c.technical_owner_id, c.unit_id, c.kind, c.kind_read, c.stage, c.ai_needed, c.start_year, c.end_year,
            c.tags, c.links, c.extra, c.source, c.external_key, c.need_verdict, c.completeness, c.created_at,
            c.created_by, c.updated_at, c.updated_by, c.requester_id, c.archived_at
            """;

    private static final String INSERT = """
            insert into demand.use_case (lang, title, problem, baseline, outcome, beneficiaries, alternative, description,
                domain, translation, sponsor, sponsor_id, business_owner, business_owner_id, technical_owner,
                technical_owner_id, unit_id, kind, kind_read, stage, ai_needed, start_year, end_year, tags, links, extra, source,
                external_key, need_verdict, completeness, updated_at, updated_by, code, created_at, created_by, requester_id)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?::jsonb, ?, ?, ?, ?,
                ?, ?, ?, ?, ?, ?)
            """;

    private static final String UPDATE = """
            update demand.use_case set (lang, title, problem, baseline, outcome, beneficiaries, alternative, description,
                domain, translation, sponsor, sponsor_id, business_owner, business_owner_id, technical_owner,
                technical_owner_id, unit_id, kind, kind_read, stage, ai_needed, start_year, end_year, tags, links, extra, source,
                external_key, need_verdict, completeness, updated_at, updated_by, version)
              = (?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?::jsonb, ?, ?, ?, ?,
                ?, ?, version + 1)
            where id = ?
            """;

    private static final String INSERT_REVISION = """
            insert into demand.revision (use_case_id, version, at, by_id, by_name, channel, act, reason, changes, content_before,
                for_id, for_name)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?::jsonb, ?, ?)
            """;

    private static final TypeReference<List<Link>> LINKS = new TypeReference<>() {};
    private static final TypeReference<LinkedHashMap<String, String>> EXTRA = new TypeReference<>() {};
    private static final TypeReference<LinkedHashMap<String, Change>> CHANGES = new TypeReference<>() {};

    private final JdbcClient jdbc;
    private final JdbcTemplate template;
    private final JsonMapper json;

    UseCaseStore(JdbcClient jdbc, JdbcTemplate template, JsonMapper json) {
        this.jdbc = jdbc;
        this.template = template;
        this.json = json;
    }

    /// A use case about to be written for the first time.
    ///
    /// @param changes its content as changes from nothing
    public record Fresh(UseCaseId id, Content content, Verdict need, Map<String, Change> changes) {
        public Fresh(UseCaseId id, Content content, Verdict need) {
            this(id, content, need, Content.changes(null, content));
        }
    }

    /// A use case about to be changed: what it was and what it becomes.
    public record Changed(UseCase before, Content after, Verdict need) {}

    /// Reserves `count` consecutive numbers of `year` and returns the first. Waits for whoever reserves at the same
    /// time.
    public long reserve(int year, int count) {
        return jdbc.sql("""
                        insert into demand.numbering as n (year, last) values (:year, :count)
                        on conflict (year) do update set last = n.last + :count
                        returning last - :count + 1
                        """)
                .param("year", year)
                .param("count", count)
                .query(Long.class)
                .single();
    }

    /// Writes new use cases with their first revision and returns their keys in the same order.
    public List<Long> insert(List<Fresh> fresh, Who by, Act act, @Nullable String reason, Instant at) {
        template.batchUpdate(INSERT, fresh, 500, (statement, f) -> {
            int i = bind(statement, f.content(), f.need(), by, at);
            statement.setString(i++, f.id().code());
            statement.setObject(i++, utc(at));
            statement.setString(i++, by.name());
            statement.setObject(i, act == Act.CREATED ? by.userId() : null, Types.BIGINT);
        });
        Map<String, Long> keys = keys(fresh.stream().map(f -> f.id().code()).toList());
        template.batchUpdate(INSERT_REVISION, fresh, 500, (statement, f) -> {
            bindRevision(statement, keys.get(f.id().code()), 1, by, act, reason, f.changes(), null, at);
        });
        return fresh.stream().map(f -> keys.get(f.id().code())).toList();
    }

    private Map<String, Long> keys(List<String> codes) {
        var keys = new HashMap<String, Long>();
        jdbc.sql("select code, id from demand.use_case where code = any(:codes)")
                .param("codes", codes.toArray(String[]::new))
                .query(row -> {
                    keys.put(row.getString(1), row.getLong(2));
                });
        return keys;
    }

    /// Writes changed contents, each one version further, with their revisions. The rows must have been locked with
    /// [#lock].
    public void update(List<Changed> changed, Who by, Act act, @Nullable String reason, Instant at) {
        template.batchUpdate(UPDATE, changed, 500, (statement, c) -> {
            int i = bind(statement, c.after(), c.need(), by, at);
            statement.setLong(i, c.before().key());
        });
        template.batchUpdate(INSERT_REVISION, changed, 500, (statement, c) -> {
            bindRevision(
                    statement,
                    c.before().key(),
                    c.before().version() + 1,
                    by,
                    act,
                    reason,
                    Content.changes(c.before().content(), c.after()),
                    c.before().content(),
                    at);
        });
    }

    /// Puts a use case away, or back, one version further.
    public void setArchived(UseCase useCase, boolean archived, Who by, @Nullable String reason, Instant at) {
        jdbc.sql("""
                        update demand.use_case
                        set archived_at = :archived, updated_at = :at, updated_by = :by, version = version + 1 where id = :id
                        """)
                .param("archived", archived ? utc(at) : null, Types.TIMESTAMP_WITH_TIMEZONE)
                .param("at", utc(at))
                .param("by", by.name())
                .param("id", useCase.key())
                .update();
        template.update(
                INSERT_REVISION,
                statement -> bindRevision(
                        statement,
                        useCase.key(),
                        useCase.version() + 1,
                        by,
                        archived ? Act.ARCHIVED : Act.RESTORED,
                        reason,
                        Map.of(),
                        null,
                        at));
    }

    /// Removes use cases for good, with their history; only an undone import does that.
    public void delete(Collection<Long> keys) {
        jdbc.sql("delete from demand.use_case where id = any(:keys)")
                .param("keys", keys.toArray(Long[]::new))
                .update();
    }

    private int bind(PreparedStatement s, Content c, Verdict need, Who by, Instant at) throws SQLException {
        Texts t = c.texts();
        int i = 1;
        s.setString(i++, c.lang());
        s.setString(i++, t.title());
        s.setString(i++, t.problem());
        s.setString(i++, t.baseline());
        s.setString(i++, t.outcome());
        s.setString(i++, t.beneficiaries());
        s.setString(i++, t.alternative());
        s.setString(i++, t.description());
        s.setString(i++, t.domain());
        s.setString(i++, c.translation() == null ? null : json.writeValueAsString(c.translation()));
        i = bindPerson(s, i, c.sponsor());
        i = bindPerson(s, i, c.businessOwner());
        i = bindPerson(s, i, c.technicalOwner());
        s.setObject(i++, c.unitId(), Types.BIGINT);
        s.setString(i++, c.kind() == null ? null : c.kind().name());
        s.setBoolean(i++, c.kindRead());
        s.setString(i++, c.stage() == null ? null : c.stage().name());
        s.setObject(i++, c.aiNeeded(), Types.BOOLEAN);
        s.setObject(i++, c.startYear(), Types.INTEGER);
        s.setObject(i++, c.endYear(), Types.INTEGER);
        s.setArray(i++, s.getConnection().createArrayOf("text", c.tags().toArray()));
        s.setString(i++, json.writeValueAsString(c.links()));
        s.setString(i++, json.writeValueAsString(c.extra()));
        s.setString(i++, c.source());
        s.setString(i++, c.externalKey());
        s.setString(i++, need.name());
        s.setInt(i++, Completeness.of(c));
        s.setObject(i++, utc(at));
        s.setString(i++, by.name());
        return i;
    }

    private static int bindPerson(PreparedStatement s, int i, @Nullable Person person) throws SQLException {
        s.setString(i, person == null ? null : person.name());
        s.setObject(i + 1, person == null ? null : person.userId(), Types.BIGINT);
        return i + 2;
    }

    private void bindRevision(
            PreparedStatement s,
            @Nullable Long key,
            long version,
            Who by,
            Act act,
            @Nullable String reason,
            Map<String, Change> changes,
            @Nullable Content before,
            Instant at)
            throws SQLException {
        s.setObject(1, key, Types.BIGINT);
        s.setLong(2, version);
        s.setObject(3, utc(at));
        s.setObject(4, by.userId(), Types.BIGINT);
        s.setString(5, by.name());
        s.setString(6, by.channel().name());
        s.setString(7, act.name());
        s.setString(8, reason);
        s.setString(9, json.writeValueAsString(changes));
        s.setString(10, before == null ? null : json.writeValueAsString(before));
        Who.Absent absent = by.inPlaceOf();
        s.setObject(11, absent == null ? null : absent.userId(), Types.BIGINT);
        s.setString(12, absent == null ? null : absent.name());
    }

    private static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }

    /// The use case of this identifier, archived or not.
    public Optional<UseCase> find(UseCaseId id) {
        return jdbc.sql("select " + COLUMNS + " from demand.use_case c where c.code = :code")
                .param("code", id.code())
                .query(this::useCase)
                .optional();
    }

    /// The use case of this identifier, locked until the transaction ends.
    public Optional<UseCase> lock(UseCaseId id) {
        return jdbc.sql("select " + COLUMNS + " from demand.use_case c where c.code = :code for no key update")
                .param("code", id.code())
                .query(this::useCase)
                .optional();
    }

    /// Those use cases that exist among these identifiers, locked until the transaction ends, in the order of their
    /// keys.
    public List<UseCase> lockAll(Collection<String> codes) {
        return jdbc.sql("select " + COLUMNS
                        + " from demand.use_case c where c.code = any(:codes) order by c.id for no key update")
                .param("codes", codes.toArray(String[]::new))
                .query(this::useCase)
                .list();
    }

    /// Those use cases of one inventory that carry these keys, locked until the transaction ends.
    public List<UseCase> lockBySource(String source, Collection<String> externalKeys) {
        return jdbc.sql(
                        "select " + COLUMNS
                                + " from demand.use_case c where c.source = :source and c.external_key = any(:keys) order by c.id for no key update")
                .param("source", source)
                .param("keys", externalKeys.toArray(String[]::new))
                .query(this::useCase)
                .list();
    }

    /// Those use cases that exist among these identifiers.
    public List<UseCase> byCodes(Collection<String> codes) {
        return jdbc.sql("select " + COLUMNS + " from demand.use_case c where c.code = any(:codes)")
                .param("codes", codes.toArray(String[]::new))
                .query(this::useCase)
                .list();
    }

    /// Those use cases that exist among these keys and are not archived.
    public List<UseCase> live(Collection<Long> keys) {
        return jdbc.sql("select " + COLUMNS
                        + " from demand.use_case c where c.id = any(:keys) and c.archived_at is null order by c.id")
                .param("keys", keys.toArray(Long[]::new))
                .query(this::useCase)
                .list();
    }

    /// Those use cases of one inventory that carry these keys.
    public List<UseCase> bySource(String source, Collection<String> externalKeys) {
        return jdbc.sql("select " + COLUMNS
                        + " from demand.use_case c where c.source = :source and c.external_key = any(:keys)")
                .param("source", source)
                .param("keys", externalKeys.toArray(String[]::new))
                .query(this::useCase)
                .list();
    }

    /// Those use cases of one inventory that carry no key and have one of these titles.
    public List<UseCase> bySourceAndTitle(String source, Collection<String> titles) {
        return jdbc.sql("select " + COLUMNS + " from demand.use_case c"
                        + " where c.source = :source and c.external_key is null and c.title = any(:titles)")
                .param("source", source)
                .param("titles", titles.toArray(String[]::new))
                .query(this::useCase)
                .list();
    }

    /// A use case as another of the same title finds it.
    ///
    /// @param title the title asked for, to which its own is equal but for the case
    /// @param source the inventory it belongs to
    /// @param externalKey its key there; absent when it has none
    public record Titled(
            String code,
            String title,
            String source,
            @Nullable String externalKey) {}

    /// Those use cases that have one of these titles, whatever their case: of this inventory under any key or none, of
    /// the others under the key given with the title; not the archived. This inventory comes first.
    ///
    /// @param keys the key given with each title; empty for none
    public List<Titled> titled(String source, List<String> titles, List<String> keys) {
        return jdbc.sql("""
                        select c.code, wanted.title, c.source, c.external_key
                        from unnest(:titles::text[], :keys::text[]) as wanted (title, key)
                        join demand.use_case c on lower(c.title) = lower(wanted.title)
                        where c.archived_at is null
                            and (c.source = :source or (c.source is not null and c.external_key = wanted.key))
                        order by (c.source = :source) desc, c.id
                        """)
                .param("source", source)
                .param("titles", titles.toArray(String[]::new))
                .param("keys", keys.toArray(String[]::new))
                .query((row, n) -> new Titled(
                        row.getString("code"),
                        row.getString("title"),
                        row.getString("source"),
                        row.getString("external_key")))
                .list();
    }

    /// How many use cases belong to one inventory, archived or not.
    public int countOfSource(String source) {
        return jdbc.sql("select count(*) from demand.use_case where source = :source")
                .param("source", source)
                .query(Integer.class)
                .single();
    }

    /// What a use case held at an earlier version: what the next change of its content says was there before.
    public Optional<Content> contentAt(long key, long version) {
        return jdbc.sql("""
                        select content_before from demand.revision
                        where use_case_id = :key and version > :version and content_before is not null
                        order by version limit 1
                        """)
                .param("key", key)
                .param("version", version)
                .query((row, n) -> json.readValue(row.getString(1), Content.class))
                .optional();
    }

    /// Those of these use cases on which somebody commented, to which somebody attached a file, or of which a gate
    /// knows
    /// something.
    public List<Long> discussed(Collection<Long> keys) {
        return jdbc.sql("""
                        select use_case_id from demand.comment where use_case_id = any(:keys)
                        union select use_case_id from demand.attachment where use_case_id = any(:keys)
                        union select use_case_id from demand.answer where use_case_id = any(:keys)
                        union select use_case_id from demand.red_line_answer where use_case_id = any(:keys)
                        union select use_case_id from demand.gate_request where use_case_id = any(:keys)
                        union select use_case_id from demand.decision where use_case_id = any(:keys)
                        union select into_id from demand.decision where into_id = any(:keys)
                        union select use_case_id from demand.action where use_case_id = any(:keys)
                        union select use_case_id from demand.distinction where use_case_id = any(:keys)
                        union select other_id from demand.distinction where other_id = any(:keys)
                        """)
                .param("keys", keys.toArray(Long[]::new))
                .query(Long.class)
                .list();
    }

    /// The use cases of one unit, without those below it, locked until the transaction ends.
    public List<UseCase> lockByUnit(long unitId) {
        return jdbc.sql("select " + COLUMNS
                        + " from demand.use_case c where c.unit_id = :unit order by c.id for no key update")
                .param("unit", unitId)
                .query(this::useCase)
                .list();
    }

    /// A page of the use cases that a query asks for.
    ///
    /// @param units units the reader may see, with their descendants; absent when all
    public List<UseCase> list(UseCaseQuery query, @Nullable Set<Long> units, int limit, long offset) {
        var where = new Conditions(query, units);
        return where.bind(jdbc.sql("select " + COLUMNS + " from demand.use_case c" + where + order(query)
                        + " limit :limit offset :offset"))
                .param("limit", limit)
                .param("offset", offset)
                .query(this::useCase)
                .list();
    }

    /// The use cases that hold all the words of a query, those that hold them in their title first; the latest changed
    /// are looked at when there are very many.
    ///
    /// @param units units the reader may see, with their descendants; absent when all
    public List<UseCase> search(UseCaseQuery query, @Nullable Set<Long> units, int limit) {
        var where = new Conditions(query, units);
        String words = query.words().stream().map(w -> "%" + w).collect(Collectors.joining()) + "%";
        return where.bind(jdbc.sql("select " + COLUMNS + """
                         from demand.use_case c join (select c.id from demand.use_case c %s
                            order by c.updated_at desc, c.id desc limit 400) near on near.id = c.id
                        order by case
                                when demand.fold(c.code) like demand.fold(:words) then 0
                                when demand.fold(c.title || ' ' || coalesce(c.translation ->> 'title', '')) like demand.fold(:words) then 1
                                else 2 end,
                            c.updated_at desc, c.id desc limit :limit""".formatted(where)))
                .param("words", words)
                .param("limit", limit)
                .query(this::useCase)
                .list();
    }

    /// A page of the use cases that a query asks for, by key, after a given key; the order that never skips or repeats
    /// one while others write.
    public List<UseCase> listAfter(UseCaseQuery query, @Nullable Set<Long> units, long afterKey, int limit) {
        var where = new Conditions(query, units);
        return where.bind(jdbc.sql("select " + COLUMNS + " from demand.use_case c" + where
                        + " and c.id > :after order by c.id limit :limit"))
                .param("after", afterKey)
                .param("limit", limit)
                .query(this::useCase)
                .list();
    }

    /// The headings of columns kept from inventories among the use cases that a query asks for, `limit` at most, those
    /// of most use cases first.
    public List<String> extraHeadings(UseCaseQuery query, @Nullable Set<Long> units, int limit) {
        var where = new Conditions(query, units);
        return where.bind(jdbc.sql("select k.heading from demand.use_case c"
                        + " cross join lateral jsonb_object_keys(c.extra) as k(heading)" + where
                        + " group by k.heading order by count(*) desc, k.heading limit :limit"))
                .param("limit", limit)
                .query(String.class)
                .list();
    }

    /// How many use cases a query asks for.
    public long count(UseCaseQuery query, @Nullable Set<Long> units) {
        var where = new Conditions(query, units);
        return where.bind(jdbc.sql("select count(*) from demand.use_case c" + where))
                .query(Long.class)
                .single();
    }

    /// How many use cases each value of a field has among those that a query asks for; *not said* under
    /// [UseCaseQuery#NONE]. The most frequent first, `limit` at most.
    public Map<String, Long> tally(UseCaseQuery query, @Nullable Set<Long> units, Field field, int limit) {
        String expression =
                switch (field) {
                    case TAG -> "tag.value";
                    case AREA -> "area.value";
                    default -> column(field);
                };
        String from =
                switch (field) {
                    case TAG -> " cross join lateral unnest(c.tags) as tag(value)";
                    case AREA ->
                        " join demand.reading r on r.use_case_id = c.id cross join lateral unnest(r.areas) as area(value)";
                    default -> "";
                };
        var where = new Conditions(query, units);
        var counts = new LinkedHashMap<String, Long>();
        where.bind(jdbc.sql(
                        "select coalesce(%s, '-') as value, count(*) as n from demand.use_case c%s%s group by 1 order by n desc, value limit :limit"
                                .formatted(expression, from, where)))
                .param("limit", limit)
                .query(row -> {
                    counts.put(row.getString(1), row.getLong(2));
                });
        return counts;
    }

    /// What [#tally] answers for each of `fields`, all counted in one pass over the use cases: worth it where finding
    /// them is what costs, as with words. Fields that one use case holds several values of are not counted so.
    public Map<Field, Map<String, Long>> tallies(
            UseCaseQuery query, @Nullable Set<Long> units, List<Field> fields, int limit) {
        var where = new Conditions(query, units);
        var columns = fields.stream().map(UseCaseStore::column).toList();
        // Each row counts one value of one column; grouping() has a bit, the first column's the highest, that is 0 for
        // that column alone.
        var sql = """
                select which, value, n from (
                    select which, value, n, row_number() over (partition by which order by n desc, value) as place from (
                        select grouping(%1$s) as which, coalesce(%2$s, '-') as value, count(*) as n
                        from demand.use_case c%3$s group by grouping sets (%4$s)) counted) ranked
                where place <= :limit order by which, place""".formatted(
                        String.join(", ", columns),
                        String.join(", ", columns),
                        where,
                        columns.stream().map(c -> "(" + c + ")").collect(Collectors.joining(", ")));
        var counts = new EnumMap<Field, Map<String, Long>>(Field.class);
        int all = (1 << fields.size()) - 1;
        where.bind(jdbc.sql(sql)).param("limit", limit).query(row -> {
            int at = fields.size() - 1 - Integer.numberOfTrailingZeros(all & ~row.getInt("which"));
            counts.computeIfAbsent(fields.get(at), f -> new LinkedHashMap<>())
                    .put(row.getString("value"), row.getLong("n"));
        });
        return counts;
    }

    /// How domains written in the other language are called in this one, after the translations people gave; the most
    /// frequent where they differ.
    public Map<String, String> domains(String lang) {
        var names = new LinkedHashMap<String, String>();
        jdbc.sql("""
                        select domain, mode() within group (order by translation ->> 'domain') as name
                        from demand.use_case
                        where lang <> :lang and domain is not null and translation ->> 'domain' is not null
                        group by domain
                        """).param("lang", lang).query(row -> {
            names.put(row.getString("domain"), row.getString("name"));
        });
        return names;
    }

    private static String column(Field field) {
        return switch (field) {
            case STAGE -> "c.stage";
            case KIND -> "c.kind";
            case UNIT -> "c.unit_id::text";
            case DOMAIN -> "c.domain";
            case NEED -> "c.need_verdict";
            case YEAR -> "c.start_year::text";
            case SOURCE -> "c.source";
            case OWNER -> "c.business_owner";
            case TAG, AREA, MISSING, CLUSTER, LOOKALIKE, ARCHIVED ->
                throw new IllegalArgumentException("not a column: " + field);
        };
    }

    /// The steps in the life of a use case, the latest first.
    public List<Revision> revisions(long key) {
        return jdbc.sql("""
                        select version, at, by_id, by_name, for_id, for_name, act, reason, changes, content_before is not null as undoable
                        from demand.revision where use_case_id = :key order by version desc
                        """)
                .param("key", key)
                .query((row, n) -> new Revision(
                        row.getLong("version"),
                        instant(row, "at"),
                        nullableLong(row, "by_id"),
                        row.getString("by_name"),
                        nullableLong(row, "for_id"),
                        row.getString("for_name"),
                        Act.valueOf(row.getString("act")),
                        row.getString("reason"),
                        json.readValue(row.getString("changes"), CHANGES),
                        row.getBoolean("undoable")))
                .list();
    }

    /// What a use case held before it came to this version; absent for the first version and for a mere change of
    /// state.
    public Optional<Content> contentBefore(long key, long version) {
        return jdbc.sql(
                        "select content_before from demand.revision where use_case_id = :key and version = :version and content_before is not null")
                .param("key", key)
                .param("version", version)
                .query((row, n) -> json.readValue(row.getString(1), Content.class))
                .optional();
    }

    /// The distinct values that a text field holds, beginning with `start` without regard to case and accents; for
    /// completion while typing.
    public List<String> suggest(Field field, String start, int limit) {
        String column =
                switch (field) {
                    case DOMAIN -> "domain";
                    case OWNER -> "business_owner";
                    case SOURCE -> "source";
                    case TAG -> null;
                    default -> throw new IllegalArgumentException("not completed: " + field);
                };
        String values = column == null
                ? "select distinct unnest(tags) as v from demand.use_case where archived_at is null"
                : "select distinct " + column + " as v from demand.use_case where archived_at is null";
        return jdbc.sql(
                        "select v from (" + values
                                + ") s where v is not null and starts_with(demand.fold(v), demand.fold(:start)) order by v limit :limit")
                .param("start", start)
                .param("limit", limit)
                .query(String.class)
                .list();
    }

    private static String order(UseCaseQuery query) {
        String direction = query.descending() ? " desc" : "";
        String nulls = " nulls last";
        return switch (query.sort()) {
            case UPDATED -> " order by c.updated_at" + direction + ", c.id" + direction;
            case CODE -> " order by c.id" + direction;
            case TITLE -> " order by lower(c.title)" + direction + ", c.id" + direction;
            case STAGE ->
                " order by array_position(array['IDEA','QUALIFIED','FRAMED','PILOT','RUN','RETIRED'], c.stage)"
                        + direction + nulls + ", c.id";
            case KIND -> " order by c.kind" + direction + nulls + ", c.id";
            case NEED ->
                " order by array_position(array['UNKNOWN','BLOCKING','CONDITIONAL','CLEAR'], c.need_verdict)"
                        + direction + ", c.id";
            case UNIT ->
                " order by (select u.code from identity.unit u where u.id = c.unit_id)" + direction + nulls + ", c.id";
            case OWNER -> " order by demand.fold(c.business_owner)" + direction + nulls + ", c.id";
            case YEAR -> " order by c.start_year" + direction + nulls + ", c.id";
            case COMPLETENESS -> " order by c.completeness" + direction + ", c.id";
        };
    }

    /// The conditions of a query as SQL with named parameters.
    static final class Conditions {
        private final List<String> parts = new ArrayList<>();
        private final Map<String, Object> params = new LinkedHashMap<>();

        Conditions(UseCaseQuery query, @Nullable Set<Long> units) {
            boolean archived = query.values(Field.ARCHIVED).contains("true");
            parts.add(archived ? "c.archived_at is not null" : "c.archived_at is null");
            if (units != null) {
                parts.add("c.unit_id = any(:readable)");
                params.put("readable", units.toArray(Long[]::new));
            }
            List<String> words = query.words();
            for (int i = 0; i < words.size(); i++) {
                String name = "word" + i;
                // PostgreSQL takes the hyphens of UC-2026-0012 for minus signs, and so must we.
                String signed =
                        words.get(i).matches("[0-9]+") ? "to_tsquery('simple', '''-' || :%1$s || ''':*') || " : "";
                parts.add(("c.search @@ (" + signed + """
                        to_tsquery('simple', demand.fold(:%1$s) || ':*') \
                        || plainto_tsquery('french', demand.fold(:%1$s)) || plainto_tsquery('english', demand.fold(:%1$s)))""").formatted(name));
                params.put(name, words.get(i));
            }
            query.filters().forEach(this::add);
        }

        private void add(Field field, List<String> values) {
            switch (field) {
                case STAGE -> oneOf("c.stage", "stage", values);
                case KIND -> oneOf("c.kind", "kind", values);
                case DOMAIN -> oneOf("c.domain", "domain", values);
                case NEED -> oneOf("c.need_verdict", "need", values);
                case SOURCE -> oneOf("c.source", "source", values);
                case OWNER -> oneOf("c.business_owner", "owner", values);
                case YEAR -> oneOf("c.start_year::text", "year", values);
                case UNIT -> oneOf("c.unit_id::text", "unit", values);
                case TAG -> {
                    parts.add("c.tags && :tags::text[]");
                    params.put("tags", values.toArray(String[]::new));
                }
                case MISSING -> {
                    for (String missing : values) {
                        parts.add(missing(missing));
                    }
                }
                case AREA -> {
                    parts.add(
                            "exists (select from demand.reading r where r.use_case_id = c.id and r.areas && :areas::text[])");
                    params.put("areas", values.toArray(String[]::new));
                }
                case CLUSTER -> {
                    parts.add(
                            "exists (select from demand.cluster_member m where m.use_case_id = c.id and m.cluster_id::text = any(:clusters))");
                    params.put("clusters", values.toArray(String[]::new));
                }
                case LOOKALIKE -> parts.add("exists (select from demand.cluster_member m where m.use_case_id = c.id)");
                case ARCHIVED -> {
                    // said above, since its absence is a condition too
                }
            }
        }

        private void oneOf(String column, String name, List<String> values) {
            String in = column + " = any(:" + name + ")";
            parts.add(
                    values.contains(UseCaseQuery.NONE)
                            ? "(" + in + " or " + column.replace("::text", "") + " is null)"
                            : in);
            params.put(name, values.toArray(String[]::new));
        }

        /// The condition that a field of [Completeness#FIELDS] holds nothing; a name it does not know matches no row.
        static String missing(String field) {
            return switch (field) {
                case "problem",
                        "baseline",
                        "outcome",
                        "beneficiaries",
                        "alternative",
                        "domain",
                        "sponsor",
                        "kind",
                        "stage" -> "c." + field + " is null";
                case "businessOwner" -> "c.business_owner is null";
                case "technicalOwner" -> "c.technical_owner is null";
                case "unitId" -> "c.unit_id is null";
                case "aiNeeded" -> "c.ai_needed is null";
                case "startYear" -> "c.start_year is null";
                default -> "false";
            };
        }

        JdbcClient.StatementSpec bind(JdbcClient.StatementSpec statement) {
            return statement.params(params);
        }

        @Override
        public String toString() {
            return " where " + String.join(" and ", parts);
        }
    }

    private UseCase useCase(ResultSet row, int n) throws SQLException {
        String translation = row.getString("translation");
        var content = new Content(
                row.getString("lang"),
                new Texts(
                        row.getString("title"),
                        row.getString("problem"),
                        row.getString("baseline"),
                        row.getString("outcome"),
                        row.getString("beneficiaries"),
                        row.getString("alternative"),
                        row.getString("description"),
                        row.getString("domain")),
                translation == null ? null : json.readValue(translation, Texts.class),
                person(row, "sponsor"),
                person(row, "business_owner"),
                person(row, "technical_owner"),
                nullableLong(row, "unit_id"),
                row.getString("kind") == null ? null : Kind.valueOf(row.getString("kind")),
                row.getBoolean("kind_read"),
                row.getString("stage") == null ? null : Stage.valueOf(row.getString("stage")),
                nullable(row, "ai_needed", Boolean.class),
                nullable(row, "start_year", Integer.class),
                nullable(row, "end_year", Integer.class),
                texts(row, "tags"),
                json.readValue(row.getString("links"), LINKS),
                json.readValue(row.getString("extra"), EXTRA),
                row.getString("source"),
                row.getString("external_key"));
        return new UseCase(
                new UseCaseId(row.getString("code")),
                row.getLong("id"),
                row.getLong("version"),
                content,
                Verdict.valueOf(row.getString("need_verdict")),
                row.getInt("completeness"),
                instant(row, "created_at"),
                row.getString("created_by"),
                instant(row, "updated_at"),
                row.getString("updated_by"),
                nullableLong(row, "requester_id"),
                row.getObject("archived_at") == null ? null : instant(row, "archived_at"));
    }

    private static @Nullable Person person(ResultSet row, String column) throws SQLException {
        String name = row.getString(column);
        return name == null ? null : new Person(name, nullableLong(row, column + "_id"));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static @Nullable Long nullableLong(ResultSet row, String column) throws SQLException {
        return nullable(row, column, Long.class);
    }

    private static <T> @Nullable T nullable(ResultSet row, String column, Class<T> type) throws SQLException {
        T value = row.getObject(column, type);
        return row.wasNull() ? null : value;
    }

    private static List<String> texts(ResultSet row, String column) throws SQLException {
        Array array = row.getArray(column);
        return Arrays.stream((Object[]) array.getArray()).map(String::valueOf).collect(Collectors.toList());
    }
}
