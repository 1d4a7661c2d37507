package io.sextant.app.kernel;

import java.time.LocalDate;
import java.util.List;

/// The days that matter to people in one room. A room publishes one as a bean.
public interface Datebook {
    /// The days of one person from a day on, at most some hundreds; nothing that they may not see.
    List<Entry> of(long userId, LocalDate from);

    /// A day that matters.
    ///
    /// @param uid stays the same as long as it is the same thing, for example `request-42`
    /// @param subject public identifier of what it is about
    /// @param link the page to open, from the root of the site
    /// @param key of the message, on one line
    /// @param args what stands in the message: text, number, [LocalDate], [Announcement.Term] or
    /// [Announcement.Both]
    record Entry(String uid, LocalDate day, String subject, String link, String key, List<Object> args) {
        public Entry {
            args = List.copyOf(args);
        }
    }
}
