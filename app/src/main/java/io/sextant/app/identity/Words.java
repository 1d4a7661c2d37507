package io.sextant.app.identity;

import io.sextant.app.kernel.Reason;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Short texts typed by people: cleaned once at the door, so that each has one representation.
final class Words {
    private Words() {}

    /// The text in NFC, without control characters, with single blanks and none around it; empty when absent.
    static String clean(@Nullable String typed) {
        if (typed == null) {
            return "";
        }
        return Normalizer.normalize(typed, Normalizer.Form.NFC)
                .replaceAll("[\\p{Cntrl}\\p{Cf}]", " ")
                .strip()
                .replaceAll("\\s+", " ");
    }

    /// Notes what is wrong with a required text of at most `max` characters.
    static void required(List<Reason> reasons, String field, String value, int max, String room) {
        if (value.isEmpty()) {
            reasons.add(Reason.of(field, room + ".required"));
        } else if (value.length() > max) {
            reasons.add(Reason.of(field, room + ".tooLong", max, value.length()));
        }
    }

    /// An address as it is compared: lower case.
    static String emailKey(@Nullable String email) {
        return clean(email).toLowerCase(Locale.ROOT);
    }

    /// Capital letters, digits and dashes made of a name, 40 characters at most; `U` when nothing is left of it.
    static String codeOf(String name) {
        var plain = Normalizer.normalize(name, Normalizer.Form.NFD)
                .replaceAll("\\p{M}", "")
                .toUpperCase(Locale.ROOT)
                .replaceAll("[^A-Z0-9]+", "-")
                .replaceAll("^-+|-+$", "");
        var cut = plain.length() > 36 ? plain.substring(0, 36).replaceAll("-+$", "") : plain;
        return cut.isEmpty() ? "U" : cut;
    }
}
