package io.sextant.app.demand.store;

import io.sextant.app.demand.Moves.Arrivals;
import io.sextant.app.demand.Stage;
import io.sextant.app.demand.StageMove;
import io.sextant.app.demand.UseCaseId;
import io.sextant.app.demand.UseCaseQuery;
import io.sextant.app.demand.UseCaseQuery.Field;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// What the history of the register says of the time since a given moment. Callers hold the transaction and have
/// checked what the actor may do. Thread-safe.
@Repository
public class MoveStore {
    private final JdbcClient jdbc;

    MoveStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// The use cases that stand at another stage than they stood at then, by the stage they stand at now, the furthest
    /// along first.
    ///
    /// @param units units the reader may see; absent when all
    /// @param named how many of each stage to name
    public List<Arrivals> arrivals(UseCaseQuery query, @Nullable Set<Long> units, Instant since, int named) {
        record Row(StageMove move, long count) {}
        var where = new UseCaseStore.Conditions(query, units);
        List<Row> rows = where.bind(jdbc.sql("""
                        select * from (
                            select c.code, c.lang, c.title, c.translation ->> 'title' as translated, c.stage, m.was,
                                count(*) over (partition by c.stage) as n,
                                row_number() over (partition by c.stage order by c.id) as place
                            from demand.use_case c
                            join (
                                select distinct on (r.use_case_id) r.use_case_id, r.changes -> 'stage' ->> 'before' as was
                                from demand.revision r
                                where r.at > :since and r.version > 1 and jsonb_exists(r.changes, 'stage')
                                order by r.use_case_id, r.version
                            ) m on m.use_case_id = c.id
                        """ + where + """
                             and c.created_at <= :since and m.was <> c.stage
                        ) moved
                        where place <= :named
                        order by array_position(:order::text[], stage) desc, place
                        """))
                .param("since", since.atOffset(ZoneOffset.UTC))
                .param("order", Arrays.stream(Stage.values()).map(Enum::name).toArray(String[]::new))
                .param("named", named)
                .query((row, n) -> {
                    boolean french = row.getString("lang").equals("fr");
                    String title = row.getString("title");
                    String translated = Objects.requireNonNullElse(row.getString("translated"), title);
                    return new Row(
                            new StageMove(
                                    new UseCaseId(row.getString("code")),
                                    french ? title : translated,
                                    french ? translated : title,
                                    Stage.valueOf(row.getString("was")),
                                    Stage.valueOf(row.getString("stage"))),
                            row.getLong("n"));
                })
                .list();
        var byStage = new LinkedHashMap<Stage, List<Row>>();
        rows.forEach(row ->
                byStage.computeIfAbsent(row.move().to(), s -> new ArrayList<>()).add(row));
        return byStage.entrySet().stream()
                .map(e -> new Arrivals(
                        e.getKey(),
                        e.getValue().getFirst().count(),
                        e.getValue().stream().map(Row::move).toList()))
                .toList();
    }

    /// How many of those in the register were not there then.
    public long registered(UseCaseQuery query, @Nullable Set<Long> units, Instant since) {
        return count(new UseCaseStore.Conditions(query, units), "c.created_at > :since", since);
    }

    /// How many of those that were there then have been put away.
    public long archived(UseCaseQuery query, @Nullable Set<Long> units, Instant since) {
        return count(
                new UseCaseStore.Conditions(query.with(Field.ARCHIVED, List.of("true")), units),
                "c.created_at <= :since and c.archived_at > :since",
                since);
    }

    private long count(UseCaseStore.Conditions where, String condition, Instant since) {
        return where.bind(jdbc.sql("select count(*) from demand.use_case c" + where + " and " + condition))
                .param("since", since.atOffset(ZoneOffset.UTC))
                .query(Long.class)
                .single();
    }
}
