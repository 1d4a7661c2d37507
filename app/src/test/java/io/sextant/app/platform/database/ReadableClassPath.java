package io.sextant.app.platform.database;

import io.sextant.app.platform.launch.CannotStart;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.springframework.boot.ExitCodeGenerator;

/// The few classes and jars that a [ChildServer] needs, copied where an account other than ours can read them.
final class ReadableClassPath {
    private ReadableClassPath() {}

    static String copiedTo(Path target) throws Exception {
        List<Class<?>> needed = List.of(
                ChildServer.class,
                CannotStart.class,
                ExitCodeGenerator.class,
                TarArchiveInputStream.class,
                org.apache.commons.io.IOUtils.class,
                org.apache.commons.lang3.StringUtils.class,
                org.tukaani.xz.XZInputStream.class,
                org.postgresql.Driver.class,
                org.slf4j.Logger.class,
                ch.qos.logback.classic.Logger.class,
                ch.qos.logback.core.Context.class,
                org.jspecify.annotations.Nullable.class);
        List<String> places = new ArrayList<>();
        for (Class<?> each : needed) {
            Path source = Path.of(
                    each.getProtectionDomain().getCodeSource().getLocation().toURI());
            Path copy = target.resolve(places.size() + "-" + source.getFileName());
            copy(source, copy);
            places.add(copy.toString());
        }
        Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));
        return String.join(":", places);
    }

    private static void copy(Path source, Path target) throws IOException {
        Files.walkFileTree(source, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                Files.createDirectories(target.resolve(source.relativize(folder)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.copy(file, target.resolve(source.relativize(file)));
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
