package io.sextant.engine.inventory;

import io.sextant.engine.inventory.MappingRules.Feature;
import io.sextant.engine.inventory.text.Folding;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// What the values of a column look like, in figures.
///
/// @param filled number of filled cells looked at
/// @param ticks whether all filled cells are ticks of one meaning, and some are empty
/// @param features the figures; shares refer to the filled cells
record ColumnProfile(int filled, boolean ticks, Map<Feature, Double> features) {
    private static final Pattern URL = Pattern.compile("(?i)(?:https?://|www\\.)\\S+.*", Pattern.DOTALL);
    private static final Pattern EMAIL = Pattern.compile("(?i)[^\\s@]+@[^\\s@]+\\.[a-z]{2,}");
    private static final Pattern NUMBER = Pattern.compile("[-+]?[\\d\\s.,'\u00a0\u202f]*\\d\\s?[%€$£]?");
    private static final Pattern OWN_CODE = Pattern.compile("UC-\\d{4}-\\d{4,}");
    private static final Pattern KEY = Pattern.compile("[\\p{L}\\p{Nd}][\\p{L}\\p{Nd}._/#:-]{0,59}");
    private static final Pattern PERSON = Pattern.compile(
            "(?:(?:M|Mme|Mr|Mrs|Ms|Dr|Herr|Frau|Sig|Dhr|Mevr)\\.?\\s+)?\\p{Lu}[\\p{L}.’'-]*(?:,?\\s+(?:(?:de|van|von|der|den|du|la|le|el|di|da)\\s+)*\\p{Lu}[\\p{L}.’'-]*){1,3}");

    static ColumnProfile of(ColumnSample column, ValueReader values, StageReader stages, KindReader kinds) {
        List<String> cells = column.values();
        int filled = 0;
        int ticks = 0;
        int affirmed = 0;
        double words = 0;
        double length = 0;
        Map<Feature, Double> counts = new EnumMap<>(Feature.class);
        Map<String, Integer> distinct = new HashMap<>();
        for (String cell : cells) {
            if (values.blank(cell)) {
                continue;
            }
            filled++;
            String folded = Folding.fold(cell);
            int count = wordCount(cell);
            int same = distinct.merge(folded, 1, Integer::sum);
            if (count <= 2 && same > 1) {
                // The first of them turns out to be a label with the second.
                counts.merge(Feature.LABEL, same == 2 ? 2.0 : 1.0, Double::sum);
            }
            words += count;
            length += cell.length();
            boolean url = URL.matcher(cell).matches();
            boolean email = EMAIL.matcher(cell).matches();
            boolean number = NUMBER.matcher(cell).matches();
            boolean spaced = cell.indexOf(' ') >= 0;
            count(counts, Feature.URL, url);
            count(counts, Feature.EMAIL, email);
            count(counts, Feature.NUMBER, number);
            YearReading year = cell.length() <= 40 ? values.year(cell, ValueReader.Edge.START) : null;
            count(counts, Feature.YEAR, year != null && year.year() != null);
            ValueReader.Answer answer = values.yesNo(cell);
            count(counts, Feature.YES_NO, answer != ValueReader.Answer.UNKNOWN);
            affirmed += answer == ValueReader.Answer.YES ? 1 : 0;
            ticks += values.ticked(cell) ? 1 : 0;
            boolean organisation = !url && !email && cell.length() <= 120 && values.organisation(cell);
            count(counts, Feature.ORGANISATION, organisation);
            count(
                    counts,
                    Feature.PERSON,
                    !organisation && cell.length() <= 60 && PERSON.matcher(cell).matches());
            count(counts, Feature.OWN_CODE, OWN_CODE.matcher(cell).matches());
            count(
                    counts,
                    Feature.KEY,
                    !spaced
                            && !url
                            && !email
                            && KEY.matcher(cell).matches()
                            && cell.chars().anyMatch(Character::isDigit));
            count(
                    counts,
                    Feature.STAGE,
                    cell.length() <= 200 && stages.read(cell).stage() != null);
            count(counts, Feature.KIND, cell.length() <= 200 && kinds.value(cell) != null);
            count(
                    counts,
                    Feature.LANGUAGE,
                    cell.length() <= 20 && values.language(cell).isPresent());
            count(
                    counts,
                    Feature.SEVERAL,
                    cell.length() <= 400
                            && !url
                            && separated(cell)
                            && values.list(cell).size() > 1);
        }
        Map<Feature, Double> features = new EnumMap<>(Feature.class);
        for (Feature feature : Feature.values()) {
            features.put(feature, filled == 0 ? 0 : counts.getOrDefault(feature, 0.0) / filled);
        }
        features.put(Feature.FILLED, cells.isEmpty() ? 0 : (double) filled / cells.size());
        features.put(Feature.DISTINCT, filled == 0 ? 0 : (double) distinct.size() / filled);
        features.put(Feature.VARIETY, (double) distinct.size());
        features.put(Feature.WORDS, filled == 0 ? 0 : words / filled);
        features.put(Feature.LENGTH, filled == 0 ? 0 : length / filled);
        boolean onlyTicks =
                filled > 0 && ticks == filled && affirmed == filled && filled < cells.size() && distinct.size() <= 2;
        return new ColumnProfile(filled, onlyTicks, features);
    }

    private static int wordCount(String cell) {
        int words = 0;
        boolean inside = false;
        for (int i = 0; i < cell.length(); i++) {
            boolean space = Character.isWhitespace(cell.charAt(i));
            words += !space && !inside ? 1 : 0;
            inside = !space;
        }
        return words;
    }

    /// Whether a cell may hold several parts at all.
    private static boolean separated(String cell) {
        for (int i = 0; i < cell.length(); i++) {
            if (",;|\n/•·،、".indexOf(cell.charAt(i)) >= 0) {
                return true;
            }
        }
        return false;
    }

    private static void count(Map<Feature, Double> counts, Feature feature, boolean is) {
        if (is) {
            counts.merge(feature, 1.0, Double::sum);
        }
    }

    double get(Feature feature) {
        return features.getOrDefault(feature, 0.0);
    }
}
