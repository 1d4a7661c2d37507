package io.sextant.app.demand;

import io.sextant.app.kernel.Reason;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Everything about a use case that people can change.
///
/// @param lang language of `texts`, `fr` or `en`
/// @param translation the same texts in the other language, where somebody wrote them
/// @param unitId the business unit that asks, in the tree of units
/// @param kind absent when nobody has said
/// @param kindRead whether `kind` was only read from the texts by Sextant and still waits for somebody to confirm it
/// @param stage absent when nobody has said
/// @param aiNeeded the answer to *would a rule, a search or classic software not do?*; absent while open
/// @param startYear year in which work on it began or is to begin
/// @param endYear year in which it ended
/// @param extra columns of an imported inventory that Sextant has no field for, by heading
/// @param source name of the inventory it was imported from
/// @param externalKey its identifier in that inventory
public record Content(
        String lang,
        Texts texts,
        @Nullable Texts translation,
        @Nullable Person sponsor,
        @Nullable Person businessOwner,
        @Nullable Person technicalOwner,
        @Nullable Long unitId,
        @Nullable Kind kind,
        boolean kindRead,
        @Nullable Stage stage,
        @Nullable Boolean aiNeeded,
        @Nullable Integer startYear,
        @Nullable Integer endYear,
        List<String> tags,
        List<Link> links,
        Map<String, String> extra,
        @Nullable String source,
        @Nullable String externalKey) {

    /// Longest title, in characters.
    public static final int MAX_TITLE = 200;
    /// Longest of the other texts, in characters.
    public static final int MAX_TEXT = 20_000;
    /// Longest name of a person, a domain, a source or a key.
    public static final int MAX_NAME = 300;

    private static final int MAX_TAGS = 40;
    private static final int MAX_TAG = 80;
    private static final int MAX_LINKS = 40;
    private static final int MAX_EXTRA = 300;
    private static final Pattern WEB = Pattern.compile("https?://\\S+", Pattern.CASE_INSENSITIVE);

    public Content {
        lang = lang.toLowerCase(Locale.ROOT);
        kindRead = kindRead && kind != null;
        tags = tags.stream()
                .map(String::strip)
                .filter(t -> !t.isEmpty())
                .collect(java.util.stream.Collectors.collectingAndThen(
                        java.util.stream.Collectors.toCollection(LinkedHashSet::new), List::copyOf));
        links = List.copyOf(links);
        extra = Collections.unmodifiableMap(new LinkedHashMap<>(extra));
        source = Texts.blankToNull(source);
        externalKey = Texts.blankToNull(externalKey);
    }

    /// A use case of which only the title is known.
    public static Content titled(String lang, String title) {
        return new Content(
                lang,
                Texts.titled(title),
                null,
                null,
                null,
                null,
                null,
                null,
                false,
                null,
                null,
                null,
                null,
                List.of(),
                List.of(),
                Map.of(),
                null,
                null);
    }

    /// The texts in `reader`'s language where they exist, else as they were written.
    public Texts in(String reader) {
        return translation == null || lang.equals(reader) ? texts : translation;
    }

    public Content withTexts(UnaryOperator<Texts> change) {
        return copy(change.apply(texts), translation, sponsor, businessOwner, technicalOwner, unitId, stage, tags);
    }

    public Content withTranslation(@Nullable Texts to) {
        return copy(texts, to, sponsor, businessOwner, technicalOwner, unitId, stage, tags);
    }

    public Content withSponsor(@Nullable Person to) {
        return copy(texts, translation, to, businessOwner, technicalOwner, unitId, stage, tags);
    }

    public Content withAiNeeded(@Nullable Boolean to) {
        return new Content(
                lang,
                texts,
                translation,
                sponsor,
                businessOwner,
                technicalOwner,
                unitId,
                kind,
                kindRead,
                stage,
                to,
                startYear,
                endYear,
                tags,
                links,
                extra,
                source,
                externalKey);
    }

    public Content withYears(@Nullable Integer start, @Nullable Integer end) {
        return new Content(
                lang,
                texts,
                translation,
                sponsor,
                businessOwner,
                technicalOwner,
                unitId,
                kind,
                kindRead,
                stage,
                aiNeeded,
                start,
                end,
                tags,
                links,
                extra,
                source,
                externalKey);
    }

    public Content withStage(@Nullable Stage to) {
        return copy(texts, translation, sponsor, businessOwner, technicalOwner, unitId, to, tags);
    }

    /// With a kind that somebody declares.
    public Content withKind(@Nullable Kind to) {
        return new Content(
                lang,
                texts,
                translation,
                sponsor,
                businessOwner,
                technicalOwner,
                unitId,
                to,
                false,
                stage,
                aiNeeded,
                startYear,
                endYear,
                tags,
                links,
                extra,
                source,
                externalKey);
    }

    /// With a kind that was read from the texts and waits for somebody to confirm it.
    public Content withKindRead(Kind to) {
        return new Content(
                lang,
                texts,
                translation,
                sponsor,
                businessOwner,
                technicalOwner,
                unitId,
                to,
                true,
                stage,
                aiNeeded,
                startYear,
                endYear,
                tags,
                links,
                extra,
                source,
                externalKey);
    }

    public Content withUnit(@Nullable Long to) {
        return copy(texts, translation, sponsor, businessOwner, technicalOwner, to, stage, tags);
    }

    public Content withBusinessOwner(@Nullable Person to) {
        return copy(texts, translation, sponsor, to, technicalOwner, unitId, stage, tags);
    }

    public Content withTechnicalOwner(@Nullable Person to) {
        return copy(texts, translation, sponsor, businessOwner, to, unitId, stage, tags);
    }

    public Content withTags(List<String> to) {
        return copy(texts, translation, sponsor, businessOwner, technicalOwner, unitId, stage, to);
    }

    private Content copy(
            Texts newTexts,
            @Nullable Texts newTranslation,
            @Nullable Person newSponsor,
            @Nullable Person newBusinessOwner,
            @Nullable Person newTechnicalOwner,
            @Nullable Long newUnitId,
            @Nullable Stage newStage,
            List<String> newTags) {
        return new Content(
                lang,
                newTexts,
                newTranslation,
                newSponsor,
                newBusinessOwner,
                newTechnicalOwner,
                newUnitId,
                kind,
                kindRead,
                newStage,
                aiNeeded,
                startYear,
                endYear,
                newTags,
                links,
                extra,
                source,
                externalKey);
    }

    /// Everything that keeps this from being registered; empty when nothing does. Field names are those of
    /// [#asMap()].
    public List<Reason> problems() {
        var found = new ArrayList<Reason>();
        if (!lang.equals("fr") && !lang.equals("en")) {
            found.add(Reason.of("lang", "demand.problem.lang", lang));
        }
        checkTexts(texts, "", found);
        if (translation != null) {
            checkTexts(translation, "translation.", found);
        }
        checkPerson(sponsor, "sponsor", found);
        checkPerson(businessOwner, "businessOwner", found);
        checkPerson(technicalOwner, "technicalOwner", found);
        checkYear(startYear, "startYear", found);
        checkYear(endYear, "endYear", found);
        if (startYear != null && endYear != null && endYear < startYear) {
            found.add(Reason.of("endYear", "demand.problem.endBeforeStart", String.valueOf(startYear)));
        }
        if (tags.size() > MAX_TAGS) {
            found.add(Reason.of("tags", "demand.problem.tooMany", tags.size(), MAX_TAGS));
        }
        for (String tag : tags) {
            tooLong("tags", tag, MAX_TAG, found);
        }
        if (links.size() > MAX_LINKS) {
            found.add(Reason.of("links", "demand.problem.tooMany", links.size(), MAX_LINKS));
        }
        for (Link link : links) {
            if (!WEB.matcher(link.url()).matches()) {
                found.add(Reason.of("links", "demand.problem.url", excerpt(link.url())));
            }
            tooLong("links", link.url(), 2_000, found);
            tooLong("links", link.label(), MAX_NAME, found);
        }
        if (extra.size() > MAX_EXTRA) {
            found.add(Reason.of("extra", "demand.problem.tooMany", extra.size(), MAX_EXTRA));
        }
        extra.forEach((heading, value) -> tooLong("extra", value, MAX_TEXT, found));
        tooLong("source", source, MAX_NAME, found);
        tooLong("externalKey", externalKey, MAX_NAME, found);
        return found;
    }

    private static void checkTexts(Texts t, String prefix, List<Reason> found) {
        if (t.title().isEmpty()) {
            found.add(Reason.of(prefix + "title", "demand.problem.titleMissing"));
        }
        tooLong(prefix + "title", t.title(), MAX_TITLE, found);
        tooLong(prefix + "problem", t.problem(), MAX_TEXT, found);
        tooLong(prefix + "baseline", t.baseline(), MAX_TEXT, found);
        tooLong(prefix + "outcome", t.outcome(), MAX_TEXT, found);
        tooLong(prefix + "beneficiaries", t.beneficiaries(), MAX_TEXT, found);
        tooLong(prefix + "alternative", t.alternative(), MAX_TEXT, found);
        tooLong(prefix + "description", t.description(), MAX_TEXT, found);
        tooLong(prefix + "domain", t.domain(), MAX_NAME, found);
    }

    private static void checkPerson(@Nullable Person person, String field, List<Reason> found) {
        if (person != null) {
            tooLong(field, person.name(), MAX_NAME, found);
        }
    }

    private static void checkYear(@Nullable Integer year, String field, List<Reason> found) {
        if (year != null && (year < 1950 || year > 2100)) {
            found.add(Reason.of(field, "demand.problem.year", String.valueOf(year)));
        }
    }

    private static void tooLong(String field, @Nullable String text, int most, List<Reason> found) {
        if (text == null) {
            return;
        }
        if (text.length() > most) {
            found.add(Reason.of(field, "demand.problem.tooLong", text.length(), most));
        }
        if (text.indexOf('\0') >= 0) {
            found.add(Reason.of(field, "demand.problem.control"));
        }
    }

    private static String excerpt(String text) {
        return text.length() <= 80 ? text : text.substring(0, 79) + "…";
    }

    /// The fields by name, absent ones as null, in the order of the form: what history compares and programs read.
    /// Values are strings, numbers, booleans, lists and maps.
    public Map<String, @Nullable Object> asMap() {
        var map = new LinkedHashMap<String, @Nullable Object>();
        map.put("lang", lang);
        putTexts(map, "", texts);
        if (translation != null) {
            putTexts(map, "translation.", translation);
        }
        map.put("sponsor", sponsor == null ? null : sponsor.name());
        map.put("businessOwner", businessOwner == null ? null : businessOwner.name());
        map.put("technicalOwner", technicalOwner == null ? null : technicalOwner.name());
        map.put("unitId", unitId);
        map.put("kind", kind == null ? null : kind.name());
        map.put("kindRead", kind == null ? null : kindRead);
        map.put("stage", stage == null ? null : stage.name());
        map.put("aiNeeded", aiNeeded);
        map.put("startYear", startYear);
        map.put("endYear", endYear);
        map.put("tags", tags.isEmpty() ? null : tags);
        map.put(
                "links",
                links.isEmpty()
                        ? null
                        : links.stream()
                                .map(l -> Map.of("label", l.label(), "url", l.url()))
                                .toList());
        extra.forEach((heading, value) -> map.put("extra." + heading, value));
        map.put("source", source);
        map.put("externalKey", externalKey);
        return map;
    }

    private static void putTexts(Map<String, @Nullable Object> map, String prefix, Texts t) {
        map.put(prefix + "title", t.title());
        map.put(prefix + "problem", t.problem());
        map.put(prefix + "baseline", t.baseline());
        map.put(prefix + "outcome", t.outcome());
        map.put(prefix + "beneficiaries", t.beneficiaries());
        map.put(prefix + "alternative", t.alternative());
        map.put(prefix + "description", t.description());
        map.put(prefix + "domain", t.domain());
    }

    /// What differs between two contents, field by field, in the order of the form.
    public static Map<String, Change> changes(@Nullable Content before, Content after) {
        Map<String, @Nullable Object> from = before == null ? new LinkedHashMap<>() : before.asMap();
        Map<String, @Nullable Object> to = after.asMap();
        var names = new LinkedHashSet<>(to.keySet());
        names.addAll(from.keySet());
        var changes = new LinkedHashMap<String, Change>();
        for (String name : names) {
            Object was = from.get(name);
            Object is = to.get(name);
            if (!Objects.equals(was, is)) {
                changes.put(name, new Change(was, is));
            }
        }
        return changes;
    }

    /// One field's value before and after; null is absence.
    public record Change(@Nullable Object before, @Nullable Object after) {}
}
