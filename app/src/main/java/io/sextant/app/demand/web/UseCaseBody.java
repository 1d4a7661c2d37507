package io.sextant.app.demand.web;

import io.sextant.app.demand.Content;
import io.sextant.app.demand.Kind;
import io.sextant.app.demand.Link;
import io.sextant.app.demand.Person;
import io.sextant.app.demand.Stage;
import io.sextant.app.demand.Texts;
import io.sextant.app.identity.Unit;
import io.sextant.app.identity.Units;
import io.sextant.app.kernel.Reason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What a program may write about a use case. Every field but `title` may be absent; a unit is named by its code; an
/// owner by name, and by account where there is one.
///
/// @param lang `fr` or `en`; `en` when absent
/// @param translation the same texts in the other language
/// @param unit code of the business unit
/// @param kind one of `NONE_RULES`, `CLASSICAL_ML`, `GENERATIVE`, `AGENT`
/// @param stage one of `IDEA`, `QUALIFIED`, `FRAMED`, `PILOT`, `RUN`, `RETIRED`
/// @param aiNeeded whether AI is needed; absent while the question is open
public record UseCaseBody(
        @Nullable String lang,
        @Nullable String title,
        @Nullable String problem,
        @Nullable String baseline,
        @Nullable String outcome,
        @Nullable String beneficiaries,
        @Nullable String alternative,
        @Nullable String description,
        @Nullable String domain,
        @Nullable TextsBody translation,
        @Nullable String sponsor,
        @Nullable Long sponsorId,
        @Nullable String businessOwner,
        @Nullable Long businessOwnerId,
        @Nullable String technicalOwner,
        @Nullable Long technicalOwnerId,
        @Nullable String unit,
        @Nullable String kind,
        @Nullable String stage,
        @Nullable Boolean aiNeeded,
        @Nullable Integer startYear,
        @Nullable Integer endYear,
        @Nullable List<String> tags,
        @Nullable List<LinkBody> links,
        @Nullable Map<String, String> extra,
        @Nullable String source,
        @Nullable String externalKey) {

    /// The texts of a translation.
    public record TextsBody(
            @Nullable String title,
            @Nullable String problem,
            @Nullable String baseline,
            @Nullable String outcome,
            @Nullable String beneficiaries,
            @Nullable String alternative,
            @Nullable String description,
            @Nullable String domain) {

        static @Nullable TextsBody of(@Nullable Texts t) {
            return t == null
                    ? null
                    : new TextsBody(
                            t.title(),
                            t.problem(),
                            t.baseline(),
                            t.outcome(),
                            t.beneficiaries(),
                            t.alternative(),
                            t.description(),
                            t.domain());
        }

        Texts toTexts() {
            return new Texts(
                    title == null ? "" : title,
                    problem,
                    baseline,
                    outcome,
                    beneficiaries,
                    alternative,
                    description,
                    domain);
        }
    }

    /// A web address.
    public record LinkBody(@Nullable String label, @Nullable String url) {}

    /// The body that says what a content holds.
    static UseCaseBody of(Content c, Units units) {
        Texts t = c.texts();
        return new UseCaseBody(
                c.lang(),
                t.title(),
                t.problem(),
                t.baseline(),
                t.outcome(),
                t.beneficiaries(),
                t.alternative(),
                t.description(),
                t.domain(),
                TextsBody.of(c.translation()),
                name(c.sponsor()),
                account(c.sponsor()),
                name(c.businessOwner()),
                account(c.businessOwner()),
                name(c.technicalOwner()),
                account(c.technicalOwner()),
                c.unitId() == null
                        ? null
                        : units.find(c.unitId()).map(Unit::code).orElse(null),
                c.kind() == null ? null : c.kind().name(),
                c.stage() == null ? null : c.stage().name(),
                c.aiNeeded(),
                c.startYear(),
                c.endYear(),
                c.tags(),
                c.links().stream().map(l -> new LinkBody(l.label(), l.url())).toList(),
                c.extra(),
                c.source(),
                c.externalKey());
    }

    private static @Nullable String name(@Nullable Person person) {
        return person == null ? null : person.name();
    }

    private static @Nullable Long account(@Nullable Person person) {
        return person == null ? null : person.userId();
    }

    /// What came of reading a body.
    ///
    /// @param content what it says, as far as it could be read
    /// @param problems what could not be read; empty when all could
    record Read(Content content, List<Reason> problems) {}

    /// Reads it; an unknown unit, kind or stage is a problem that names the choices.
    ///
    /// @param before what the use case held, absent for a new one: a kind that only Sextant read stays so unless it
    /// changes
    Read toContent(Units units, @Nullable Content before) {
        var problems = new ArrayList<Reason>();
        Long unitId = null;
        String unitCode = blankToNull(unit);
        if (unitCode != null) {
            unitId = units.byCode(unitCode).map(Unit::id).orElse(null);
            if (unitId == null) {
                problems.add(Reason.of("unit", "demand.problem.unitCode", unitCode));
            }
        }
        Kind readKind = choice(Kind.values(), kind, "kind", problems);
        var content = new Content(
                lang == null ? "en" : lang,
                new Texts(
                        title == null ? "" : title,
                        problem,
                        baseline,
                        outcome,
                        beneficiaries,
                        alternative,
                        description,
                        domain),
                translation == null ? null : translation.toTexts(),
                person(sponsor, sponsorId),
                person(businessOwner, businessOwnerId),
                person(technicalOwner, technicalOwnerId),
                unitId,
                readKind,
                before != null && before.kindRead() && before.kind() == readKind,
                choice(Stage.values(), stage, "stage", problems),
                aiNeeded,
                startYear,
                endYear,
                tags == null ? List.of() : tags,
                links == null
                        ? List.of()
                        : links.stream()
                                .map(l -> new Link(l.label() == null ? "" : l.label(), l.url() == null ? "" : l.url()))
                                .toList(),
                extra == null ? Map.of() : new LinkedHashMap<>(extra),
                source,
                externalKey);
        return new Read(content, problems);
    }

    private static @Nullable Person person(@Nullable String name, @Nullable Long account) {
        String given = blankToNull(name);
        return given == null ? null : new Person(given, account);
    }

    static @Nullable String blankToNull(@Nullable String text) {
        return text == null || text.isBlank() ? null : text.strip();
    }

    static <E extends Enum<E>> @Nullable E choice(
            E[] choices, @Nullable String value, String field, List<Reason> problems) {
        String given = blankToNull(value);
        if (given == null) {
            return null;
        }
        for (E choice : choices) {
            if (choice.name().equalsIgnoreCase(given)) {
                return choice;
            }
        }
        problems.add(Reason.of(
                field,
                "demand.problem.choice",
                given,
                Arrays.stream(choices).map(Enum::name).collect(Collectors.joining(", "))));
        return null;
    }
}
