package io.sextant.app.platform.ui;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import tools.jackson.databind.json.JsonMapper;

/// A short word on what just happened, shown in the corner of the next page, with a way to take it back where there is
/// one. It survives one redirect.
///
/// @param key the message key
/// @param args the message's arguments, as text
/// @param undo where the *undo* button posts to; absent when there is no way back
public record Toast(
        Tone tone, String key, List<String> args, @Nullable String undo) implements Serializable {
    /// The name under which it travels.
    static final String ATTRIBUTE = "sextant.toast";

    /// What kind of word it is.
    public enum Tone {
        /// It was done.
        DONE,
        /// Something worth knowing.
        NOTE,
        /// It was not done.
        FAULT
    }

    public Toast {
        args = List.copyOf(args);
    }

    /// Says that it was done.
    public static Toast done(String key, String... args) {
        return new Toast(Tone.DONE, key, List.of(args), null);
    }

    /// Says something worth knowing.
    public static Toast note(String key, String... args) {
        return new Toast(Tone.NOTE, key, List.of(args), null);
    }

    /// Says that it was not done.
    public static Toast fault(String key, String... args) {
        return new Toast(Tone.FAULT, key, List.of(args), null);
    }

    /// The same word with a way back.
    ///
    /// @param path where the *undo* button posts to
    public Toast undo(String path) {
        return new Toast(tone, key, args, path);
    }

    /// Shows it on the page to which a handler redirects.
    public void on(RedirectAttributes redirect) {
        redirect.addFlashAttribute(ATTRIBUTE, this);
    }

    /// The value of an `HX-Trigger` header with which an answer to htmx shows it at once.
    public String trigger(Ui ui) {
        var told = Map.of(
                "tone",
                tone.name().toLowerCase(java.util.Locale.ROOT),
                "text",
                ui.t(key, args.toArray()),
                "undo",
                undo == null ? "" : undo);
        var json = JsonMapper.shared().writeValueAsString(Map.of("sextant:toast", told));
        // A header carries ASCII only.
        var ascii = new StringBuilder();
        json.chars().forEach(c -> {
            if (c < 128) {
                ascii.append((char) c);
            } else {
                ascii.append("\\u%04x".formatted(c));
            }
        });
        return ascii.toString();
    }
}
