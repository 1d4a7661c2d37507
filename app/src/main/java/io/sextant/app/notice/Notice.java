package io.sextant.app.notice;

import io.sextant.app.kernel.Announcement;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What somebody was told.
///
/// @param subject public identifier of the thing it is about
/// @param link the page to open
/// @param key of the message
/// @param args what stands in the message, as announced
/// @param detail the author's own words, cut where they are long
/// @param readAt when it was read; absent until then
public record Notice(
        long id,
        Announcement.Kind kind,
        String subject,
        String link,
        String key,
        List<Object> args,
        @Nullable String detail,
        String byName,
        Instant at,
        @Nullable Instant readAt) {
    public Notice {
        args = List.copyOf(args);
    }
}
