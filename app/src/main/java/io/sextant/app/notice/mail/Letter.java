package io.sextant.app.notice.mail;

import io.sextant.app.platform.ui.Lang;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A letter to one person, in their language.
///
/// @param id by which the same letter is known when it arrives twice
/// @param greeting the first line
/// @param items what happened
/// @param choose the address at which one chooses how to be told; absent where Sextant does not know its own
public record Letter(
        String id,
        Lang lang,
        String name,
        String email,
        String subject,
        String greeting,
        List<Item> items,
        String foot,
        String chooseLabel,
        @Nullable String choose) {
    public Letter {
        items = List.copyOf(items);
    }

    /// A piece of news.
    ///
    /// @param text the news
    /// @param detail the author's own words
    /// @param by who did it
    /// @param link whole address of the page; absent where Sextant does not know its own
    public record Item(
            String text,
            @Nullable String detail,
            String by,
            @Nullable String link) {}
}
