package io.sextant.app.demand.importing;

import io.sextant.app.demand.Content;
import io.sextant.app.demand.Kind;
import io.sextant.app.demand.Link;
import io.sextant.app.demand.Person;
import io.sextant.app.demand.Stage;
import io.sextant.app.demand.Texts;
import io.sextant.app.platform.sheet.Written;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The content of a use case while an import or its undoing changes single fields of it.
final class Draft {
    private static final List<Target> TEXTS = List.of(
            Target.TITLE,
            Target.PROBLEM,
            Target.BASELINE,
            Target.OUTCOME,
            Target.BENEFICIARIES,
            Target.ALTERNATIVE,
            Target.DESCRIPTION,
            Target.DOMAIN,
            Target.TRANSLATED_TITLE,
            Target.TRANSLATED_PROBLEM,
            Target.TRANSLATED_BASELINE,
            Target.TRANSLATED_OUTCOME,
            Target.TRANSLATED_BENEFICIARIES,
            Target.TRANSLATED_ALTERNATIVE,
            Target.TRANSLATED_DESCRIPTION,
            Target.TRANSLATED_DOMAIN);

    private String lang;
    private final EnumMap<Target, String> texts = new EnumMap<>(Target.class);
    private @Nullable Person sponsor;
    private @Nullable Person businessOwner;
    private @Nullable Person technicalOwner;
    private @Nullable Long unit;
    private @Nullable Kind kind;
    private boolean kindRead;
    private @Nullable Stage stage;
    private @Nullable Boolean aiNeeded;
    private @Nullable Integer startYear;
    private @Nullable Integer endYear;
    private List<String> tags;
    private List<Link> links;
    private final Map<String, String> extra;
    private @Nullable String source;
    private @Nullable String externalKey;

    private Draft(Content c) {
        lang = c.lang();
        putTexts(0, c.texts());
        if (c.translation() != null) {
            putTexts(8, c.translation());
        }
        sponsor = c.sponsor();
        businessOwner = c.businessOwner();
        technicalOwner = c.technicalOwner();
        unit = c.unitId();
        kind = c.kind();
        kindRead = c.kindRead();
        stage = c.stage();
        aiNeeded = c.aiNeeded();
        startYear = c.startYear();
        endYear = c.endYear();
        tags = c.tags();
        links = c.links();
        extra = new LinkedHashMap<>(c.extra());
        source = c.source();
        externalKey = c.externalKey();
    }

    private void putTexts(int from, Texts t) {
        @Nullable
        String[] values = {
            t.title(),
            t.problem(),
            t.baseline(),
            t.outcome(),
            t.beneficiaries(),
            t.alternative(),
            t.description(),
            t.domain()
        };
        for (int i = 0; i < values.length; i++) {
            String value = values[i];
            if (value != null) {
                texts.put(TEXTS.get(from + i), value);
            }
        }
    }

    static Draft of(Content content) {
        return new Draft(content);
    }

    /// A use case of which nothing is known yet.
    static Draft blank(String lang) {
        return new Draft(Content.titled(lang, ""));
    }

