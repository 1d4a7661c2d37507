package io.sextant.app.demand;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How much of what matters about a use case is filled in: fourteen fields, all of the same weight.
public final class Completeness {
    /// The fields counted, under their names in the form.
    public static final List<String> FIELDS = List.of(
            "problem",
            "baseline",
            "outcome",
            "beneficiaries",
            "alternative",
            "domain",
            "sponsor",
            "businessOwner",
            "technicalOwner",
            "unitId",
            "kind",
            "stage",
            "aiNeeded",
            "startYear");

    private Completeness() {}

    /// The share filled in, 0 to 100.
    public static int of(Content content) {
        return (int) Math.round(100.0 * (FIELDS.size() - missing(content).size()) / FIELDS.size());
    }

    /// The fields that hold nothing, in the order of the form.
    public static List<String> missing(Content c) {
        var missing = new ArrayList<String>();
        Texts t = c.texts();
        check(t.problem(), "problem", missing);
        check(t.baseline(), "baseline", missing);
        check(t.outcome(), "outcome", missing);
        check(t.beneficiaries(), "beneficiaries", missing);
        check(t.alternative(), "alternative", missing);
        check(t.domain(), "domain", missing);
        check(c.sponsor(), "sponsor", missing);
        check(c.businessOwner(), "businessOwner", missing);
        check(c.technicalOwner(), "technicalOwner", missing);
        check(c.unitId(), "unitId", missing);
        check(c.kind(), "kind", missing);
        check(c.stage(), "stage", missing);
        check(c.aiNeeded(), "aiNeeded", missing);
        check(c.startYear(), "startYear", missing);
        return missing;
    }

    private static void check(@Nullable Object value, String field, List<String> missing) {
        if (value == null) {
            missing.add(field);
        }
    }
}
