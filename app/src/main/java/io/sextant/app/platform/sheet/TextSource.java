package io.sextant.app.platform.sheet;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/// A text file as characters, which remembers where bytes had to be mended and how far it has read.
final class TextSource implements CharWindow.Source {
    private static final int MAX_MENDS = 100_000;

    private final Path file;
    private final TextCharset charset;
    private long[] mends = new long[16];
    private int first;
    private int last;
    private long bytesRead;

    TextSource(Path file, TextCharset charset) {
        this.file = file;
        this.charset = charset;
    }

    @Override
    public Reader open() throws IOException {
        first = 0;
        last = 0;
        bytesRead = 0;
        InputStream in = new Counting(Files.newInputStream(file));
        in.skipNBytes(Math.min(charset.bom(), Files.size(file)));
        if (charset.mended() && charset.charset().equals(StandardCharsets.UTF_8)) {
            return new MendingReader(in);
        }
        return new InputStreamReader(in, charset.charset());
    }

    /// Whether a character between two positions was mended; positions asked for never decrease, save after a
    /// reopening.
    boolean mendedBetween(long from, long to) {
        while (first < last && mends[first] < from) {
            first++;
        }
        return first < last && mends[first] < to;
    }

    long bytesRead() {
        return bytesRead;
    }

    private void mended(long position) {
        if (first == last) {
            first = 0;
            last = 0;
        }
        if (last == mends.length) {
            if (last >= MAX_MENDS) {
                return;
            }
            mends = Arrays.copyOf(mends, last * 2);
        }
        mends[last++] = position;
    }

    private final class Counting extends FilterInputStream {
        Counting(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int b = in.read();
            if (b >= 0) {
                bytesRead++;
            }
            return b;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int count = in.read(bytes, offset, length);
            if (count > 0) {
                bytesRead += count;
            }
            return count;
        }
    }

    /// Decodes UTF-8 and reads each byte that is not part of a well-formed sequence as Windows-1252.
    private final class MendingReader extends Reader {
        private final InputStream in;
        private final byte[] bytes = new byte[1 << 14];
        private int next;
        private int end;
        private boolean ended;
        private long position;
        private int pendingLow = -1;

        MendingReader(InputStream in) {
            this.in = in;
        }

        @Override
        public int read(char[] target, int offset, int length) throws IOException {
            int written = 0;
            while (written < length) {
                if (pendingLow >= 0) {
                    target[offset + written++] = (char) pendingLow;
                    pendingLow = -1;
                    continue;
                }
                if (end - next < 4 && !ended) {
                    refill();
                }
                if (next == end) {
                    break;
                }
                int lead = bytes[next] & 0xFF;
                int size = lead < 0x80 ? 1 : lead < 0xC2 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 0;
                int point = size == 1 ? lead : size == 0 ? -1 : sequence(lead, size);
                if (point < 0) {
                    mended(position + written);
                    target[offset + written++] = windows1252(lead);
                    next++;
                } else if (point < 0x10000) {
                    target[offset + written++] = (char) point;
                    next += size;
                } else {
                    target[offset + written++] = Character.highSurrogate(point);
                    pendingLow = Character.lowSurrogate(point);
                    next += size;
                }
            }
            position += written;
            return written == 0 && length > 0 ? -1 : written;
        }

        private int sequence(int lead, int size) {
            if (next + size > end) {
                return -1;
            }
            int point = lead & (0xFF >> (size + 1));
            for (int i = 1; i < size; i++) {
                int b = bytes[next + i] & 0xFF;
                if ((b & 0xC0) != 0x80) {
                    return -1;
                }
                point = point << 6 | (b & 0x3F);
            }
            boolean overlong = size == 3 && point < 0x800 || size == 4 && point < 0x10000;
            boolean outside = point > 0x10FFFF || point >= 0xD800 && point <= 0xDFFF;
            return overlong || outside ? -1 : point;
        }

        private void refill() throws IOException {
            System.arraycopy(bytes, next, bytes, 0, end - next);
            end -= next;
            next = 0;
            while (end < 4) {
                int count = in.read(bytes, end, bytes.length - end);
                if (count < 0) {
                    ended = true;
                    return;
                }
                end += count;
            }
        }

        private static char windows1252(int b) {
            return new String(new byte[] {(byte) b}, TextCharset.WINDOWS_1252).charAt(0);
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
