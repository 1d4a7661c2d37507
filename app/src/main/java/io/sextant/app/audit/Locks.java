package io.sextant.app.audit;

import java.sql.Connection;
import java.sql.SQLException;
import org.springframework.jdbc.core.JdbcTemplate;

/// Locks in the database that order those who extend the trail, in this process and in others.
enum Locks {
    /// Held by a transaction from the numbering of its changes to its end.
    TRAIL(1),
    /// Held by whoever signs a checkpoint and writes it to the log; never while waiting for [#TRAIL].
    CHECKPOINT(2);

    /// First half of the key of every lock of this room: "SXau".
    private static final int ROOM = 0x53586175;

    private final int key;

    Locks(int key) {
        this.key = key;
    }

    /// Waits for the lock, which goes with the present transaction.
    void takeUntilCommit(JdbcTemplate jdbc) {
        jdbc.query("select pg_advisory_xact_lock(?, ?)", row -> {}, ROOM, key);
    }

    /// Waits until nobody holds the lock and lets others only look as well.
    void takeShared(Connection connection) throws SQLException {
        run(connection, "select pg_advisory_lock_shared(?, ?)");
    }

    /// Gives a shared lock back.
    void giveShared(Connection connection) throws SQLException {
        run(connection, "select pg_advisory_unlock_shared(?, ?)");
    }

    private void run(Connection connection, String sql) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            statement.setInt(1, ROOM);
            statement.setInt(2, key);
            statement.execute();
        }
    }
}
