package io.sextant.app.platform.database;

import io.sextant.app.platform.launch.CannotStart;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tukaani.xz.XZInputStream;

/// The PostgreSQL programs that come in our jar for this platform, unpacked once per version.
///
/// @param home folder that holds `bin`, `lib` and `share`
/// @param version full version, for example `18.6.0`
record PostgresPrograms(Path home, String version) {
    private static final Logger log = LoggerFactory.getLogger(PostgresPrograms.class);

    /// The release series, for example 18: a data folder made by one series cannot be opened by another.
    int series() {
        return Integer.parseInt(version.substring(0, version.indexOf('.')));
    }

    String program(String name) {
        return home.resolve("bin").resolve(name).toString();
    }

    /// Finds the programs under `parent`, unpacking them if need be. Several processes may do so at once: each unpacks
    /// under a name of its own and the first to finish wins.
    static PostgresPrograms unpackInto(Path parent) {
        String version = Build.postgresql();
        Path home = parent.resolve(version);
        if (Files.isDirectory(home)) {
            return new PostgresPrograms(home, version);
        }
        String resource = resourceFor(System.getProperty("os.name"), System.getProperty("os.arch"), isMusl());
        Path temporary = null;
        try (InputStream archive = PostgresPrograms.class.getResourceAsStream("/" + resource)) {
            if (archive == null) {
                String machine = System.getProperty("os.name") + " " + System.getProperty("os.arch");
                throw Mishaps.noPrograms(
                        "this build of Sextant brings no PostgreSQL for " + machine
                                + "; build it on such a machine, or else",
                        "cette version de Sextant n’apporte pas de PostgreSQL pour " + machine
                                + " ; construisez-la sur une telle machine, ou sinon");
            }
            log.info("Unpacking PostgreSQL {} into {} (first start only)", version, home);
            Files.createDirectories(parent);
            temporary = Files.createTempDirectory(parent, ".unpacking-");
            unpack(archive, temporary);
            Files.setPosixFilePermissions(parent, PosixFilePermissions.fromString("rwxr-xr-x"));
            Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwxr-xr-x"));
            if (!Files.isDirectory(home)) {
                Files.move(temporary, home, StandardCopyOption.ATOMIC_MOVE);
            }
            return new PostgresPrograms(home, version);
        } catch (IOException e) {
            if (Files.isDirectory(home)) {
                return new PostgresPrograms(home, version);
            }
            throw Mishaps.io(parent, e);
        } finally {
            deleteTree(temporary);
        }
    }

    /// The name of the archive for a platform.
    ///
    /// @throws CannotStart when there is none
    static String resourceFor(String osName, String osArch, boolean musl) {
        String os = osName.toLowerCase(Locale.ROOT);
        String processor =
                switch (osArch.toLowerCase(Locale.ROOT)) {
                    case "amd64", "x86_64" -> "x86_64";
                    case "aarch64", "arm64" -> "arm_64";
                    case String other ->
                        throw Mishaps.noPrograms(
                                "Sextant brings no PostgreSQL for processors of type " + other,
                                "Sextant n’apporte pas de PostgreSQL pour les processeurs de type " + other);
                };
        if (os.contains("linux")) {
            if (musl) {
                throw Mishaps.noPrograms(
                        "the PostgreSQL that Sextant brings needs glibc and this system has musl (Alpine)",
                        "le PostgreSQL qu’apporte Sextant demande glibc et ce système a musl (Alpine)");
            }
            return "postgres-linux-" + processor + ".txz";
        }
        if (os.contains("mac")) {
            return "postgres-darwin-" + processor + ".txz";
        }
        throw Mishaps.noPrograms(
                "Sextant brings no PostgreSQL for " + osName, "Sextant n’apporte pas de PostgreSQL pour " + osName);
    }

    private static boolean isMusl() {
        try (Stream<Path> libraries = Files.list(Path.of("/lib"))) {
            return libraries.anyMatch(file -> file.getFileName().toString().startsWith("ld-musl-"))
                    && !Files.exists(Path.of("/lib64/ld-linux-x86-64.so.2"))
                    && !Files.exists(Path.of("/lib/ld-linux-aarch64.so.1"));
        } catch (IOException e) {
            return false;
        }
    }

    private static void unpack(InputStream archive, Path target) throws IOException {
        try (var tar = new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(archive)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path path = target.resolve(entry.getName()).normalize();
                if (!path.startsWith(target)) {
                    throw new IOException("entry outside the archive: " + entry.getName());
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(path);
                } else {
                    Files.createDirectories(path.getParent());
                    if (entry.isSymbolicLink()) {
                        Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
                        continue;
                    }
                    Files.copy(tar, path);
                }
                boolean program = entry.isDirectory() || (entry.getMode() & 0100) != 0;
                Files.setPosixFilePermissions(
                        path, PosixFilePermissions.fromString(program ? "rwxr-xr-x" : "rw-r--r--"));
            }
            // Folders that no entry names keep the creator's mask, which may be too narrow for another account.
            List<Path> folders;
            try (Stream<Path> all = Files.walk(target)) {
                folders = all.filter(Files::isDirectory).toList();
            }
            for (Path folder : folders) {
                Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
        }
    }

    /// Deletes a folder and all it holds; does nothing when it is absent.
    static void deleteTree(@Nullable Path folder) {
        if (folder == null || !Files.exists(folder)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
