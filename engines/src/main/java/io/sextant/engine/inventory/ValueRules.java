package io.sextant.engine.inventory;

import java.util.List;
import java.util.Map;
import java.util.Set;

/// The words by which values are read: yes and no, months, blanks, languages, organisations.
///
/// @param source the rule file
/// @param yes words that mean yes, ticks included
/// @param no words that mean no
/// @param blanks what people write in a cell that they leave empty
/// @param totals what the line that adds up the others is called
/// @param months names of months and their number, 1 to 12
/// @param languages names and codes of languages, and the code they mean
/// @param smallWords small words that are frequent in the texts of a language, by its code
/// @param organisations phrases found in the names of organisations
public record ValueRules(
        RuleSource source,
        Set<String> yes,
        Set<String> no,
        Set<String> blanks,
        Set<String> totals,
        Map<String, Integer> months,
        Map<String, String> languages,
        Map<String, Set<String>> smallWords,
        List<String> organisations) {
    public ValueRules {
        yes = Set.copyOf(yes);
        no = Set.copyOf(no);
        blanks = Set.copyOf(blanks);
        totals = Set.copyOf(totals);
        months = Map.copyOf(months);
        languages = Map.copyOf(languages);
        smallWords = Map.copyOf(smallWords);
        organisations = List.copyOf(organisations);
    }
}
