package io.sextant.app.audit;

import io.sextant.app.audit.proof.SignedNote;
import io.sextant.app.audit.proof.TreeHead;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The file, beside the database and not in it, to which every checkpoint is appended before it counts: signed notes
/// one after the other, each followed by a blank line. Whoever appends holds [Locks#CHECKPOINT].
final class CheckpointLog {
    private static final Logger log = LoggerFactory.getLogger(CheckpointLog.class);

    /// No checkpoint is longer; what is, is not one.
    private static final int LONGEST = 1 << 16;

    private final Path file;
    private final Clock clock;

    /// @param data the data folder
    CheckpointLog(Path data, Clock clock) {
        this.clock = clock;
        this.file = data.resolve("audit-checkpoints.log");
    }

    Path file() {
        return file;
    }

    boolean exists() {
        return Files.exists(file);
    }

    /// The length of the file in bytes; 0 where there is none.
    long length() {
        try {
            return exists() ? Files.size(file) : 0;
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /// Appends a checkpoint and waits until it is on disk. What a crash left half-written at the end is cut off first.
    void append(SignedNote note) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            long whole = whole();
            try (var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                if (channel.size() > whole) {
                    log.warn(
                            "{}: cut off {} bytes of a checkpoint that was not written to its end",
                            file,
                            channel.size() - whole);
                    channel.truncate(whole);
                }
                channel.position(whole);
                var bytes = ByteBuffer.wrap((note + "\n").getBytes(StandardCharsets.UTF_8));
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the checkpoint could not be written to " + file, e);
        }
    }

    /// Takes the file out of use, under a name with the present time; the next checkpoint begins a new one.
    ///
    /// @return that name
    String setAside() {
        String stamp = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'")
                .withZone(ZoneOffset.UTC)
                .format(clock.instant());
        Path aside = file.resolveSibling(file.getFileName() + "." + stamp);
        try {
            Files.move(file, aside);
            return aside.getFileName().toString();
        } catch (IOException e) {
            throw new UncheckedIOException("the log of checkpoints " + file + " could not be set aside", e);
        }
    }

    private long whole() throws IOException {
        if (!exists()) {
            return 0;
        }
        try (var entries = read(length())) {
            long end = 0;
            for (var entry = entries.next(); entry.isPresent(); entry = entries.next()) {
                if (entry.get().complete()) {
                    end = entry.get().end();
                }
            }
            return end;
        }
    }

    /// The last checkpoint that can be read.
    Optional<TreeHead> last() {
        if (!exists()) {
            return Optional.empty();
        }
        try (var entries = read(length())) {
            TreeHead last = null;
            for (var entry = entries.next(); entry.isPresent(); entry = entries.next()) {
                last = entry.get().head() == null ? last : entry.get().head();
            }
            return Optional.ofNullable(last);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /// The checkpoints in the first bytes of the file, one after the other.
    Entries read(long bytes) throws IOException {
        return new Entries(new BufferedInputStream(Files.newInputStream(file), 1 << 16), bytes);
    }

    private UncheckedIOException unreadable(IOException e) {
        return new UncheckedIOException("the log of checkpoints " + file + " cannot be read", e);
    }

    /// A checkpoint of the log.
    ///
    /// @param line number of its first line
    /// @param end offset of the byte after it
    /// @param complete whether it ends as a checkpoint ends; if not, the file ends in the midst of it
    /// @param note absent when it is not a signed note
    /// @param head absent when it is not a checkpoint
    record Entry(
            long line,
            long end,
            boolean complete,
            @Nullable SignedNote note,
            @Nullable TreeHead head) {}

    /// Reads checkpoints without keeping them.
    static final class Entries implements AutoCloseable {
        private final InputStream in;
        private final long limit;
        private long offset;
        private long line;

        private Entries(InputStream in, long limit) {
            this.in = in;
            this.limit = limit;
        }

        /// The next checkpoint, or what stands in its place.
        Optional<Entry> next() throws IOException {
            var text = new ByteArrayOutputStream();
            long first = line + 1;
            boolean signature = false;
            for (byte[] bytes = line(); bytes.length > 0; bytes = line()) {
                boolean blank = bytes.length == 1 && bytes[0] == '\n';
                if (blank && text.size() == 0) {
                    first = line + 1;
                    continue;
                }
                if (blank && signature) {
                    return Optional.of(entry(first, true, text));
                }
                if (text.size() < LONGEST) {
                    text.write(bytes);
                }
                signature = new String(bytes, StandardCharsets.UTF_8).startsWith("— ");
            }
            return text.size() == 0 ? Optional.empty() : Optional.of(entry(first, false, text));
        }

        private Entry entry(long first, boolean complete, ByteArrayOutputStream text) {
            if (complete) {
                try {
                    var note = SignedNote.parse(text.toByteArray());
                    return new Entry(first, offset, true, note, TreeHead.parse(note.text()));
                } catch (IllegalArgumentException notOne) {
                    log.debug("Line {} of the log of checkpoints: {}", first, notOne.getMessage());
                }
            }
            return new Entry(first, offset, complete, null, null);
        }

        /// A line with its line feed; empty at the end.
        private byte[] line() throws IOException {
            var bytes = new ByteArrayOutputStream(128);
            while (offset < limit) {
                int b = in.read();
                if (b < 0) {
                    break;
                }
                offset++;
                if (bytes.size() < LONGEST) {
                    bytes.write(b);
                }
                if (b == '\n') {
                    line++;
                    break;
                }
            }
            return bytes.toByteArray();
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
