package io.sextant.app.audit;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The changes of one transaction, in order, until it commits. The first megabytes stay in memory; what an import adds
/// beyond goes to a temporary file that only this account may read and that is gone once closed. Used by one thread.
final class Drafts implements AutoCloseable {
    private final int most;
    private ByteArrayOutputStream memory = new ByteArrayOutputStream();
    private @Nullable FileChannel file;
    private long filed;
    private long count;

    /// @param most bytes to keep in memory
    Drafts(int most) {
        this.most = most;
    }

    void add(Draft draft) {
        try {
            draft.write(new DataOutputStream(memory));
            count++;
            if (memory.size() > most) {
                spill();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("could not set aside the changes of this transaction", e);
        }
    }

    /// How many there are.
    long count() {
        return count;
    }

    /// Where the next one will stand; to be given to [#cut].
    Mark mark() {
        return new Mark(filed + memory.size(), count);
    }

    /// Forgets everything added since the mark.
    void cut(Mark mark) {
        try {
            if (mark.bytes() >= filed) {
                byte[] kept = memory.toByteArray();
                memory.reset();
                memory.write(kept, 0, (int) (mark.bytes() - filed));
            } else {
                memory.reset();
                opened().truncate(mark.bytes());
                filed = mark.bytes();
            }
            count = mark.count();
        } catch (IOException e) {
            throw new UncheckedIOException("could not take back the changes since the savepoint", e);
        }
    }

    /// Hands out each one in the order of adding, and forgets all.
    void drain(Consumer<Draft> to) {
        try (var in = new DataInputStream(contents())) {
            for (long i = 0; i < count; i++) {
                to.accept(Draft.read(in));
            }
            count = 0;
            memory = new ByteArrayOutputStream();
            filed = 0;
            if (file != null) {
                file.truncate(0);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("could not read back the changes of this transaction", e);
        }
    }

    private InputStream contents() throws IOException {
        var rest = new ByteArrayInputStream(memory.toByteArray());
        if (file == null) {
            return rest;
        }
        file.position(0);
        // Closing the sequence must not close the channel, which the transaction may still write to.
        var spilled = new BufferedInputStream(
                new InputStream() {
                    private final InputStream in = Channels.newInputStream(opened());

                    @Override
                    public int read() throws IOException {
                        return in.read();
                    }

                    @Override
                    public int read(byte[] into, int from, int length) throws IOException {
                        return in.read(into, from, length);
                    }
                },
                1 << 16);
        return new SequenceInputStream(spilled, rest);
    }

    private void spill() throws IOException {
        var to = opened();
        to.position(filed);
        var bytes = ByteBuffer.wrap(memory.toByteArray());
        filed += bytes.remaining();
        while (bytes.hasRemaining()) {
            to.write(bytes);
        }
        memory.reset();
    }

    private FileChannel opened() throws IOException {
        if (file == null) {
            Path path = Files.createTempFile("sextant-audit-", ".tmp");
            file = FileChannel.open(
                    path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
        }
        return file;
    }

    @Override
    public void close() {
        try {
            if (file != null) {
                file.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("could not remove a temporary file", e);
        }
    }

    /// A place among the drafts.
    record Mark(long bytes, long count) {
        /// Before the first.
        static final Mark START = new Mark(0, 0);
    }
}
