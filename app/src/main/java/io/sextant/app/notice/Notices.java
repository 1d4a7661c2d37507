package io.sextant.app.notice;

import io.sextant.app.identity.Actor;
import io.sextant.app.identity.Audiences;
import io.sextant.app.kernel.Announcement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// The door to notices: what is announced is written down for those concerned in the transaction that announces it, so
/// that neither is there without the other; each person reads their own. Thread-safe.
@Service
@Transactional
public class Notices {
    /// Most characters of an author's own words that a notice keeps.
    public static final int MAX_DETAIL = 500;
    /// How long a notice that was read is kept.
    static final Duration KEPT_READ = Duration.ofDays(90);
    /// How long a notice that nobody read is kept.
    static final Duration KEPT_UNREAD = Duration.ofDays(365);

    private final NoticeStore store;
    private final Audiences audiences;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    Notices(NoticeStore store, Audiences audiences, ApplicationEventPublisher events, Clock clock) {
        this.store = store;
        this.audiences = audiences;
        this.events = events;
        this.clock = clock;
    }

    @EventListener
    void hear(Announcement announcement) {
        List<Actor> people = audiences.of(announcement);
        Instant now = clock.instant();
        List<Long> notices = people.isEmpty()
                ? List.of()
                : store.add(
                        people.stream().map(NoticeStore::id).toList(), announcement, cut(announcement.detail()), now);
        events.publishEvent(new Told(announcement, people, notices, now));
    }

    private static @Nullable String cut(@Nullable String detail) {
        if (detail == null || detail.length() <= MAX_DETAIL) {
            return detail;
        }
        int end = Character.isHighSurrogate(detail.charAt(MAX_DETAIL - 2)) ? MAX_DETAIL - 2 : MAX_DETAIL - 1;
        return detail.substring(0, end) + "…";
    }

    /// How many of the actor's notices are unread.
    @Transactional(readOnly = true)
    public long unread(Actor actor) {
        Long id = actor.id();
        return id == null ? 0 : store.unread(id);
    }

    /// Notices by their numbers that nobody read yet, the oldest first, for whoever brings them to their reader.
    @Transactional(readOnly = true)
    public List<Notice> unread(List<Long> notices) {
        return store.unread(notices);
    }

    /// How many notices the actor has.
    @Transactional(readOnly = true)
    public long count(Actor actor, boolean unreadOnly) {
        Long id = actor.id();
        return id == null ? 0 : unreadOnly ? store.unread(id) : store.count(id);
    }

    /// The actor's notices, the latest first.
    ///
    /// @param before only those of a smaller number; absent for the latest
    @Transactional(readOnly = true)
    public List<Notice> of(Actor actor, boolean unreadOnly, @Nullable Long before, int limit, long offset) {
        Long id = actor.id();
        return id == null ? List.of() : store.of(id, unreadOnly, before, limit, offset);
    }

    /// Marks one of the actor's notices as read and tells what it was; empty where it is not theirs.
    public Optional<Notice> read(Actor actor, long notice) {
        Long id = actor.id();
        return id == null ? Optional.empty() : store.read(id, notice, clock.instant());
    }

    /// Marks one of the actor's notices as unread again; empty where it is not theirs.
    public Optional<Notice> unread(Actor actor, long notice) {
        Long id = actor.id();
        return id == null ? Optional.empty() : store.read(id, notice, null);
    }

    /// Marks the actor's notices as read, up to the latest that they saw, and tells how many there were.
    public int readAll(Actor actor, long upTo) {
        Long id = actor.id();
        return id == null ? 0 : store.readAll(id, upTo, clock.instant());
    }

    /// Forgets what is old.
    void forget() {
        Instant now = clock.instant();
        store.forget(now.minus(KEPT_READ), now.minus(KEPT_UNREAD));
    }
}
