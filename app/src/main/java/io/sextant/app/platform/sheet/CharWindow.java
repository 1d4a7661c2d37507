package io.sextant.app.platform.sheet;

import java.io.IOException;
import java.io.Reader;
import java.util.Arrays;

/// A text read forwards that can go back: cheaply within what is still in memory, by reading the file again otherwise.
final class CharWindow implements AutoCloseable {
    /// Opens the text at its first character; called again for each far step back.
    interface Source {
        Reader open() throws IOException;
    }

    static final int END = -1;
    /// Steps back that read the file again; a file that needs more is not worth mending.
    private static final int MAX_REOPENED = 40;

    private static final int CHUNK = 1 << 15;
    private static final int MAX_KEPT = 1 << 19;

    private final Source source;
    private Reader in;
    private char[] buffer = new char[CHUNK];
    private int next;
    private int end;
    private long base;
    private long keep;
    private int reopened;

    CharWindow(Source source) throws IOException {
        this.source = source;
        this.in = source.open();
    }

    /// The next character, or [#END].
    int read() throws IOException {
        if (next == end && !fill()) {
            return END;
        }
        return buffer[next++];
    }

    /// The character [#read()] would return.
    int peek() throws IOException {
        if (next == end && !fill()) {
            return END;
        }
        return buffer[next];
    }

    /// How many characters of the text have been read.
    long position() {
        return base + next;
    }

    /// Says that no step back will go before here.
    void forget() {
        keep = position();
    }

    /// Goes back to a position. False when the file has been read again too often.
    boolean back(long position) throws IOException {
        if (position >= base) {
            next = (int) (position - base);
            return true;
        }
        if (++reopened > MAX_REOPENED) {
            return false;
        }
        in.close();
        in = source.open();
        for (long left = position; left > 0; ) {
            long skipped = in.skip(left);
            if (skipped <= 0) {
                throw new IOException("the file became shorter while it was read");
            }
            left -= skipped;
        }
        base = position;
        keep = position;
        next = 0;
        end = 0;
        return true;
    }

    private boolean fill() throws IOException {
        int kept = keep >= base ? end - (int) (keep - base) : 0;
        if (kept > MAX_KEPT) {
            kept = 0;
        }
        if (kept > 0 && kept < end) {
            System.arraycopy(buffer, end - kept, buffer, 0, kept);
        }
        base += end - kept;
        next = kept;
        end = kept;
        if (buffer.length - kept < CHUNK / 2) {
            buffer = Arrays.copyOf(buffer, buffer.length * 2);
        }
        int count = in.read(buffer, kept, buffer.length - kept);
        if (count <= 0) {
            return false;
        }
        end += count;
        return true;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
