package io.sextant.app.platform.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the server writes about itself in `postmaster.pid`.
///
/// @param pid its process
/// @param startedAt when it started, in seconds since 1970
/// @param ready whether it takes connections
record PidFile(long pid, long startedAt, boolean ready) {
    static @Nullable PidFile read(Path cluster) {
        try {
            List<String> lines = Files.readAllLines(cluster.resolve("postmaster.pid"));
            if (lines.size() < 3) {
                return null;
            }
            boolean ready = lines.size() >= 8 && lines.get(7).strip().equals("ready");
            return new PidFile(
                    Long.parseLong(lines.get(0).strip()),
                    Long.parseLong(lines.get(2).strip()),
                    ready);
        } catch (NoSuchFileException | NumberFormatException absentOrHalfWritten) {
            return null;
        } catch (IOException e) {
            throw Mishaps.io(cluster, e);
        }
    }
}
