package io.sextant.app.audit;

import io.sextant.app.audit.proof.NoteKey;
import io.sextant.app.audit.proof.NoteSigner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The signing key of the trail, in the data folder and never in the database: `keys/audit` holds the secret, readable
/// by this account alone, `keys/audit.pub` the public keys that this installation has ever signed with, one a line.
/// Thread-safe.
final class Keys {
    private static final Logger log = LoggerFactory.getLogger(Keys.class);

    private final Path folder;
    private final @Nullable String origin;
    private volatile @Nullable NoteSigner signer;

    /// @param data the data folder
    /// @param origin the name of a key to be made; absent for a unique one
    Keys(Path data, @Nullable String origin) {
        this.folder = data.resolve("keys");
        this.origin = origin;
    }

    /// The key to sign with; made now where there is none.
    ///
    /// @throws UncheckedIOException when the file cannot be read or written
    /// @throws IllegalStateException when the file does not hold a key
    NoteSigner signer() {
        var known = signer;
        return known == null ? open() : known;
    }

    /// Whether a key has been made, by this process or an earlier one.
    boolean exist() {
        return Files.exists(secret());
    }

    private synchronized NoteSigner open() {
        if (signer != null) {
            return signer;
        }
        try {
            var opened = exist() ? read() : make();
            remember(opened.key());
            signer = opened;
            return opened;
        } catch (IOException e) {
            throw new UncheckedIOException("the audit key " + secret() + " cannot be read or written", e);
        }
    }

    private NoteSigner read() throws IOException {
        try {
            protect(secret());
            return NoteSigner.parse(Files.readString(secret()));
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException(secret() + ": " + e.getMessage(), e);
        }
    }

    private NoteSigner make() throws IOException {
        var made = NoteSigner.generate(origin);
        Files.createDirectories(folder);
        write(secret(), made.secretText() + "\n");
        log.info("Made the key that signs the audit trail: {} in {}", made.key().id(), secret());
        return made;
    }

    /// The public keys that this installation has signed with, the present one included.
    List<NoteKey> known() {
        var keys = new ArrayList<NoteKey>();
        if (exist()) {
            keys.add(signer().key());
        }
        try {
            if (Files.exists(published())) {
                keys.addAll(read(published()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the public keys " + published() + " cannot be read", e);
        }
        return keys.stream().distinct().toList();
    }

    /// The public keys of a file, one a line; blank lines and those after `#` do not count.
    ///
    /// @throws IllegalArgumentException when a line is not a key; the message gives its number
    static List<NoteKey> read(Path file) throws IOException {
        var keys = new ArrayList<NoteKey>();
        int number = 0;
        for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
            number++;
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            try {
                keys.add(NoteKey.parse(line));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(file + ", line " + number + ": " + e.getMessage(), e);
            }
        }
        return keys;
    }

    private void remember(NoteKey key) throws IOException {
        var known = Files.exists(published()) ? Files.readString(published()) : "";
        if (known.lines().noneMatch(key.toString()::equals)) {
            String separator = known.isEmpty() || known.endsWith("\n") ? "" : "\n";
            write(published(), known + separator + key + "\n");
        }
    }

    /// Writes a file whole or not at all, so that it outlives a loss of power. A temporary file is born readable by its
    /// owner alone.
    private void write(Path file, String text) throws IOException {
        Path draft = Files.createTempFile(folder, "audit-", ".new");
        try (var channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
            var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void protect(Path file) throws IOException {
        if (!file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return;
        }
        var ours = PosixFilePermissions.fromString("rw-------");
        if (!ours.equals(Files.getPosixFilePermissions(file))) {
            log.warn("{} could be read by others; made it readable by this account alone", file);
            Files.setPosixFilePermissions(file, ours);
        }
    }

    private Path secret() {
        return folder.resolve("audit");
    }

    private Path published() {
        return folder.resolve("audit.pub");
    }
}
