package io.sextant.app.identity.directory;

import io.sextant.app.platform.sheet.TableColumn;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which column of a file says what of a person, recognised from its heading in French or English.
///
/// @param ignored headings of the columns that are not read
record DirectoryColumns(Map<Field, TableColumn> places, List<String> ignored) {
    /// What a column may say.
    enum Field {
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

        Field(String... headings) {
            this.headings = Set.of(headings);
        }
    }

    static DirectoryColumns of(List<TableColumn> columns) {
        var places = new EnumMap<Field, TableColumn>(Field.class);
        var ignored = new ArrayList<String>();
        for (TableColumn column : columns) {
            Field field = field(column.given());
            // The first of two columns that say the same is the one that counts.
            if (field == null || places.putIfAbsent(field, column) != null) {
                ignored.add(column.heading());
            }
        }
        return new DirectoryColumns(Map.copyOf(places), List.copyOf(ignored));
    }

    private static @Nullable Field field(String heading) {
        String folded = fold(heading);
        for (Field field : Field.values()) {
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

    boolean has(Field field) {
        return places.containsKey(field);
    }

    /// Whether people are named: by one column, or by that of their last name.
    boolean named() {
        return has(Field.NAME) || has(Field.LAST);
    }
}
