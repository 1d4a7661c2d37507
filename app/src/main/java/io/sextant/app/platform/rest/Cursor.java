package io.sextant.app.platform.rest;

import io.sextant.app.kernel.Reason;
import io.sextant.app.platform.rest.Problem.Type;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/// The place in a list where the next part begins, as a word that programs pass back unread. It holds the sort keys of
/// the last item shown and the name of the list, its filters and order included: passed to another list, or damaged on
/// the way, it is refused. It opens nothing that its bearer may not see anyway, so that it needs no signature.
public final class Cursor {
    private static final int KEYS_MAX = 8;

    private Cursor() {}

    /// The cursor after an item.
    ///
    /// @param list the name of the list with all that chose and ordered its items
    /// @param keys the item's sort keys, in order; an absent one stays absent
    public static String after(String list, @Nullable Object... keys) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            out.writeInt(checksum(list));
            out.writeByte(keys.length);
            for (var key : keys) {
                out.writeBoolean(key != null);
                out.writeUTF(key == null ? "" : key.toString());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var content = bytes.toByteArray();
        bytes.reset();
        try (var out = new DataOutputStream(bytes)) {
            out.writeInt(checksum(content));
            out.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.toByteArray());
    }

    /// The sort keys in a cursor; absent for the first part of a list.
    ///
    /// @param size how many keys this list has
    /// @throws ProblemException 400 when the cursor is not one of this list
    public static @Nullable List<@Nullable String> read(String list, int size, @Nullable String cursor) {
        if (cursor == null || cursor.isEmpty()) {
            return null;
        }
        try (var in = new DataInputStream(
                new ByteArrayInputStream(Base64.getUrlDecoder().decode(cursor)))) {
            var expected = in.readInt();
            var content = in.readAllBytes();
            if (checksum(content) != expected) {
                throw wrong();
            }
            return keys(list, size, content);
        } catch (IOException | IllegalArgumentException e) {
            throw wrong();
        }
    }

    private static List<@Nullable String> keys(String list, int size, byte[] content) throws IOException {
        try (var in = new DataInputStream(new ByteArrayInputStream(content))) {
            if (in.readInt() != checksum(list) || in.readByte() != size || size > KEYS_MAX) {
                throw wrong();
            }
            var keys = new ArrayList<@Nullable String>(size);
            for (var i = 0; i < size; i++) {
                var present = in.readBoolean();
                var key = in.readUTF();
                keys.add(present ? key : null);
            }
            return keys;
        }
    }

    private static ProblemException wrong() {
        return Problem.of(Type.BAD_REQUEST)
                .because(Reason.of("cursor", "rest.cursor.wrong"))
                .exception();
    }

    private static int checksum(String text) {
        return checksum(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    private static int checksum(byte[] bytes) {
        var sum = new CRC32();
        sum.update(bytes);
        return (int) sum.getValue();
    }
}
