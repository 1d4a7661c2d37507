package io.sextant.app.demand.importing.web;

import io.sextant.app.identity.UnitTree;
import io.sextant.app.platform.ui.Ui;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Words the fields of a use case and their values in the reader's language.
public final class FieldWords {
    private FieldWords() {}

    /// The name of a field, as the history knows it.
    public static String label(Ui ui, String field) {
        if (field.isEmpty()) {
            return "";
        }
        if (field.startsWith("extra.")) {
            return field.substring("extra.".length());
        }
        if (field.startsWith("translation.")) {
            return ui.t("demand.import.field.translated", label(ui, field.substring("translation.".length())));
        }
        return ui.has("demand.field." + field) ? ui.t("demand.field." + field) : field;
    }

    /// A value of a field; absent for absence.
    public static @Nullable String value(Ui ui, UnitTree units, String field, @Nullable Object value) {
        return switch (value) {
            case null -> null;
            case Boolean yes -> ui.t(yes ? "demand.export.yes" : "demand.export.no");
            case Number number
            when field.equals("unitId") ->
                units.find(number.longValue()).map(unit -> unit.name(ui.lang())).orElse(String.valueOf(number));
            case Number number -> String.valueOf(number);
            case Collection<?> many ->
                many.stream()
                        .map(one ->
                                one instanceof Map<?, ?> link ? String.valueOf(link.get("url")) : String.valueOf(one))
                        .collect(Collectors.joining(", "));
            default -> {
                String text = String.valueOf(value);
                String key = "demand." + field + "." + text;
                yield (field.equals("stage") || field.equals("kind") || field.equals("lang")) && ui.has(key)
                        ? ui.t(key)
                        : text;
            }
        };
    }
}
