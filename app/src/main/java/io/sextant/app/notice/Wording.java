package io.sextant.app.notice;

import io.sextant.app.kernel.Announcement.Both;
import io.sextant.app.kernel.Announcement.Term;
import io.sextant.app.platform.ui.Lang;
import io.sextant.app.platform.ui.Messages;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// Puts notices into words, and keeps what stands in them. Thread-safe.
@Component
public class Wording {
    private static final TypeReference<List<Map<String, Object>>> STORED = new TypeReference<>() {};

    private final Messages messages;
    private final JsonMapper json;

    Wording(Messages messages, JsonMapper json) {
        this.messages = messages;
        this.json = json;
    }

    /// The message in a language, on one line.
    public String text(Lang lang, String key, List<Object> args) {
        return messages.text(
                lang, key, args.stream().map(arg -> worded(lang, arg)).toArray());
    }

    private Object worded(Lang lang, Object arg) {
        return switch (arg) {
            case Term(String key) -> messages.text(lang, key);
            case Both(String fr, String en) -> lang == Lang.FR ? fr : en;
            default -> arg;
        };
    }

    /// What stands in a message, as JSON.
    String stored(List<Object> args) {
        return json.writeValueAsString(args.stream().map(Wording::stored).toList());
    }

    private static Map<String, Object> stored(Object arg) {
        var map = new LinkedHashMap<String, Object>();
        switch (arg) {
            case String text -> map.put("text", text);
            case Number number -> map.put("number", number);
            case LocalDate day -> map.put("day", day.toString());
            case Term(String key) -> map.put("term", key);
            case Both(String fr, String en) -> {
                map.put("fr", fr);
                map.put("en", en);
            }
            default -> throw new IllegalArgumentException("cannot be kept: " + arg.getClass());
        }
        return map;
    }

    /// What stood in a message.
    List<Object> read(String stored) {
        return json.readValue(stored, STORED).stream().map(Wording::read).toList();
    }

    private static Object read(Map<String, Object> arg) {
        if (arg.get("text") instanceof String text) {
            return text;
        }
        if (arg.get("number") instanceof Number number) {
            return number;
        }
        if (arg.get("day") instanceof String day) {
            return LocalDate.parse(day);
        }
        if (arg.get("term") instanceof String key) {
            return new Term(key);
        }
        return new Both(String.valueOf(arg.get("fr")), String.valueOf(arg.get("en")));
    }
}
