package io.sextant.app.platform.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/// The files of the data folder that a backup holds: the keys that sign the audit trail, its log of checkpoints, and
/// the secrets of the rooms. The passwords of our own PostgreSQL belong to its cluster and stay with it.
final class Kept {
    private static final List<String> FOLDERS = List.of("keys", "secrets");
    private static final List<String> FILES = List.of("audit-checkpoints.log");

    private Kept() {}

    /// Their contents by path within the data folder, with slashes.
    static SortedMap<String, byte[]> read(Path data) throws IOException {
        SortedMap<String, byte[]> kept = new TreeMap<>();
        List<Path> all = new ArrayList<>();
        for (String file : FILES) {
            all.add(data.resolve(file));
        }
        for (String folder : FOLDERS) {
            if (Files.isDirectory(data.resolve(folder))) {
                try (Stream<Path> inside = Files.walk(data.resolve(folder))) {
                    inside.forEach(all::add);
                }
            }
        }
        for (Path file : all) {
            String path = data.relativize(file).toString().replace('\\', '/');
            if (Files.isRegularFile(file) && isKept(path)) {
                kept.put(path, Files.readAllBytes(file));
            }
        }
        return kept;
    }

    /// Whether a path is one that a backup may hold; what a crafted file names beside these is not restored.
    static boolean isKept(String path) {
        return (FILES.contains(path) || FOLDERS.stream().anyMatch(folder -> path.startsWith(folder + "/")))
                && !path.startsWith("secrets/postgres-")
                && path.matches("[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)*")
                && Stream.of(path.split("/")).noneMatch(part -> part.matches("\\.+"));
    }
}
