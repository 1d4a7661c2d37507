package io.sextant.app.identity.directory;

import io.sextant.app.identity.Role;
import io.sextant.app.platform.ui.Lang;
import io.sextant.app.platform.ui.Messages;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Roles and languages as people write them, in French or English. Thread-safe.
@Component
class DirectoryWords {
    private static final Map<String, String> LANGUAGES = Map.ofEntries(
            Map.entry("fr", "fr"),
            Map.entry("fr fr", "fr"),
            Map.entry("fr be", "fr"),
            Map.entry("fr ch", "fr"),
            Map.entry("fr ca", "fr"),
            Map.entry("francais", "fr"),
            Map.entry("french", "fr"),
            Map.entry("en", "en"),
            Map.entry("en gb", "en"),
            Map.entry("en us", "en"),
            Map.entry("anglais", "en"),
            Map.entry("english", "en"));

    private final Map<String, Role> roles = new HashMap<>();

    DirectoryWords(Messages messages) {
        for (Role role : Role.values()) {
            roles.put(DirectoryField.fold(role.name()), role);
            for (Lang lang : Lang.values()) {
                roles.put(DirectoryField.fold(messages.text(lang, "identity.role." + role + ".title")), role);
            }
        }
    }

    @Nullable
    Role role(String text) {
        return roles.get(DirectoryField.fold(text));
    }

    @Nullable
    String language(String text) {
        return LANGUAGES.get(DirectoryField.fold(text));
    }
}
