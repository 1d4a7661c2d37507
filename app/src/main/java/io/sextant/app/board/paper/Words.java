package io.sextant.app.board.paper;

import io.sextant.app.board.Story;
import io.sextant.app.platform.ui.Lang;
import io.sextant.app.platform.ui.Messages;

/// The few words that only paper needs: headings, page numbers.
public final class Words {
    private final Messages messages;
    private final Lang lang;

    Words(Messages messages, Lang lang) {
        this.messages = messages;
        this.lang = lang;
    }

    /// A number as the language sets it.
    public String n(Number number) {
        return messages.formats(lang).number(number);
    }

    /// Whether a chapter begins a page: what belongs together stays together, and what has nothing to show takes none.
    public boolean startsPage(Story story, Story.Chapter chapter) {
        return switch (chapter.id()) {
            case "position", "where" -> true;
            case "alike", "ask" ->
                story.chapters().stream()
                        .filter(c -> c.id().equals("alike") || c.id().equals("law"))
                        .anyMatch(c -> !c.blocks().isEmpty());
            default -> false;
        };
    }

    /// The hue of an axis on paper, by its place among the six.
    public String hue(int axis) {
        return Palette.AXES.get(axis);
    }

    /// The text of a key of the board room, without the room's name.
    public String t(String key, Object... args) {
        return messages.text(lang, "board." + key, args);
    }
}