    Content content() {
        Texts translation = texts(8);
        return new Content(
                lang,
                texts(0),
                translation.equals(Texts.titled("")) ? null : translation,
                sponsor,
                businessOwner,
                technicalOwner,
                unit,
                kind,
                kindRead,
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

    private Texts texts(int from) {
        String title = texts.get(TEXTS.get(from));
        return new Texts(
                title == null ? "" : title,
                texts.get(TEXTS.get(from + 1)),
                texts.get(TEXTS.get(from + 2)),
                texts.get(TEXTS.get(from + 3)),
                texts.get(TEXTS.get(from + 4)),
                texts.get(TEXTS.get(from + 5)),
                texts.get(TEXTS.get(from + 6)),
                texts.get(TEXTS.get(from + 7)));
    }

    /// Sets a text; one that differs only in what no file can hold (line ends, outer spaces, control characters) is
    /// left as it is.
    void text(Target target, @Nullable String value) {
        if (value == null) {
            texts.remove(target);
        } else if (!same(texts.get(target), value)) {
            texts.put(target, value);
        }
    }

    @Nullable
    String text(Target target) {
        return texts.get(target);
    }

    private static boolean same(@Nullable String before, String after) {
        return before != null
                && Written.clean(before).strip().equals(Written.clean(after).strip());
    }

    void lang(String value) {
        lang = value;
    }

    void sponsor(@Nullable String name) {
        sponsor = person(sponsor, name);
    }

    void businessOwner(@Nullable String name) {
        businessOwner = person(businessOwner, name);
    }

    void technicalOwner(@Nullable String name) {
        technicalOwner = person(technicalOwner, name);
    }

    /// The same person when the name is the same, so that the tie to their account is kept.
    private static @Nullable Person person(@Nullable Person before, @Nullable String name) {
        return before != null && name != null && before.name().equals(name.strip()) ? before : Person.named(name);
    }

    void unit(@Nullable Long value) {
        unit = value;
    }

    void kind(@Nullable Kind value, boolean read) {
        kind = value;
        kindRead = read && value != null;
    }

    @Nullable
    Kind kind() {
        return kind;
    }

    void stage(@Nullable Stage value) {
        stage = value;
    }

    void aiNeeded(@Nullable Boolean value) {
        aiNeeded = value;
    }

    void startYear(@Nullable Integer value) {
        startYear = value;
    }

    @Nullable
    Integer startYear() {
        return startYear;
    }

    void endYear(@Nullable Integer value) {
        endYear = value;
    }

    void tags(List<String> values) {
        if (!written(tags).equals(written(values))) {
            tags = values;
        }
    }

    /// Tags and labels of links as a line of a cell holds them.
    private static List<String> written(List<String> values) {
        return values.stream().map(Draft::line).toList();
    }

    private static String line(String text) {
        return Written.clean(text).replaceAll("\\s+", " ").strip();
    }

    List<String> tags() {
        return tags;
    }

    void addTags(List<String> values) {
        var all = new LinkedHashSet<>(tags);
        all.addAll(values);
        tags = List.copyOf(all);
    }

    void links(List<Link> values) {
        if (!lines(links).equals(lines(values))) {
            links = values;
        }
    }

    private static List<Link> lines(List<Link> links) {
        return links.stream()
                .map(link -> new Link(line(link.label()), link.url()))
                .toList();
    }

    void extra(String heading, @Nullable String value) {
        if (value == null) {
            extra.remove(heading);
        } else if (!same(extra.get(heading), value)) {
            extra.put(heading, value);
        }
    }

    void origin(@Nullable String inventory, @Nullable String key) {
        source = inventory;
        externalKey = key;
    }

    /// Takes one field, named as in the history, from another content.
    void restore(String field, Content from) {
        if (field.startsWith("extra.")) {
            String heading = field.substring("extra.".length());
            extra.remove(heading);
            String before = from.extra().get(heading);
            if (before != null) {
                extra.put(heading, before);
            }
            return;
        }
        if (field.equals("kindRead")) {
            kindRead = from.kindRead();
            return;
        }
        Target target = Target.named(field).orElseThrow(() -> new IllegalArgumentException("no field " + field));
        Draft other = of(from);
        switch (target) {
            case TITLE,
                    PROBLEM,
                    BASELINE,
                    OUTCOME,
                    BENEFICIARIES,
                    ALTERNATIVE,
                    DESCRIPTION,
                    DOMAIN,
                    TRANSLATED_TITLE,
                    TRANSLATED_PROBLEM,
                    TRANSLATED_BASELINE,
                    TRANSLATED_OUTCOME,
                    TRANSLATED_BENEFICIARIES,
                    TRANSLATED_ALTERNATIVE,
                    TRANSLATED_DESCRIPTION,
                    TRANSLATED_DOMAIN -> {
                String before = other.texts.get(target);
                if (before == null) {
                    texts.remove(target);
                } else {
                    texts.put(target, before);
                }
            }
            case SPONSOR -> sponsor = from.sponsor();
            case BUSINESS_OWNER -> businessOwner = from.businessOwner();
            case TECHNICAL_OWNER -> technicalOwner = from.technicalOwner();
            case UNIT -> unit = from.unitId();
            case KIND -> kind = from.kind();
            case STAGE -> stage = from.stage();
            case AI_NEEDED -> aiNeeded = from.aiNeeded();
            case START_YEAR -> startYear = from.startYear();
            case END_YEAR -> endYear = from.endYear();
            case TAGS -> tags = from.tags();
            case LINKS -> links = from.links();
            case LANG -> lang = from.lang();
            case SOURCE -> source = from.source();
            case EXTERNAL_KEY -> externalKey = from.externalKey();
            case CODE, VERSION, PARENT_UNIT, TICKED_TAG, TICKED_OUTCOME, EXTRA, IGNORE ->
                throw new IllegalArgumentException("no field " + field);
        }
    }

    /// Whether a content still holds in a field what another one holds.
    static boolean holds(Content now, Content then, String field) {
        return Objects.equals(now.asMap().get(field), then.asMap().get(field));
    }
}
