package io.sextant.app.audit.web;

import io.sextant.app.audit.AuditEvent;
import io.sextant.app.platform.ui.Ui;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Puts changes into words. The trail knows no room, so it asks for the words that a room gives its fields; what has
/// none shows as it was written down.
public final class ChangeWords {
    private static final Map<String, String> ROOMS = Map.of(
            "use-case",
            "demand",
            "user",
            "identity",
            "unit",
            "identity",
            "token",
            "identity",
            "organisation",
            "identity");

    private static final String TRANSLATION = "translation.";

    /// Before the heading of a column that has no field of ours: the heading is its name.
    private static final String EXTRA = "extra.";

    private ChangeWords() {}

    /// What was done.
    public static String action(String action, Ui ui) {
        return orCode("audit.action." + action, action, ui);
    }

    /// The kind of thing.
    public static String subjectType(String type, Ui ui) {
        return orCode("audit.subject." + type, type, ui);
    }

    /// The way a change came in.
    public static String channel(String channel, Ui ui) {
        return orCode("audit.channel." + channel, channel, ui);
    }

    /// The name of a field.
    public static String field(String type, String name, Ui ui) {
        String room = ROOMS.get(type);
        String own = "audit.field." + type + "." + name;
        String translated = room + ".field.translated";
        if (name.startsWith(TRANSLATION) && ui.has(translated)) {
            return ui.t(translated, field(type, name.substring(TRANSLATION.length()), ui));
        }
        if (name.startsWith(EXTRA) && name.length() > EXTRA.length()) {
            return name.substring(EXTRA.length());
        }
        return ui.has(own) ? ui.t(own) : orCode(room == null ? own : room + ".field." + name, name, ui);
    }

    /// The names of the fields that changed, the first few.
    public static String fields(AuditEvent event, Ui ui) {
        var names = event.fields().stream()
                .limit(4)
                .map(field -> field(event.subjectType(), field.name(), ui))
                .toList();
        return event.fields().size() > names.size()
                ? ui.t(
                        "audit.fields.more",
                        String.join(", ", names),
                        event.fields().size() - names.size())
                : String.join(", ", names);
    }

    /// A value as it reads; null when there is none.
    public static @Nullable String value(String type, String field, @Nullable Object value, Ui ui) {
        return switch (value) {
            case null -> null;
            case Boolean truth -> ui.t(truth ? "audit.value.yes" : "audit.value.no");
            case Number number -> number(field, number, ui);
            case List<?> list ->
                list.stream()
                        .map(item -> value(type, field, item, ui))
                        .map(item -> item == null ? "–" : item)
                        .collect(Collectors.joining(", "));
            case Map<?, ?> map ->
                map.entrySet().stream()
                        .map(entry -> ui.t(
                                "audit.value.named",
                                field(type, String.valueOf(entry.getKey()), ui),
                                orDash(value(type, String.valueOf(entry.getKey()), entry.getValue(), ui))))
                        .collect(Collectors.joining(", "));
            default -> text(type, field, value.toString(), ui);
        };
    }

    /// A year is not a quantity: 2027, not 2 027. Neither is the number of a thing.
    private static String number(String field, Number number, Ui ui) {
        return field.endsWith("Year") || field.equals("year") || field.endsWith("Id") || field.equals("id")
                ? number.toString()
                : ui.number(number);
    }

    /// A word of a closed choice, such as `PILOT`, has the room's own word; so has a role, with the unit it holds in
    /// after an `@`.
    private static String text(String type, String field, String text, Ui ui) {
        String room = ROOMS.get(type);
        if (field.equals("roles")) {
            int at = text.indexOf('@');
            String role = at < 0 ? text : text.substring(0, at);
            String title = orCode(room + ".role." + role + ".title", role, ui);
            return at < 0 ? title : ui.t("audit.value.role", title, text.substring(at + 1));
        }
        if (field.equals("lang") || field.equals("language")) {
            return orCode("demand.lang." + text, text, ui);
        }
        return room != null && text.matches("[A-Z][A-Z_]{1,40}")
                ? orCode(room + "." + field + "." + text, text, ui)
                : text;
    }

    private static String orDash(@Nullable String text) {
        return text == null || text.isEmpty() ? "–" : text;
    }

    private static String orCode(String key, String code, Ui ui) {
        return ui.has(key) ? ui.t(key) : code;
    }
}
