package io.sextant.app.platform.launch;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;

/// The time, in the zone in which the company's days begin. While the demonstration is being filled, and never
/// otherwise, it is the time at which what is being told took place. Thread-safe.
public final class PastClock extends Clock {
    private static final ScopedValue<Instant> THEN = ScopedValue.newInstance();

    private final Clock now;

    private PastClock(Clock now) {
        this.now = now;
    }

    /// The clock of all rooms.
    public static Clock system(ZoneId zone) {
        return new PastClock(Clock.system(zone));
    }

    /// Does something as of a moment gone by, in this thread.
    public static void at(Instant then, Runnable act) {
        ScopedValue.where(THEN, then).run(act);
    }

    @Override
    public ZoneId getZone() {
        return now.getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return zone.equals(getZone()) ? this : new PastClock(now.withZone(zone));
    }

    @Override
    public Instant instant() {
        return THEN.isBound() ? THEN.get() : now.instant();
    }
}
