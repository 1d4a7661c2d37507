package io.sextant.engine.inventory;

import io.sextant.engine.inventory.text.Folding;
import io.sextant.engine.inventory.text.Phrases;
import io.sextant.engine.inventory.text.Words;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads the values that people type in the cells of an inventory: years and dates in many forms, yes and no, lists,
/// the names of languages and units. Immutable and thread-safe.
public final class ValueReader {
    static final int FIRST_YEAR = 1950;
    static final int LAST_YEAR = 2100;

    private static final int LIST_PARTS = 50;
    private static final int LIST_LENGTH = 80;
    private static final int CELL = 4_000;

    private static final Pattern ISO = Pattern.compile("(\\d{4})[-/.](\\d{1,2})(?:[-/.](\\d{1,2}))?(?:[t ].*)?");
    private static final Pattern DAY_FIRST =
            Pattern.compile("(\\d{1,2})[-/. ](\\d{1,2})[-/. ](\\d{4}|\\d{2})(?:[ t,].*)?");
    private static final Pattern MONTH_YEAR = Pattern.compile("(\\d{1,2})[-/.](\\d{4})");
    private static final Pattern COMPACT = Pattern.compile("(\\d{4})(\\d{2})(\\d{2})");
    private static final Pattern SERIAL = Pattern.compile("(\\d{5})(?:[.,]\\d+)?");
    private static final Pattern PLAIN = Pattern.compile("(\\d{4})(?:[.,]0+)?");
    private static final Pattern SHORT_RANGE = Pattern.compile("(\\d{4})\\s?[-/]\\s?(\\d{2})");
    private static final Pattern FISCAL = Pattern.compile("fy\\s?'?(\\d{2}|\\d{4})");
    private static final Pattern ANY_YEAR = Pattern.compile("(?<!\\d)(\\d{4})(?!\\d)");
    private static final Pattern QUARTER = Pattern.compile("(?<![a-z\\d])([qt])\\s?([1-4])(?!\\d)");
    private static final Pattern PARTS = Pattern.compile("\\s*(?:[;|\\n\\r•·]|\\s/\\s)\\s*");
    private static final Pattern COMMAS = Pattern.compile("\\s*[,،、]\\s*");
    private static final Pattern SPACES = Pattern.compile("\\s+");
    private static final Pattern STEPS = Pattern.compile("\\s*(?:>|›|»|→|\\\\)\\s*");
    private static final Pattern SHORT_NAME = Pattern.compile("\\p{Lu}{2,6}");
    private static final Pattern ACRONYM = Pattern.compile("\\s*[(\\[]\\s*([\\p{L}\\p{Nd}&.\\-]{2,12})\\s*[)\\]]\\s*");
    private static final Pattern SPELT_OUT = Pattern.compile("([\\p{L}\\p{Nd}&.\\-]{2,12})\\s*\\(([^()]{8,})\\)");

    private static final Set<String> LEGAL_FORMS =
            Set.of("sa", "sas", "sarl", "gmbh", "ag", "ltd", "inc", "plc", "bv", "nv", "spa", "srl", "llc", "se");
    private static final Set<String> ARTICLES =
            Set.of("the", "le", "la", "les", "l", "de", "het", "der", "die", "das", "el", "il", "lo");
    private static final Set<String> ANDS = Set.of("and", "et", "und", "en", "y", "e");

    /// Less than this is chance: a foreign name, a quotation.
    private static final double FEWEST_SMALL_WORDS = 3;

    private static final double AHEAD = 1.2;
    private static final Pattern NO_LETTERS = Pattern.compile("[^\\p{L}]+");

    private final Map<String, List<String>> smallWords = new HashMap<>();
    private final ValueRules rules;
    private final Phrases<Boolean> organisations;

    /// Which end of a period a column holds; decides which year counts when a cell holds several.
    public enum Edge {
        START,
        END
    }

    /// Yes, no, or neither.
    public enum Answer {
        YES,
        NO,
        UNKNOWN
    }

    /// The name of a unit.
    ///
    /// @param display as shown, on one line
    /// @param key the same for all spellings of one unit
    /// @param acronym the acronym in brackets, empty when there is none
    /// @param path the units from the top to this one when the cell holds a path (`Group > IT > Data`), else this
    /// one
    public record UnitName(String display, String key, String acronym, List<String> path) {
        public UnitName {
            path = List.copyOf(path);
        }
    }

