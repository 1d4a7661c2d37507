package io.sextant.app.kernel;

import org.jspecify.annotations.Nullable;

/// The author of a change, as the audit trail names them.
///
/// @param userId the account, absent when the system itself acts
/// @param name the name shown to people at the time of the change
/// @param channel the way the change came in
/// @param inPlaceOf whose place they took; absent when they acted for themselves
public record Who(
        @Nullable Long userId,
        String name,
        Channel channel,
        @Nullable Absent inPlaceOf) {
    /// Somebody who acts for themselves.
    public Who(@Nullable Long userId, String name, Channel channel) {
        this(userId, name, channel, null);
    }

    /// Somebody who is away, and for whom another person acts.
    public record Absent(long userId, String name) {}

    /// The way a change came in.
    public enum Channel {
        /// A person in the browser.
        WEB,
        /// A program with an API token.
        API,
        /// A command typed on the server.
        CLI,
        /// Sextant itself: start-up, demo, scheduled work.
        SYSTEM
    }

    /// Sextant itself, for work that nobody asked for by name.
    public static final Who SYSTEM = new Who(null, "Sextant", Channel.SYSTEM);
}
