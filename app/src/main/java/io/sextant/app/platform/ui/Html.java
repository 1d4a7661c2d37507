package io.sextant.app.platform.ui;

import gg.jte.Content;

/// Pieces of HTML made in Java, for the few that a template cannot make.
final class Html {
    private Html() {}

    /// The text with the characters that mean something to HTML made harmless, in text and in quoted attributes.
    static String escape(String text) {
        var clean = true;
        for (var i = 0; i < text.length() && clean; i++) {
            clean = "&<>\"'".indexOf(text.charAt(i)) < 0;
        }
        return clean
                ? text
                : text.replace("&", "&amp;")
                        .replace("<", "&lt;")
                        .replace(">", "&gt;")
                        .replace("\"", "&quot;")
                        .replace("'", "&#39;");
    }

    /// Markup that is known to be ours.
    static Content trusted(String markup) {
        return output -> output.writeContent(markup);
    }
}
