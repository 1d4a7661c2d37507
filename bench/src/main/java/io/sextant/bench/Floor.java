package io.sextant.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

/// The floor under a page: the one statement without which it could say nothing, asked of the same database by the same
/// number of clients through the bare driver, with nothing counted, checked or drawn.
final class Floor {
    static final String LIST = """
            select id, code, title, unit_id, stage, kind, business_owner, completeness, updated_at
            from demand.use_case where archived_at is null order by updated_at desc, id desc limit 50
            """;
    static final String FILTER = """
            select id, code, title, unit_id, stage, kind, business_owner, completeness, updated_at
            from demand.use_case where archived_at is null and stage = ? order by updated_at desc, id desc limit 50
            """;
    static final String SEARCH = """
            select id, code, title, unit_id, stage, kind, business_owner, completeness, updated_at
            from demand.use_case where archived_at is null and search @@ plainto_tsquery('simple', ?)
            order by updated_at desc, id desc limit 50
            """;
    static final String ONE = "select * from demand.use_case where code = ?";

    private final String url;
    private final String password;

    /// @param data folder of a Sextant that runs on its embedded database
    Floor(Path data) throws IOException {
        this.url = "jdbc:postgresql://127.0.0.1:"
                + Files.readString(data.resolve("pg.port")).strip() + "/sextant";
        this.password =
                Files.readString(data.resolve("secrets/postgres-application")).strip();
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection(url, "sextant", password);
    }

    /// Runs a statement again and again from `clients` connections at once; `parameter` is `stage`, `word`, `code` or
    /// empty for none.
    Series measure(String sql, String parameter, int clients, int each) throws InterruptedException, SQLException {
        List<Callable<long[]>> work = new ArrayList<>();
        long newest = number("select count(*) from demand.use_case");
        for (int client = 0; client < clients; client++) {
            var chance = new SplittableRandom(client);
            work.add(() -> {
                long[] taken = new long[each];
                try (Connection connection = connect();
                        PreparedStatement query = connection.prepareStatement(sql)) {
                    for (int i = -5; i < each; i++) {
                        switch (parameter) {
                            case "stage" ->
                                query.setString(
                                        1,
                                        Synthetic.STAGES
                                                .get(chance.nextInt(Synthetic.STAGES.size()))
                                                .toUpperCase(Locale.ROOT));
                            case "word" -> query.setString(1, Synthetic.word(chance));
                            case "code" -> query.setString(1, code(1 + chance.nextLong(newest)));
                            default -> {}
                        }
                        long begun = System.nanoTime();
                        try (ResultSet rows = query.executeQuery()) {
                            while (rows.next()) {
                                rows.getString(2);
                            }
                        }
                        if (i >= 0) {
                            taken[i] = System.nanoTime() - begun;
                        }
                    }
                }
                return taken;
            });
        }
        try (var pool = Executors.newFixedThreadPool(clients)) {
            List<Long> all = new ArrayList<>();
            for (var done : pool.invokeAll(work)) {
                for (long one : done.resultNow()) {
                    all.add(one);
                }
            }
            return new Series(all.stream().mapToLong(Long::longValue).toArray());
        }
    }

    /// The identifier of the n-th use case registered this year.
    static String code(long n) {
        return "UC-%d-%04d"
                .formatted(java.time.Year.now(java.time.ZoneOffset.UTC).getValue(), n);
    }

    long number(String sql) throws SQLException {
        try (Connection connection = connect();
                var statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }
}
