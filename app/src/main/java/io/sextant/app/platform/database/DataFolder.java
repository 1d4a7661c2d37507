package io.sextant.app.platform.database;

import io.sextant.app.platform.launch.CannotStart;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The folder that holds everything one Sextant keeps, locked so that only one process uses it.
///
/// The lock is the operating system's, on `sextant.lock`: it goes away with the process however that ends. The file's
/// text (process, then address) is only there to name the holder. Thread-safe.
public final class DataFolder implements AutoCloseable {
    private static final Set<PosixFilePermission> OWNER_ONLY_FILE = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> OWNER_ONLY_FOLDER = PosixFilePermissions.fromString("rwx------");
    /// Others may pass through, not list: the unprivileged account that runs PostgreSQL when we are root has to.
    private static final Set<PosixFilePermission> PASS_THROUGH = PosixFilePermissions.fromString("rwx--x--x");

    /// Locks held by this JVM. The operating system's lock does not tell two users in one process apart, and closing
    /// any channel on the file would drop it; so the file is never opened twice.
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path root;
    private final @Nullable FileChannel channel;

    private DataFolder(Path root, @Nullable FileChannel channel) {
        this.root = root;
        this.channel = channel;
    }

    /// Opens the folder, creating it if need be, and locks it.
    ///
    /// @throws CannotStart when it cannot be created or written, or is in use
    public static DataFolder lock(Path folder) {
        return open(folder, false);
    }

    /// Opens the folder as [#lock] does, or beside the Sextant that uses it, which keeps the lock. For commands that
    /// only look, or that work through the running database.
    ///
    /// @throws CannotStart when it cannot be created or written
    public static DataFolder lockOrJoin(Path folder) {
        return open(folder, true);
    }

    private static DataFolder open(Path folder, boolean join) {
        Path root = create(folder.toAbsolutePath().normalize());
        if (!HELD.add(root)) {
            if (join) {
                return new DataFolder(root, null);
            }
            throw Mishaps.inUse(root, Long.toString(ProcessHandle.current().pid()), null);
        }
        FileChannel channel = null;
        boolean locked = false;
        try {
            Path file = root.resolve("sextant.lock");
            channel = FileChannel.open(
                    file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE));
            locked = channel.tryLock() != null;
            if (locked) {
                Files.setPosixFilePermissions(file, OWNER_ONLY_FILE);
                DataFolder held = new DataFolder(root, channel);
                held.write(Long.toString(ProcessHandle.current().pid()));
                return held;
            }
            if (join) {
                return new DataFolder(root, null);
            }
            throw inUse(root, channel);
        } catch (AccessDeniedException e) {
            throw Mishaps.folderNotWritable(root, e);
        } catch (IOException e) {
            throw Mishaps.io(root, e);
        } finally {
            if (!locked) {
                release(root, channel);
            }
        }
    }

    /// Whether this object holds the lock, so that nobody else uses the folder.
    public boolean isLocked() {
        return channel != null;
    }

    private static Path create(Path folder) {
        try {
            if (!Files.isDirectory(folder)) {
                if (folder.getParent() != null) {
                    Files.createDirectories(folder.getParent());
                }
                Files.createDirectory(folder);
                Files.setPosixFilePermissions(folder, Processes.isRoot() ? PASS_THROUGH : OWNER_ONLY_FOLDER);
            }
            return folder.toRealPath();
        } catch (FileAlreadyExistsException | AccessDeniedException e) {
            throw Mishaps.folderNotWritable(folder, e);
        } catch (IOException e) {
            throw Mishaps.io(folder, e);
        }
    }

    private static CannotStart inUse(Path root, FileChannel channel) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(500);
        channel.read(bytes, 0);
        String[] words = new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8)
                .strip()
                .split("\\s+");
        return Mishaps.inUse(root, words[0].isEmpty() ? null : words[0], words.length > 1 ? words[1] : null);
    }

    /// Writes the address where people reach this Sextant into the lock file, so that a second one can name it.
    public void servedAt(String url) {
        try {
            write(ProcessHandle.current().pid() + " " + url);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private synchronized void write(String text) throws IOException {
        FileChannel held = channel;
        if (held == null) {
            throw new IllegalStateException("the lock of " + root + " is another's");
        }
        held.truncate(0);
        held.write(ByteBuffer.wrap((text + "\n").getBytes(StandardCharsets.UTF_8)), 0);
    }

    /// The folder itself, an absolute path without symbolic links.
    public Path root() {
        return root;
    }

    /// A sub-folder that only the owner of the process may enter, created if need be.
    public Path privateFolder(String name) {
        Path folder = root.resolve(name);
        try {
            Files.createDirectories(folder);
            Files.setPosixFilePermissions(folder, OWNER_ONLY_FOLDER);
            return folder;
        } catch (IOException e) {
            throw Mishaps.io(root, e);
        }
    }

    /// A secret kept in `secrets/`, 256 random bits in URL-safe text, created on first use; only the owner may read it.
    public String secret(String name) {
        Path file = privateFolder("secrets").resolve(name);
        try {
            return Files.readString(file).strip();
        } catch (NoSuchFileException absent) {
            byte[] bits = new byte[32];
            new SecureRandom().nextBytes(bits);
            String secret = Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
            replace(file, secret);
            return secret;
        } catch (IOException e) {
            throw Mishaps.io(file, e);
        }
    }

    /// Whether a secret of this name is kept.
    boolean hasSecret(String name) {
        return Files.exists(root.resolve("secrets").resolve(name));
    }

    /// Writes a small file that only the owner may read, whole or not at all.
    static void replace(Path file, String text) {
        Path temporary = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.deleteIfExists(temporary);
            try (FileChannel out = (FileChannel) Files.newByteChannel(
                    temporary,
                    Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                    PosixFilePermissions.asFileAttribute(OWNER_ONLY_FILE))) {
                out.write(ByteBuffer.wrap((text + "\n").getBytes(StandardCharsets.UTF_8)));
                out.force(true);
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw Mishaps.io(file, e);
        }
    }

    /// Lets another process use the folder.
    @Override
    public void close() {
        if (channel != null) {
            release(root, channel);
        }
    }

    private static void release(Path root, @Nullable FileChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            HELD.remove(root);
        }
    }
}
