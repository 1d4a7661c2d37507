package io.sextant.app.demand.web;

import io.sextant.app.demand.Areas;
import io.sextant.app.demand.UseCaseQuery;
import io.sextant.app.demand.UseCaseQuery.Field;
import io.sextant.app.identity.UnitTree;
import io.sextant.app.platform.ui.Ui;
import java.util.Map;

/// How the values of the register's fields are told to people.
public final class Words {
    private Words() {}

    /// A value of a filter, worded in the reader's language.
    public static String of(Field field, String value, UnitTree units, Areas areas, Ui ui) {
        boolean none = value.equals(UseCaseQuery.NONE);
        return switch (field) {
            case STAGE -> known("demand.stage.", value, ui);
            case KIND -> known("demand.kind.", value, ui);
            case NEED -> known("demand.verdict.", value, ui);
            case UNIT ->
                none
                        ? ui.t("demand.none")
                        : units.byCode(value).map(u -> u.name(ui.lang())).orElse(value);
            case MISSING -> known("demand.field.", value, ui);
            case AREA -> areas.find(value).map(a -> a.label(ui.lang())).orElse(value);
            case LOOKALIKE, ARCHIVED -> ui.t(value.equals("true") ? "demand.yes" : "demand.no");
            case DOMAIN, YEAR, SOURCE, TAG, OWNER, CLUSTER -> none ? ui.t("demand.none") : value;
        };
    }

    /// The same, with domains called as `domains` has it where it knows them.
    static String of(Field field, String value, UnitTree units, Areas areas, Map<String, String> domains, Ui ui) {
        String word = of(field, value, units, areas, ui);
        return field == Field.DOMAIN ? domains.getOrDefault(value, word) : word;
    }

    private static String known(String prefix, String value, Ui ui) {
        return ui.has(prefix + value) ? ui.t(prefix + value) : value;
    }

    /// The tone of a verdict.
    public static String tone(io.sextant.app.demand.Verdict verdict) {
        return switch (verdict) {
            case CLEAR -> "go";
            case CONDITIONAL -> "wait";
            case BLOCKING -> "no";
            case UNKNOWN -> "unknown";
        };
    }
}
