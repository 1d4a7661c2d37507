package io.sextant.app.notice.web;

import io.sextant.app.identity.Actor;
import io.sextant.app.identity.SignedIn;
import io.sextant.app.kernel.Announcement;
import io.sextant.app.notice.Notice;
import io.sextant.app.notice.Notices;
import io.sextant.app.notice.Wording;
import io.sextant.app.platform.rest.Answers;
import io.sextant.app.platform.rest.Cursor;
import io.sextant.app.platform.rest.Slice;
import io.sextant.app.platform.ui.Lang;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// The caller's notices.
@RestController
@RequestMapping("/api/v1/notices")
class NoticesApi {
    private static final String ORDER = "notices";

    private final Notices notices;
    private final Wording wording;

    NoticesApi(Notices notices, Wording wording) {
        this.notices = notices;
        this.wording = wording;
    }

    /// Lists the caller's notices, the latest first, worded in their language.
    @SignedIn
    @GetMapping
    Slice<NoticeView> listNotices(
            Actor actor,
            @RequestParam(defaultValue = "false") boolean unread,
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String cursor,
            Locale locale) {
        int size = Slice.limit(limit);
        List<@Nullable String> after = Cursor.read(ORDER, 1, cursor);
        Long before = after == null ? null : Long.valueOf(Objects.requireNonNull(after.getFirst()));
        return Slice.of(
                notices.of(actor, unread, before, size + 1, 0),
                size,
                n -> view(n, locale),
                n -> Cursor.after(ORDER, n.id()));
    }

    /// Tells how many of the caller's notices are unread.
    @SignedIn
    @GetMapping("/unread")
    Unread countUnread(Actor actor) {
        return new Unread(notices.unread(actor));
    }

    /// Marks a notice as read.
    @SignedIn
    @PutMapping("/{id}/read")
    NoticeView readNotice(Actor actor, @PathVariable long id, Locale locale) {
        return view(Answers.found(notices.read(actor, id)), locale);
    }

    /// Marks a notice as unread again.
    @SignedIn
    @DeleteMapping("/{id}/read")
    NoticeView unreadNotice(Actor actor, @PathVariable long id, Locale locale) {
        return view(Answers.found(notices.unread(actor, id)), locale);
    }

    /// Marks the caller's notices as read, up to one that they saw.
    @SignedIn
    @PostMapping("/read")
    Marked readAllNotices(Actor actor, @RequestBody UpTo body) {
        return new Marked(notices.readAll(actor, body.upTo()));
    }

    /// How many are unread.
    record Unread(long unread) {}

    /// How many were marked.
    record Marked(int marked) {}

    /// The latest notice that was seen.
    record UpTo(long upTo) {}

    /// A notice.
    ///
    /// @param kind what kind of news it is
    /// @param text the news in the caller's language
    /// @param detail the author's own words, cut where they are long
    /// @param subject public identifier of the thing it is about
    /// @param link the page to open, from the root of the site
    record NoticeView(
            long id,
            Announcement.Kind kind,
            String text,
            @Nullable String detail,
            String subject,
            String link,
            String by,
            Instant at,
            @Nullable Instant readAt) {}

    private NoticeView view(Notice notice, Locale locale) {
        return new NoticeView(
                notice.id(),
                notice.kind(),
                wording.text(Lang.of(locale), notice.key(), notice.args()),
                notice.detail(),
                notice.subject(),
                notice.link(),
                notice.byName(),
                notice.at(),
                notice.readAt());
    }
}
