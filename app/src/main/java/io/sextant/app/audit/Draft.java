package io.sextant.app.audit;

import io.sextant.app.audit.proof.CanonicalJson;
import io.sextant.app.kernel.Auditable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A change as it will be written down, taken from the event at the moment it is published: what a room does to its
/// maps afterwards no longer matters.
///
/// @param change canonical JSON of the values before and after
record Draft(
        @Nullable Long actorId,
        String actorName,
        String channel,
        String action,
        String subjectType,
        String subjectId,
        @Nullable String reason,
        String change) {
    private static final int LONGEST_NAME = 100;
    private static final int LONGEST_ID = 500;

    /// @throws IllegalArgumentException when the event breaks the contract of [Auditable]
    static Draft of(Auditable event) {
        return new Draft(
                event.by().userId(),
                storable(event.by().name()),
                event.by().channel().name(),
                bounded("action", event.action(), LONGEST_NAME),
                bounded("subject type", event.subjectType(), LONGEST_NAME),
                bounded("subject id", storable(event.subjectId()), LONGEST_ID),
                event.reason() == null ? null : storable(event.reason()),
                CanonicalJson.of(Map.of("before", event.before(), "after", after(event))));
    }

    /// What changed and, where the author took somebody's place, whose.
    private static Map<String, @Nullable Object> after(Auditable event) {
        var absent = event.by().inPlaceOf();
        if (absent == null) {
            return event.after();
        }
        var after = new LinkedHashMap<String, @Nullable Object>(event.after());
        after.put("inPlaceOf", absent.name());
        after.put("inPlaceOfId", absent.userId());
        return after;
    }

    private static String bounded(String what, String text, int most) {
        if (text.isEmpty() || text.length() > most) {
            throw new IllegalArgumentException(
                    "the %s of an audited change has 1 to %d characters, not %d".formatted(what, most, text.length()));
        }
        return text;
    }

    /// The text with what PostgreSQL cannot store, the null character and halves of surrogate pairs, as U+FFFD.
    private static String storable(String text) {
        StringBuilder mended = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean pair = Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1));
            if (pair) {
                i++;
            } else if (c == 0 || Character.isSurrogate(c)) {
                mended = mended == null ? new StringBuilder(text) : mended;
                mended.setCharAt(i, '\ufffd');
            }
        }
        return mended == null ? text : mended.toString();
    }

    void write(DataOutputStream out) throws IOException {
        out.writeBoolean(actorId != null);
        if (actorId != null) {
            out.writeLong(actorId);
        }
        text(out, actorName);
        text(out, channel);
        text(out, action);
        text(out, subjectType);
        text(out, subjectId);
        out.writeBoolean(reason != null);
        if (reason != null) {
            text(out, reason);
        }
        text(out, change);
    }

    static Draft read(DataInputStream in) throws IOException {
        Long actorId = in.readBoolean() ? in.readLong() : null;
        return new Draft(
                actorId,
                text(in),
                text(in),
                text(in),
                text(in),
                text(in),
                in.readBoolean() ? text(in) : null,
                text(in));
    }

    private static void text(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static String text(DataInputStream in) throws IOException {
        byte[] bytes = new byte[in.readInt()];
        in.readFully(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
