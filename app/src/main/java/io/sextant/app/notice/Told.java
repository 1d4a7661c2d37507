package io.sextant.app.notice;

import io.sextant.app.identity.Actor;
import io.sextant.app.kernel.Announcement;
import java.time.Instant;
import java.util.List;

/// An announcement was written down for these people, in the transaction that is still open.
///
/// @param notices the notice of each person, in the order of `people`
public record Told(Announcement announcement, List<Actor> people, List<Long> notices, Instant at) {
    public Told {
        people = List.copyOf(people);
        notices = List.copyOf(notices);
    }
}
