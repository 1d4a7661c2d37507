package io.sextant.app.demand.intake;

import io.sextant.app.demand.Stage;
import io.sextant.app.demand.UseCaseId;
import io.sextant.app.demand.gating.Answer;
import io.sextant.app.demand.intake.Draft.State;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// The rows of the drafts. Callers hold the transaction. Thread-safe.
@Repository
class DraftStore {
    private static final TypeReference<LinkedHashMap<String, String>> TEXTS = new TypeReference<>() {};
    private static final String SELECT = """
            select d.*, a.code as amends_code, r.code as result_code from demand.intake_draft d
            left join demand.use_case a on a.id = d.amends_id left join demand.use_case r on r.id = d.result_id
            """;

    private final JdbcClient jdbc;
    private final JsonMapper json;

    DraftStore(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    Optional<Draft> find(UUID id) {
        return jdbc.sql(SELECT + " where d.id = :id")
                .param("id", id)
                .query(this::draft)
                .optional();
    }

    Optional<Draft> lock(UUID id) {
        return jdbc.sql(SELECT + " where d.id = :id for no key update of d")
                .param("id", id)
                .query(this::draft)
                .optional();
    }

    /// Begins a draft unless it is there.
    ///
    /// @param amends key of the use case that it changes
    void begin(UUID id, long owner, String lang, Map<String, String> fields, @Nullable Long amends, Instant at) {
        jdbc.sql("""
                        insert into demand.intake_draft (id, owner_id, lang, fields, base, created_at, updated_at, amends_id)
                        values (:id, :owner, :lang, :fields::jsonb, :fields::jsonb, :at, :at, :amends)
                        on conflict do nothing
                        """)
                .param("id", id)
                .param("owner", owner)
                .param("lang", lang)
                .param("fields", json.writeValueAsString(fields))
                .param("at", utc(at))
                .param("amends", amends, Types.BIGINT)
                .update();
    }

    void write(UUID id, Map<String, String> fields, Map<String, String> aside, Instant at) {
        jdbc.sql(
                        "update demand.intake_draft set fields = :fields::jsonb, aside = :aside::jsonb, updated_at = :at where id = :id")
                .param("fields", json.writeValueAsString(fields))
                .param("aside", json.writeValueAsString(aside))
                .param("at", utc(at))
                .param("id", id)
                .update();
    }

    /// Closes a draft; its texts live on in what became of it.
    void close(UUID id, State state, long result, Instant at) {
        jdbc.sql("""
                        update demand.intake_draft set state = :state, result_id = :result, updated_at = :at,
                            fields = '{}', base = '{}', aside = '{}' where id = :id
                        """)
                .param("state", state.name())
                .param("result", result)
                .param("at", utc(at))
                .param("id", id)
                .update();
    }

    void delete(UUID id) {
        jdbc.sql("delete from demand.intake_draft where id = :id")
                .param("id", id)
                .update();
    }

    /// Clears the drafts that nobody touched since; what they were about stays to be told.
    int expire(Instant since, Instant at) {
        return jdbc.sql("""
                        update demand.intake_draft set state = 'EXPIRED', base = '{}', aside = '{}', updated_at = :at,
                            fields = jsonb_build_object('title', left(coalesce(nullif(fields ->> 'title', ''), fields ->> 'problem', ''), 80))
                        where state = 'OPEN' and updated_at < :since
                        """).param("since", utc(since)).param("at", utc(at)).update();
    }

    /// What somebody is writing, the latest first, with those that expired.
    List<Draft> of(long owner, int most) {
        return jdbc.sql(SELECT + """
                         where d.owner_id = :owner and d.state in ('OPEN', 'EXPIRED') order by d.updated_at desc, d.id limit :most
                        """)
                .param("owner", owner)
                .param("most", most)
                .query(this::draft)
                .list();
    }

    int countOpen(long owner) {
        return jdbc.sql("select count(*) from demand.intake_draft where owner_id = :owner and state = 'OPEN'")
                .param("owner", owner)
                .query(Integer.class)
                .single();
    }

    /// The draft in which somebody changes a use case.
    Optional<Draft> amending(long owner, long useCase) {
        return jdbc.sql(SELECT + " where d.owner_id = :owner and d.amends_id = :useCase and d.state = 'OPEN'")
                .param("owner", owner)
                .param("useCase", useCase)
                .query(this::draft)
                .optional();
    }

    /// What an account asked for, the latest first.
    List<Asked> asked(long owner, int most) {
        return jdbc.sql("""
                        select c.code, c.title, c.lang, c.translation ->> 'title' as translated, c.stage, c.archived_at is not null as away,
                            r.promised, r.waiting, d.answer
                        from demand.use_case c
                        left join lateral (
                            select q.promised, q.waiting_since is not null as waiting from demand.gate_request q
                            where q.use_case_id = c.id and q.state = 'OPEN') r on true
                        left join lateral (
                            select e.answer from demand.decision e where e.use_case_id = c.id and e.fallen_at is null
                            order by e.id desc limit 1) d on true
                        where c.requester_id = :owner order by c.id desc limit :most
                        """)
                .param("owner", owner)
                .param("most", most)
                .query((row, n) -> new Asked(
                        new UseCaseId(row.getString("code")),
                        row.getString("title"),
                        row.getString("lang"),
                        row.getString("translated"),
                        row.getString("stage") == null ? null : Stage.valueOf(row.getString("stage")),
                        row.getBoolean("away"),
                        row.getObject("promised", LocalDate.class),
                        row.getBoolean("waiting"),
                        row.getString("answer") == null ? null : Answer.valueOf(row.getString("answer"))))
                .list();
    }

    boolean accountExists(long id) {
        return jdbc.sql("select count(*) from identity.user_account where id = :id")
                        .param("id", id)
                        .query(Integer.class)
                        .single()
                > 0;
    }

    /// The use cases in the register whose words are nearest to a text, the nearest first: those that share its rarest
    /// words, as the statistics of the database know them.
    ///
    /// @param units units the reader may see, with those below them; absent when all
    /// @param without key of a use case to leave out; 0 for none
    List<Near> near(String text, Long @Nullable [] units, long without, int most) {
        return jdbc.sql("""
                        with said as (
                            select distinct word from unnest(tsvector_to_array(
                                to_tsvector('french', demand.fold(:text)) || to_tsvector('english', demand.fold(:text)))) as word
                            where length(word) > 2),
                        common as (
                            select u.word, u.freq from pg_catalog.pg_stats s,
                                unnest(s.most_common_elems::text::text[], s.most_common_elem_freqs) as u(word, freq)
                            where s.schemaname = 'demand' and s.tablename = 'use_case' and s.attname = 'search' and u.word is not null),
                        rare as (
                            select said.word from said left join common on common.word = said.word
                            order by coalesce(common.freq, 0), length(said.word) desc, said.word limit 24),
                        asked as (select to_tsquery('simple', string_agg(quote_literal(word), ' | ')) as q from rare)
                        select c.id, c.code, c.title, c.lang, c.translation ->> 'title' as translated, c.unit_id,
                            left(concat_ws(e'\\n', c.problem, c.outcome, c.description, c.beneficiaries, c.domain), 6000) as body
                        from (select c.* from demand.use_case c, asked
                              where c.archived_at is null and c.id <> :without and c.search @@ asked.q
                                and (:all or c.unit_id = any(:units)) limit 5000) c, asked
                        order by ts_rank(c.search, asked.q) desc, c.id limit :most
                        """)
                .param("text", text)
                .param("without", without)
                .param("all", units == null)
                .param("units", units == null ? new Long[0] : units)
                .param("most", most)
                .query((row, n) -> new Near(
                        new UseCaseId(row.getString("code")),
                        row.getString("title"),
                        row.getString("lang"),
                        row.getString("translated"),
                        row.getObject("unit_id") == null ? null : (Long) row.getLong("unit_id"),
                        row.getString("body")))
                .list();
    }

    /// A use case near to a text.
    record Near(
            UseCaseId id,
            String title,
            String lang,
            @Nullable String translated,
            @Nullable Long unitId,
            String body) {}

    private Draft draft(ResultSet row, int n) throws SQLException {
        String amends = row.getString("amends_code");
        String result = row.getString("result_code");
        return new Draft(
                row.getObject("id", UUID.class),
                row.getLong("owner_id"),
                row.getString("lang"),
                json.readValue(row.getString("fields"), TEXTS),
                json.readValue(row.getString("base"), TEXTS),
                json.readValue(row.getString("aside"), TEXTS),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getObject("updated_at", OffsetDateTime.class).toInstant(),
                amends == null ? null : new UseCaseId(amends),
                State.valueOf(row.getString("state")),
                result == null ? null : new UseCaseId(result));
    }

    private static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}
