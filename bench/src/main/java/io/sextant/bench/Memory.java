package io.sextant.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// Resident memory of a process and of all that it started: the sum of their proportional set sizes, in which a page
/// that several share is counted once in all. Linux only (`/proc/PID/smaps_rollup`).
record Memory(long bytes, int processes) {
    static Memory of(ProcessHandle leader) {
        long[] sum = new long[2];
        Stream.concat(Stream.of(leader), leader.descendants()).forEach(process -> {
            try (Stream<String> lines = Files.lines(Path.of("/proc/" + process.pid() + "/smaps_rollup"))) {
                sum[0] += lines.filter(line -> line.startsWith("Pss:"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                        .sum();
                sum[1]++;
            } catch (IOException | UncheckedIOException gone) {
                // It ended between the listing and the look.
            }
        });
        return new Memory(sum[0], (int) sum[1]);
    }

    long mebibytes() {
        return bytes >> 20;
    }
}