    public ValueReader(ValueRules rules) {
        this.rules = rules;
        rules.smallWords()
                .forEach((language, words) -> words.forEach(word ->
                        smallWords.computeIfAbsent(word, w -> new ArrayList<>()).add(language)));
        Map<String, List<Boolean>> phrases = new HashMap<>();
        rules.organisations().forEach(phrase -> phrases.put(phrase, List.of(true)));
        this.organisations = Phrases.of(phrases);
    }

    /// Whether a cell is empty, or says so (`n/a`, `néant`, `-`).
    public boolean blank(String cell) {
        String text = cell.strip();
        return text.isEmpty() || (text.length() <= 24 && rules.blanks().contains(Folding.fold(text)));
    }

    /// Whether a cell is what a line that adds up the others is called (`TOTAL`, `Sous-total :`).
    public boolean total(String cell) {
        String text = cell.strip();
        return text.length() <= 30
                && rules.totals()
                        .contains(Folding.fold(text)
                                .replace('-', ' ')
                                .replaceAll("[\\s:.]+$", "")
                                .replaceAll("\\s+", " "));
    }

    /// Yes or no.
    public Answer yesNo(String cell) {
        String text = cell.strip();
        if (text.isEmpty() || text.length() > 60) {
            return Answer.UNKNOWN;
        }
        String folded = Folding.fold(text);
        if (rules.yes().contains(folded)) {
            return Answer.YES;
        }
        if (rules.no().contains(folded)) {
            return Answer.NO;
        }
        // “Yes – the agency…”, “a) No”: the first word that is not a mark decides.
        Words words = Words.of(folded);
        for (Words.Word word : words.list()) {
            if (word.folded().length() == 1 && words.size() > 1) {
                continue;
            }
            if (rules.yes().contains(word.folded())) {
                return Answer.YES;
            }
            return rules.no().contains(word.folded()) ? Answer.NO : Answer.UNKNOWN;
        }
        return Answer.UNKNOWN;
    }

    /// Whether a cell is ticked: a cross, a tick or a plain yes.
    public boolean ticked(String cell) {
        String text = cell.strip();
        return text.length() <= 6 && rules.yes().contains(Folding.fold(text));
    }

    /// Reads a year. An empty cell has none, without a problem.
    public YearReading year(String cell, Edge edge) {
        String raw = cell.strip();
        if (blank(raw)) {
            return new YearReading(null, null, true, Why.of("year.empty"));
        }
        if (raw.length() > 200) {
            return unreadable(raw);
        }
        String text = Folding.fold(raw).strip();
        YearReading reading = numeric(text);
        if (reading == null) {
            reading = worded(text, edge);
        }
        if (reading == null) {
            return unreadable(raw);
        }
        Integer year = reading.year();
        if (year == null || year < FIRST_YEAR || year > LAST_YEAR) {
            return new YearReading(null, null, false, Why.of("year.implausible", raw));
        }
        return reading;
    }

    private static YearReading unreadable(String raw) {
        return new YearReading(
                null, null, false, Why.of("year.unreadable", raw.length() <= 60 ? raw : raw.substring(0, 59) + "…"));
    }

    private static @Nullable YearReading numeric(String text) {
        Matcher m = PLAIN.matcher(text);
        if (m.matches()) {
            return read(number(m, 1), null, true, "year.plain");
        }
        m = ISO.matcher(text);
        if (m.matches() && number(m, 2) >= 1 && number(m, 2) <= 12) {
            return read(number(m, 1), number(m, 2), true, "year.date");
        }
        m = SHORT_RANGE.matcher(text);
        if (m.matches()) {
            return read(number(m, 1), null, false, "year.range");
        }
        m = DAY_FIRST.matcher(text);
        if (m.matches()) {
            int a = number(m, 1);
            int b = number(m, 2);
            int year = m.group(3).length() == 2 ? century(number(m, 3)) : number(m, 3);
            boolean dayFirst = b >= 1 && b <= 12 && a >= 1 && a <= 31;
            boolean monthFirst = a >= 1 && a <= 12 && b >= 1 && b <= 31;
            if (!dayFirst && !monthFirst) {
                return null;
            }
            Integer month =
                    dayFirst && (!monthFirst || a == b) ? Integer.valueOf(b) : monthFirst && !dayFirst ? a : null;
            return read(year, month, true, "year.date");
        }
        m = MONTH_YEAR.matcher(text);
        if (m.matches() && number(m, 1) >= 1 && number(m, 1) <= 12) {
            return read(number(m, 2), number(m, 1), true, "year.date");
        }
        m = COMPACT.matcher(text);
        if (m.matches() && number(m, 2) >= 1 && number(m, 2) <= 12 && number(m, 3) >= 1 && number(m, 3) <= 31) {
            return read(number(m, 1), number(m, 2), true, "year.date");
        }
        m = SERIAL.matcher(text);
        if (m.matches() && number(m, 1) >= 20_000 && number(m, 1) <= 73_000) {
            // The day numbers of spreadsheets count from 30 December 1899.
            LocalDate date = LocalDate.of(1899, 12, 30).plusDays(number(m, 1));
            return read(date.getYear(), date.getMonthValue(), false, "year.serial");
        }
        m = FISCAL.matcher(text);
        if (m.matches()) {
            int year = m.group(1).length() == 2 ? century(number(m, 1)) : number(m, 1);
            return read(year, null, false, "year.fiscal");
        }
        return null;
    }

