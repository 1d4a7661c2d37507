package io.sextant.app.demand.intake;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The steps of the guided form, in their order.
public enum Step {
    /// Four fields: the problem, who benefits, the sponsor, the unit.
    NEED("problem", "beneficiaries", "sponsor", "sponsorId", "unit"),
    /// How things stand, what is to change, how it is measured.
    EFFECT("baseline", "outcome", "fact.measure", "fact.targetValue"),
    /// Whether a rule, a search or classic software would do.
    AI("rule", "search", "software", "alternative", "aiNeeded", "kind"),
    /// The questions on which the first gate rests.
    QUESTIONS("fact."),
    /// Those that look like it: join one, or say what makes the difference.
    ALIKE("alike."),
    /// The red lines of the charter.
    CHARTER("line."),
    /// All at one glance, before it is sent.
    SUMMARY("title", "note");

    private final List<String> fields;

    Step(String... fields) {
        this.fields = List.of(fields);
    }

    /// Its name in addresses.
    public String slug() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The step of that name.
    public static Optional<Step> of(String slug) {
        return Arrays.stream(values()).filter(s -> s.slug().equals(slug)).findFirst();
    }

    /// The step on which a field stands; the summary when it stands on none.
    public static Step with(String field) {
        return Arrays.stream(values())
                .filter(s -> s.fields.stream().anyMatch(f -> f.endsWith(".") ? field.startsWith(f) : field.equals(f)))
                .findFirst()
                .orElse(SUMMARY);
    }

    /// The one after it, itself when it is the last.
    public Step next() {
        return values()[Math.min(ordinal() + 1, values().length - 1)];
    }

    /// The one before it, itself when it is the first.
    public Step previous() {
        return values()[Math.max(ordinal() - 1, 0)];
    }
}
