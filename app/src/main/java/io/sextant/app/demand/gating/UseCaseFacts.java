package io.sextant.app.demand.gating;

import io.sextant.app.demand.Content;
import io.sextant.app.demand.LookAlike;
import io.sextant.app.demand.Overviews;
import io.sextant.app.demand.Person;
import io.sextant.app.demand.Sights;
import io.sextant.app.demand.Texts;
import io.sextant.app.demand.UseCase;
import io.sextant.app.demand.UseCaseId;
import io.sextant.app.identity.Actor;
import io.sextant.engine.gates.Axis;
import io.sextant.engine.gates.Fact;
import io.sextant.engine.gates.Sight;
import io.sextant.engine.gates.Verdict;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// What Sextant knows of a use case, by the names that packs of gates ask for. Thread-safe.
@Component
class UseCaseFacts {
    private final Sights sights;
    private final Overviews overviews;
    private final GateStore store;

    UseCaseFacts(Sights sights, Overviews overviews, GateStore store) {
        this.sights = sights;
        this.overviews = overviews;
        this.store = store;
    }

    /// The known facts.
    ///
    /// @param answers what was answered to the questions of the intake, as stored
    Map<String, Object> of(UseCase useCase, Map<String, Object> answers, Map<String, Fact> catalogue, LocalDate today) {
        long key = useCase.key();
        GateStore.RedLines lines = store.redLines(key);
        var counted = new Counted(
                lookAlikes(useCase).size(), lines.open(), lines.crossed(), store.attachments(key), store.concerns(key));
        return of(useCase, answers, counted, catalogue, today);
    }

    /// What Sextant counts around a use case.
    record Counted(long lookAlikesOpen, long redLinesOpen, long redLinesHit, long attachments, long concernsOpen) {}

    /// The known facts, with what was counted beforehand.
    static Map<String, Object> of(
            UseCase useCase,
            Map<String, Object> answers,
            Counted counted,
            Map<String, Fact> catalogue,
            LocalDate today) {
        Map<String, Object> known = told(useCase.content(), answers, catalogue);
        known.put("lookAlikesOpen", counted.lookAlikesOpen());
        known.put("redLinesOpen", counted.redLinesOpen());
        known.put("redLinesHit", counted.redLinesHit());
        known.put("completeness", useCase.completeness() / 100.0);
        known.put("attachments", counted.attachments());
        known.put("concernsOpen", counted.concernsOpen());
        known.put("today", today);
        return known;
    }

    /// The facts that people told: what was answered, and the fields of a content.
    static Map<String, Object> told(Content c, Map<String, Object> answers, Map<String, Fact> catalogue) {
        Map<String, Object> known = new HashMap<>();
        answers.forEach((name, value) -> {
            Fact fact = catalogue.get(name);
            if (fact != null && fact.from() == Fact.From.INTAKE && fits(fact, value)) {
                known.put(name, typed(fact, value));
            }
        });
        Texts t = c.texts();
        known.put("problem", text(t.problem()));
        known.put("baseline", text(t.baseline()));
        known.put("outcome", text(t.outcome()));
        known.put("beneficiaries", text(t.beneficiaries()));
        known.put("alternative", text(t.alternative()));
        known.put("sponsor", name(c.sponsor()));
        known.put("businessOwner", name(c.businessOwner()));
        known.put("technicalOwner", name(c.technicalOwner()));
        known.put("unitNamed", c.unitId() != null);
        known.put("kindConfirmed", c.kind() != null && !c.kindRead());
        if (c.kind() != null) {
            known.put("kind", c.kind());
        }
        if (c.stage() != null) {
            known.put("stage", c.stage());
        }
        if (c.aiNeeded() != null) {
            known.put("aiNeeded", c.aiNeeded());
        }
        return known;
    }

    /// The use cases in the register that look alike and that nobody has told apart from this one yet.
    List<LookAlike.Member> lookAlikes(UseCase useCase) {
        Set<UseCaseId> settled = store.distinctions(useCase.key()).stream()
                .map(d -> new UseCaseId(d.other()))
                .collect(Collectors.toSet());
        return overviews.lookAlikes(Actor.system(), useCase).stream()
                .flatMap(group -> group.members().stream())
                .filter(m -> !m.id().equals(useCase.id()) && !settled.contains(m.id()))
                .toList();
    }

    /// The six sights, as gates look at them.
    Map<Axis, Sight> sights(UseCase useCase) {
        var taken = new EnumMap<Axis, Sight>(Axis.class);
        for (io.sextant.app.demand.Sight sight : sights.of(useCase)) {
            taken.put(
                    axis(sight.axis()),
                    new Sight(Verdict.valueOf(sight.verdict().name()), sight.score(), sight.coverage()));
        }
        return taken;
    }

    private static Axis axis(io.sextant.app.demand.Axis axis) {
        return switch (axis) {
            case DEMAND -> Axis.NEED;
            case INVESTMENT -> Axis.INVESTMENT;
            case SOURCING -> Axis.MAKE_OR_BUY;
            case DATA -> Axis.DATA;
            case TRUST -> Axis.TRUST;
            case SOBRIETY -> Axis.SOBRIETY;
        };
    }

    /// Whether an answer, as JSON gives it, can be the value of a fact.
    static boolean fits(Fact fact, Object value) {
        return switch (fact.type()) {
            case FLAG -> value instanceof Boolean;
            case WHOLE -> value instanceof Integer || value instanceof Long;
            case NUMBER -> value instanceof Number number && Double.isFinite(number.doubleValue());
            case TEXT -> value instanceof String text && text.length() <= Gates.MAX_TEXT && text.indexOf('\0') < 0;
            case CHOICE -> value instanceof String text && fact.values().contains(text);
            case CHOICES ->
                value instanceof List<?> many
                        && many.stream()
                                .allMatch(one -> one instanceof String text
                                        && fact.values().contains(text));
            case DATE -> value instanceof String text && day(text) != null;
        };
    }

    private static Object typed(Fact fact, Object value) {
        return fact.type() == Fact.Type.DATE ? Objects.requireNonNull(day(value.toString())) : value;
    }

    private static @Nullable LocalDate day(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static String name(@Nullable Person person) {
        return person == null ? "" : person.name();
    }
}
