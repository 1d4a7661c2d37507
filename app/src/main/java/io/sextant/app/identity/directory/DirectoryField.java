package io.sextant.app.identity.directory;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a column of a file of people may say. A name is part of the API: it is never renamed.
public enum DirectoryField {
    EMAIL(
            "email",
            "e mail",
            "mail",
            "courriel",
            "adresse electronique",
            "adresse e mail",
            "adresse email",
            "adresse mail",
            "adresse de courriel",
            "email address",
            "e mail address",
            "mail address",
            "user principal name",
            "userprincipalname",
            "upn"),
    NAME(
            "name",
            "nom complet",
            "nom et prenom",
            "prenom et nom",
            "full name",
            "display name",
            "displayname",
            "nom affiche",
            "personne",
            "collaborateur",
            "collaboratrice",
            "employee"),
    FIRST("prenom", "first name", "firstname", "given name", "givenname"),
    LAST("nom", "nom de famille", "last name", "lastname", "surname", "family name", "sn"),
    UNIT(
            "unit",
            "unite",
            "entite",
            "direction",
            "departement",
            "department",
            "service",
            "business unit",
            "bu",
            "code entite",
            "unit code",
            "organisation",
            "organization"),
    ROLES("role", "roles", "droit", "droits", "profil", "profils", "role sextant", "roles sextant"),
    LANGUAGE("language", "langue", "lang", "locale", "preferred language", "langue preferee"),
    TITLE("title", "titre", "fonction", "poste", "job", "job title", "jobtitle", "intitule du poste", "position");

    private final Set<String> headings;

    DirectoryField(String... headings) {
        this.headings = Set.of(headings);
    }

    /// What a heading says, in French or English; absent when it is not known.
    static @Nullable DirectoryField of(String heading) {
        String folded = fold(heading);
        for (DirectoryField field : values()) {
            if (field.headings.contains(folded)) {
                return field;
            }
        }
        return null;
    }

    /// A word as it is compared: no accents, no case, single blanks for all that is neither letter nor digit.
    static String fold(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFD)
                .replaceAll("\\p{M}", "")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N}]+", " ")
                .strip();
    }
}
