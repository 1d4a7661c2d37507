package io.sextant.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/// What waits at the gates of an invented register, written straight into its database: open requests, two years of
/// answered ones, signatures and actions. A measurement asks for the same again, since nothing is left to chance.
final class Waiting {
    /// The one statement without which the desk could say nothing.
    static final String DESK = """
            select c.code, c.title, r.stage, r.promised, r.by_name, r.at
            from demand.gate_request r join demand.use_case c on c.id = r.use_case_id
            where r.state = 'OPEN' and c.archived_at is null
            order by r.waiting_since is not null, r.promised, r.id limit 20
            """;

    private static final Duration LONGEST = Duration.ofMinutes(20);

    private final Floor floor;

    /// @param data folder of a Sextant that runs on its embedded database
    Waiting(Path data) throws IOException {
        floor = new Floor(data);
    }

    /// Has that many use cases wait for an answer, twice as many answered before, for a third of them a signature and
    /// for a third an action, of the role of the one account there is.
    void seed(int requests) throws SQLException {
        String next = """
                case coalesce(c.stage, 'IDEA') when 'IDEA' then 'QUALIFIED' when 'QUALIFIED' then 'FRAMED'
                    when 'FRAMED' then 'PILOT' when 'PILOT' then 'RUN' else 'RETIRED' end
                """;
        run("""
                insert into demand.gate_request (use_case_id, stage, lane, edition, days, promised, at, by_name)
                select c.id, %s, case when c.id %% 4 = 0 then 'fast' else 'standard' end, s.edition, 10,
                    current_date + (c.id %% 41)::int - 20, now() - make_interval(days => (c.id %% 60)::int), 'Camille Bench'
                from demand.use_case c join demand.gate_standing s on s.use_case_id = c.id
                where c.stage is distinct from 'RETIRED' order by md5(c.code) limit %d
                """.formatted(next, requests));
        run("""
                insert into demand.gate_request (use_case_id, stage, lane, edition, days, promised, at, by_name, state, closed_at)
                select c.id, %s, case when c.id %% 4 = 0 then 'fast' else 'standard' end, s.edition, 10,
                    (now() - make_interval(days => (c.id %% 700)::int))::date,
                    now() - make_interval(days => (c.id %% 700)::int + 14), 'Camille Bench', 'ANSWERED',
                    now() - make_interval(days => (c.id %% 700)::int - (c.id %% 20)::int + 5)
                from demand.use_case c join demand.gate_standing s on s.use_case_id = c.id
                where c.stage is distinct from 'RETIRED' order by md5(c.code || 'x') limit %d
                """.formatted(next, 2 * requests));
        run("""
                insert into demand.gate_expected (use_case_id, criterion, role)
                select use_case_id, 'pilot-security', 'CIO' from demand.gate_request where state = 'OPEN' and id % 3 = 0
                """);
        run("""
                insert into demand.action (use_case_id, remedy, state, owner_role, ready, at, by_name)
                select use_case_id, 'find-sponsor', 'UNDER_WAY', 'CIO', promised, at, by_name
                from demand.gate_request where state = 'OPEN' and id % 3 = 1
                """);
        run("analyze");
    }

    private void run(String sql) throws SQLException {
        try (Connection connection = floor.connect();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /// Waits until every use case is judged.
    void judged() throws SQLException, InterruptedException {
        long begun = System.nanoTime();
        while (floor.number("""
                select count(*) + (select count(*) from demand.gate_standing_state where basis = '' or at is null)
                from (select 1 from demand.gate_stale limit 1) some_left
                """) > 0) {
            if (System.nanoTime() - begun > LONGEST.toNanos()) {
                throw new IllegalStateException("not judged after " + LONGEST);
            }
            Thread.sleep(100);
        }
    }

    /// How long it takes until every use case is judged anew, from the moment at which what all rest on is another; the
    /// wait for the next look at it, five seconds at most, is part of it.
    Duration judgedAnew() throws SQLException, InterruptedException {
        long begun = System.nanoTime();
        run("update demand.gate_standing_state set basis = ''");
        judged();
        return Duration.ofNanos(System.nanoTime() - begun);
    }
}