    private @Nullable YearReading worded(String text, Edge edge) {
        List<Integer> years = new ArrayList<>();
        Matcher m = ANY_YEAR.matcher(text);
        while (m.find()) {
            int year = number(m, 1);
            if (year >= FIRST_YEAR && year <= LAST_YEAR) {
                years.add(year);
            }
        }
        Integer month = null;
        Words words = Words.of(text);
        for (Words.Word word : words.list()) {
            Integer named = rules.months().get(word.folded());
            if (named != null) {
                month = month == null || edge == Edge.END ? named : month;
            }
        }
        if (years.isEmpty()) {
            // “mars 21”, “Sep-22”: a named month and two digits.
            if (month != null) {
                for (Words.Word word : words.list()) {
                    if (word.folded().matches("\\d{2}") && words.get(words.size() - 1) == word) {
                        return read(century(Integer.parseInt(word.folded())), month, false, "year.date");
                    }
                }
            }
            return null;
        }
        int year = edge == Edge.START ? years.getFirst() : years.getLast();
        boolean sure = years.stream().distinct().count() == 1;
        Matcher quarter = QUARTER.matcher(text);
        if (month == null && quarter.find() && sure) {
            return read(year, null, true, "year.quarter");
        }
        boolean plain = month != null || words.size() <= 4;
        return read(year, sure ? month : null, sure && plain, sure ? "year.words" : "year.range");
    }

    private static YearReading read(int year, @Nullable Integer month, boolean sure, String code) {
        return new YearReading(year, month, sure, Why.of(code, year));
    }

    private static int number(Matcher m, int group) {
        return Integer.parseInt(m.group(group));
    }

    private static int century(int twoDigits) {
        return twoDigits < 50 ? 2000 + twoDigits : 1900 + twoDigits;
    }

    /// The parts of a cell that holds several: by lines, semicolons, bars or bullets, else by commas when all parts are
    /// short. At most 50 parts of 80 characters; the same part is kept once.
    public List<String> list(String cell) {
        String text = cell.strip();
        if (text.length() > CELL) {
            text = text.substring(0, CELL);
        }
        if (text.length() >= 2 && text.startsWith("[") && text.endsWith("]")) {
            text = text.substring(1, text.length() - 1).replaceAll("(?<=^|,\\s?)['\"]|['\"](?=,|$)", "");
        }
        String[] parts = PARTS.split(text);
        if (parts.length == 1) {
            String[] byComma = COMMAS.split(text);
            boolean brief = true;
            for (String part : byComma) {
                brief &= part.length() <= 40 && SPACES.splitAsStream(part).count() <= 5;
            }
            if (brief) {
                parts = byComma;
            }
        }
        Map<String, String> kept = new LinkedHashMap<>();
        for (String part : parts) {
            String clean = SPACES.matcher(part.strip()).replaceAll(" ");
            if (clean.length() > LIST_LENGTH) {
                clean = clean.substring(0, LIST_LENGTH - 1) + "…";
            }
            if (!blank(clean) && kept.size() < LIST_PARTS) {
                kept.putIfAbsent(Folding.fold(clean), clean);
            }
        }
        return List.copyOf(kept.values());
    }

    /// The code of a language named in a cell: `fr` for `FR`, `fra`, `Français`.
    public Optional<String> language(String cell) {
        String folded = Folding.fold(cell.strip());
        if (folded.length() > 20) {
            return Optional.empty();
        }
        String first = folded.split("[-_ ]", 2)[0];
        String code = rules.languages().getOrDefault(folded, rules.languages().get(first));
        return Optional.ofNullable(code);
    }

