package io.sextant.engine.inventory;

import java.util.List;

/// What in a text touches a point of the AI Act, and the question it calls for.
///
/// @param source the rule file
/// @param touchpoints the points, in the order in which they are shown
public record TouchpointRules(RuleSource source, List<Touchpoint> touchpoints) {

    /// A point of the AI Act that a use case may touch.
    ///
    /// @param id stable name, for example `recruitment`
    /// @param citation the provision as cited in English, for example `Annex III 4(a)`
    /// @param citationFr the provision as cited in French
    /// @param questionEn what to find out, in English
    /// @param questionFr the same in French
    /// @param labelEn what the point is called, in English
    /// @param labelFr the same in French
    /// @param clues what in a text touches it; one is enough
    public record Touchpoint(
            String id,
            String citation,
            String citationFr,
            String labelEn,
            String labelFr,
            String questionEn,
            String questionFr,
            List<Clue> clues) {
        public Touchpoint {
            clues = List.copyOf(clues);
        }
    }

    /// A sign in a text.
    ///
    /// @param any phrases, of which one must be found
    /// @param near when not empty, one of these must be found within `within` words of it
    /// @param within distance in words
    /// @param unless phrases that overlap or touch the first and mean something else
    /// @param never phrases that, anywhere in the text, cancel the sign
    public record Clue(List<String> any, List<String> near, int within, List<String> unless, List<String> never) {
        public Clue {
            any = List.copyOf(any);
            near = List.copyOf(near);
            unless = List.copyOf(unless);
            never = List.copyOf(never);
        }
    }

    public TouchpointRules {
        touchpoints = List.copyOf(touchpoints);
    }
}
