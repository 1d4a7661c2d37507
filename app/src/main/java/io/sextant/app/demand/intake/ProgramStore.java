package io.sextant.app.demand.intake;

import io.sextant.app.demand.Texts;
import io.sextant.app.demand.UseCaseId;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// The rows of what programs sent. Callers hold the transaction. Thread-safe.
@Repository
class ProgramStore {
    private static final String ORIGIN = """
             lang = :lang, unit_id = :unit, url = :url, status = :status, stage = :stage, title = :title,
             problem = :problem, baseline = :baseline, outcome = :outcome, beneficiaries = :beneficiaries,
             alternative = :alternative, description = :description, domain = :domain, sponsor = :sponsor,
             business_owner = :businessOwner, technical_owner = :technicalOwner, tags = :tags
            """;

    private final JdbcClient jdbc;

    ProgramStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// Digests of what was last told of a thing elsewhere.
    ///
    /// @param words of all its texts but the title
    record Known(String title, String status, String words) {}

    /// Keeps others from the same thing until the transaction ends.
    void alone(String source, String key) {
        jdbc.sql("select 1 from pg_advisory_xact_lock(hashtextextended(:thing, 20261124))")
                .param("thing", source + "\n" + key)
                .query(Integer.class)
                .single();
    }

    Optional<UseCaseId> useCase(Collection<String> sources, String key) {
        return jdbc.sql("""
                        select code from demand.use_case where source = any(:sources::text[]) and external_key = :key
                        order by array_position(:sources::text[], source), id limit 1
                        """)
                .param("sources", sources.toArray(String[]::new))
                .param("key", key)
                .query(String.class)
                .optional()
                .map(UseCaseId::new);
    }

    Optional<Long> entry(String source, String key) {
        return jdbc.sql("select entry_id from demand.intake_origin where source = :source and external_key = :key")
                .param("source", source)
                .param("key", key)
                .query(Long.class)
                .optional();
    }

    Optional<byte[]> receipt(long entry) {
        return jdbc.sql("select receipt from demand.intake_origin where entry_id = :entry")
                .param("entry", entry)
                .query(byte[].class)
                .optional();
    }

    Optional<Known> known(String source, String key) {
        return jdbc.sql("""
                        select title, status, words from demand.receiver_known where source = :source and external_key = :key
                        """)
                .param("source", source)
                .param("key", key)
                .query((row, n) -> new Known(row.getString("title"), row.getString("status"), row.getString("words")))
                .optional();
    }

    void remember(String source, String key, Known known) {
        jdbc.sql("""
                        insert into demand.receiver_known (source, external_key, title, status, words)
                        values (:source, :key, :title, :status, :words)
                        on conflict (source, external_key) do update
                        set title = excluded.title, status = excluded.status, words = excluded.words
                        """)
                .param("source", source)
                .param("key", key)
                .param("title", known.title())
                .param("status", known.status())
                .param("words", known.words())
                .update();
    }

    /// @param receipt SHA-256 of the receipt's secret
    /// @param sealed that secret, sealed
    long receive(long receiver, byte[] receipt, byte[] sealed, @Nullable Long unit, Sending sent, Instant at) {
        Texts t = sent.texts();
        long id = jdbc.sql("""
                        insert into demand.intake_entry (receiver_id, receipt, at, problem, beneficiaries, outcome, name, email)
                        values (:receiver, :receipt, :at, :words, :beneficiaries, :outcome, :name, :email) returning id
                        """)
                .param("receiver", receiver)
                .param("receipt", receipt)
                .param("at", at.atOffset(ZoneOffset.UTC))
                .param("words", sent.words())
                .param("beneficiaries", t.beneficiaries())
                .param("outcome", t.outcome())
                .param("name", sent.contact())
                .param("email", sent.email())
                .query(Long.class)
                .single();
        jdbc.sql("""
                        insert into demand.intake_origin (entry_id, lang, receipt, source, external_key, title, tags)
                        values (:entry, :lang, :receipt, :source, :key, :title, '{}')
                        """)
                .param("entry", id)
                .param("lang", sent.lang())
                .param("receipt", sealed)
                .param("source", sent.source())
                .param("key", sent.source() == null ? null : sent.key())
                .param("title", t.title())
                .update();
        origin(id, unit, sent);
        return id;
    }

    /// Gives an idea that waits the words of now; it stays with its unit unless another is named.
    void reword(long entry, Sending sent) {
        Texts t = sent.texts();
        jdbc.sql("""
                        update demand.intake_entry set problem = :words, beneficiaries = :beneficiaries, outcome = :outcome,
                            name = :name, email = :email where id = :entry
                        """)
                .param("words", sent.words())
                .param("beneficiaries", t.beneficiaries())
                .param("outcome", t.outcome())
                .param("name", sent.contact())
                .param("email", sent.email())
                .param("entry", entry)
                .update();
        Long unit = sent.unitId();
        origin(
                entry,
                unit != null
                        ? unit
                        : jdbc.sql("select unit_id from demand.intake_origin where entry_id = :entry")
                                .param("entry", entry)
                                .query((row, n) -> Optional.ofNullable(row.getObject("unit_id", Long.class)))
                                .single()
                                .orElse(null),
                sent);
    }

    private void origin(long entry, @Nullable Long unit, Sending sent) {
        Texts t = sent.texts();
        jdbc.sql("update demand.intake_origin set " + ORIGIN + " where entry_id = :entry")
                .param("entry", entry)
                .param("lang", sent.lang())
                .param("unit", unit, Types.BIGINT)
                .param("url", sent.url())
                .param("status", sent.status())
                .param("stage", sent.stage() == null ? null : sent.stage().name())
                .param("title", t.title())
                .param("problem", t.problem())
                .param("baseline", t.baseline())
                .param("outcome", t.outcome())
                .param("beneficiaries", t.beneficiaries())
                .param("alternative", t.alternative())
                .param("description", t.description())
                .param("domain", t.domain())
                .param("sponsor", sent.sponsor())
                .param("businessOwner", sent.businessOwner())
                .param("technicalOwner", sent.technicalOwner())
                .param("tags", sent.tags().toArray(String[]::new))
                .update();
    }

    /// Sends what waits for a merged unit, and what its pages and receivers will receive, to the unit that takes its
    /// work over.
    void merge(long from, long into) {
        jdbc.sql("update demand.intake_link set unit_id = :into where unit_id = :from")
                .param("from", from)
                .param("into", into)
                .update();
        jdbc.sql("update demand.intake_origin set unit_id = :into where unit_id = :from")
                .param("from", from)
                .param("into", into)
                .update();
        jdbc.sql("update demand.receiver set unit_id = :into where unit_id = :from")
                .param("from", from)
                .param("into", into)
                .update();
    }
}
