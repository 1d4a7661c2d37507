package io.sextant.app.audit;

import io.sextant.app.audit.AuditEvent.Field;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// Reads changes for people and programs.
@Component
final class EventReader {
    private static final TypeReference<Map<String, Map<String, @Nullable Object>>> CHANGE = new TypeReference<>() {};

    /// How long a search for words may take.
    static final Duration PATIENCE = Duration.ofSeconds(8);

    private final JdbcClient jdbc;
    private final Duration patience;
    private final JsonMapper json = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    @Autowired
    EventReader(JdbcClient jdbc) {
        this(jdbc, PATIENCE);
    }

    EventReader(JdbcClient jdbc, Duration patience) {
        this.jdbc = jdbc;
        this.patience = patience;
    }

    /// The changes that pass the filter, newest first.
    ///
    /// @throws QueryTimeoutException when the filter's words occur so rarely that the search takes longer than
    ///     [#PATIENCE]
    List<AuditEvent> list(EventFilter filter, @Nullable Long before, int limit) {
        var where = new ArrayList<String>();
        var values = new LinkedHashMap<String, Object>();
        if (before != null) {
            where.add("seq < :before");
            values.put("before", before);
        }
        any(filter.subjectTypes(), "subject_type", where, values);
        any(filter.actions(), "action", where, values);
        any(filter.channels(), "channel", where, values);
        if (filter.subjectId() != null) {
            where.add("subject_id = :subject_id");
            values.put("subject_id", filter.subjectId());
        }
        if (!filter.actorIds().isEmpty()) {
            where.add(
                    filter.actorIds().contains(EventFilter.SYSTEM)
                            ? "(actor_id is null or actor_id = any(:actors))"
                            : "actor_id = any(:actors)");
            values.put("actors", filter.actorIds().toArray(Long[]::new));
        }
        if (filter.from() != null) {
            where.add("recorded_at >= :from");
            values.put("from", filter.from().atOffset(ZoneOffset.UTC));
        }
        if (filter.to() != null) {
            where.add("recorded_at < :to");
            values.put("to", filter.to().atOffset(ZoneOffset.UTC));
        }
        if (filter.text() != null) {
            where.add("""
                    (actor_name ilike :text or subject_id ilike :text or coalesce(reason, '') ilike :text
                     or change ilike :text)""");
            values.put("text", "%" + filter.text().replaceAll("([\\\\%_])", "\\\\$1") + "%");
        }
        values.put("limit", limit);
        if (filter.text() != null) {
            // Words have no index: it would cost every change dearly, for a search that auditors rarely make.
            jdbc.sql("select set_config('statement_timeout', :millis, true)")
                    .param("millis", Long.toString(patience.toMillis()))
                    .query((row, n) -> row.getString(1))
                    .list();
        }
        return jdbc.sql("select " + EventStore.COLUMNS + " from audit.event"
                        + (where.isEmpty() ? "" : " where " + String.join(" and ", where))
                        + " order by seq desc limit :limit")
                .params(values)
                .query((row, n) -> event(row))
                .list();
    }

    private static void any(Set<String> wanted, String column, List<String> where, Map<String, Object> values) {
        if (!wanted.isEmpty()) {
            where.add(column + " = any(:" + column + ")");
            values.put(column, wanted.toArray(String[]::new));
        }
    }

    Optional<AuditEvent> find(long seq) {
        return jdbc.sql("select " + EventStore.COLUMNS + " from audit.event where seq = :seq")
                .param("seq", seq)
                .query((row, n) -> event(row))
                .optional();
    }

    /// The values in use. Each is found by hopping from one to the next in an index, however long the trail is.
    AuditTrail.Facets facets() {
        var actions = jdbc.sql("""
                        with recursive hop as (
                            (select action from audit.event order by action limit 1)
                            union all
                            select (select e.action from audit.event e where e.action > hop.action order by e.action limit 1)
                              from hop where hop.action is not null)
                        select action from hop where action is not null""").query(String.class).list();
        var subjects = jdbc.sql("""
                        with recursive hop as (
                            (select subject_type from audit.event order by subject_type limit 1)
                            union all
                            select (select e.subject_type from audit.event e where e.subject_type > hop.subject_type
                                     order by e.subject_type limit 1)
                              from hop where hop.subject_type is not null)
                        select subject_type from hop where subject_type is not null""").query(String.class).list();
        var authors = jdbc.sql("""
                        with recursive hop as (
                            (select actor_id from audit.event where actor_id is not null order by actor_id limit 1)
                            union all
                            select (select e.actor_id from audit.event e where e.actor_id > hop.actor_id
                                     order by e.actor_id limit 1)
                              from hop where hop.actor_id is not null)
                        select actor_id,
                               (select e.actor_name from audit.event e where e.actor_id = hop.actor_id
                                 order by e.seq desc limit 1) as actor_name
                          from hop where actor_id is not null
                        union all
                        (select 0, actor_name from audit.event where actor_id is null order by seq desc limit 1)""")
                .query((row, n) -> new AuditTrail.Author(row.getLong(1), row.getString(2)))
                .list();
        return new AuditTrail.Facets(
                actions,
                subjects,
                authors.stream()
                        .sorted((a, b) -> a.name().compareToIgnoreCase(b.name()))
                        .toList());
    }

    private AuditEvent event(ResultSet row) throws SQLException {
        var event = EventStore.event(row);
        return new AuditEvent(
                event.seq(),
                event.recordedAt(),
                event.actorId(),
                event.actorName(),
                event.channel(),
                event.action(),
                event.subjectType(),
                event.subjectId(),
                event.reason(),
                event.change(),
                fields(event.change()),
                HexFormat.of().formatHex(event.prevHash()),
                HexFormat.of().formatHex(event.hash()));
    }

    private List<Field> fields(String change) {
        Map<String, Map<String, @Nullable Object>> values;
        try {
            values = json.readValue(change, CHANGE);
        } catch (JacksonException tampered) {
            return List.of();
        }
        var before = values.getOrDefault("before", Map.of());
        var after = values.getOrDefault("after", Map.of());
        var names = new TreeSet<>(before.keySet());
        names.addAll(after.keySet());
        return names.stream()
                .map(name -> new Field(
                        name, before.containsKey(name), before.get(name), after.containsKey(name), after.get(name)))
                .toList();
    }
}