    /// The code of the language that most of these texts are written in, told by its small words; empty when there are
    /// too few of them, or about as many of another language. A word of several languages counts for each by its
    /// share.
    public Optional<String> written(Iterable<String> texts) {
        Map<String, Double> found = new TreeMap<>();
        for (String text : texts) {
            for (String word : NO_LETTERS.split(Folding.fold(text))) {
                List<String> languages = smallWords.getOrDefault(word, List.of());
                languages.forEach(language -> found.merge(language, 1.0 / languages.size(), Double::sum));
            }
        }
        String best = null;
        double most = 0;
        double second = 0;
        for (Map.Entry<String, Double> language : found.entrySet()) {
            if (language.getValue() > most) {
                second = most;
                most = language.getValue();
                best = language.getKey();
            } else {
                second = Math.max(second, language.getValue());
            }
        }
        return best == null || most < FEWEST_SMALL_WORDS || most < AHEAD * second
                ? Optional.empty()
                : Optional.of(best);
    }

    /// The name of a unit, with a key that is the same for its other spellings.
    public UnitName unit(String cell) {
        String display = SPACES.matcher(cell.strip()).replaceAll(" ");
        if (display.length() > 300) {
            display = display.substring(0, 299) + "…";
        }
        String[] steps = STEPS.split(display);
        List<String> path = new ArrayList<>();
        for (String step : steps) {
            if (!step.isBlank()) {
                path.add(step.strip());
            }
        }
        if (path.isEmpty()) {
            path.add(display);
        }
        String name = path.getLast();
        Matcher after = ACRONYM.matcher(name);
        Matcher before = SPELT_OUT.matcher(name);
        String acronym = "";
        if (before.matches() && capitals(before.group(1)) >= 2) {
            // “INPS (National Institute for Social Security)”
            acronym = before.group(1);
            name = before.group(2).strip();
        } else if (after.find() && capitals(after.group(1)) >= 2) {
            acronym = after.group(1);
            name = (name.substring(0, after.start()) + " " + name.substring(after.end())).strip();
        }
        return new UnitName(path.getLast(), key(name.isEmpty() ? path.getLast() : name), acronym, path);
    }

    private static long capitals(String word) {
        return word.chars().filter(Character::isUpperCase).count();
    }

    private static String key(String name) {
        StringBuilder key = new StringBuilder();
        Words words = Words.of(name.replace("&", " and "));
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i).folded();
            boolean edge = i == 0 || i == words.size() - 1;
            if ((edge && words.size() > 1 && (LEGAL_FORMS.contains(word) || (i == 0 && ARTICLES.contains(word))))
                    || (!edge && ANDS.contains(word))) {
                continue;
            }
            key.append(key.isEmpty() ? "" : " ").append(word);
        }
        return key.isEmpty() ? Folding.fold(name.strip()) : key.toString();
    }

    /// Brings together the spellings of each unit in a column. The key of the map is each distinct spelling, the
    /// value the spelling to show: the most frequent one, and of equals the longest, then the first in alphabetical
    /// order. An acronym alone joins the one unit that gives it in brackets.
    public Map<String, String> units(List<String> cells) {
        Map<String, Integer> counts = new HashMap<>();
        for (String cell : cells) {
            String clean = SPACES.matcher(cell.strip()).replaceAll(" ");
            if (!blank(clean)) {
                counts.merge(clean, 1, Integer::sum);
            }
        }
        Map<String, Set<String>> byAcronym = new HashMap<>();
        Map<String, String> keys = new HashMap<>();
        for (String spelling : counts.keySet()) {
            UnitName unit = unit(spelling);
            keys.put(spelling, unit.key());
            if (!unit.acronym().isEmpty()) {
                byAcronym
                        .computeIfAbsent(Folding.fold(unit.acronym()), k -> new HashSet<>())
                        .add(unit.key());
            }
        }
        Map<String, List<String>> groups = new HashMap<>();
        keys.forEach((spelling, key) -> {
            Set<String> named = byAcronym.getOrDefault(key, Set.of());
            String joined = named.size() == 1 ? named.iterator().next() : key;
            groups.computeIfAbsent(joined, k -> new ArrayList<>()).add(spelling);
        });
        Map<String, String> shown = new HashMap<>();
        for (List<String> group : groups.values()) {
            String best = group.getFirst();
            for (String spelling : group) {
                int difference = counts.getOrDefault(spelling, 0) - counts.getOrDefault(best, 0);
                if (difference == 0) {
                    difference = spelling.length() - best.length();
                }
                if (difference > 0 || (difference == 0 && spelling.compareTo(best) < 0)) {
                    best = spelling;
                }
            }
            for (String spelling : group) {
                shown.put(spelling, best);
            }
        }
        return Map.copyOf(shown);
    }

    /// Whether a value looks like the name of an organisation or of one of its parts.
    boolean organisation(String value) {
        return value.length() <= 200
                && (SHORT_NAME.matcher(value).matches()
                        || !organisations.in(Words.of(value)).isEmpty());
    }
}
