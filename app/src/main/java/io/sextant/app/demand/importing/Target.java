package io.sextant.app.demand.importing;

import io.sextant.engine.inventory.Field;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// What a column of a file can become. `param` is its name in addresses, in the API and in what is stored; for a field
/// it is the field's name in the history of a use case.
public enum Target {
    /// Sextant's own identifier: the row is about that use case.
    CODE("code"),
    /// The version of the use case when it was exported: what changed since is not overwritten.
    VERSION("version"),
    /// The identifier in the inventory.
    EXTERNAL_KEY("externalKey"),
    TITLE("title"),
    PROBLEM("problem"),
    BASELINE("baseline"),
    OUTCOME("outcome"),
    BENEFICIARIES("beneficiaries"),
    ALTERNATIVE("alternative"),
    DESCRIPTION("description"),
    DOMAIN("domain"),
    SPONSOR("sponsor"),
    BUSINESS_OWNER("businessOwner"),
    TECHNICAL_OWNER("technicalOwner"),
    /// Code or name of the business unit.
    UNIT("unitId"),
    /// Name of the unit above, for units yet to be created.
    PARENT_UNIT("parentUnit"),
    KIND("kind"),
    STAGE("stage"),
    AI_NEEDED("aiNeeded"),
    START_YEAR("startYear"),
    END_YEAR("endYear"),
    TAGS("tags"),
    LINKS("links"),
    LANG("lang"),
    SOURCE("source"),
    TRANSLATED_TITLE("translation.title"),
    TRANSLATED_PROBLEM("translation.problem"),
    TRANSLATED_BASELINE("translation.baseline"),
    TRANSLATED_OUTCOME("translation.outcome"),
    TRANSLATED_BENEFICIARIES("translation.beneficiaries"),
    TRANSLATED_ALTERNATIVE("translation.alternative"),
    TRANSLATED_DESCRIPTION("translation.description"),
    TRANSLATED_DOMAIN("translation.domain"),
    /// Where the cell is ticked, its heading becomes a tag.
    TICKED_TAG("tags.ticked"),
    /// Where the cell is ticked, its heading is added to the expected result.
    TICKED_OUTCOME("outcome.ticked"),
    /// Kept under its own heading.
    EXTRA("extra"),
    /// Not imported.
    IGNORE("ignore");

    private final String param;

    Target(String param) {
        this.param = param;
    }

    public String param() {
        return param;
    }

    public static Optional<Target> named(String param) {
        return Arrays.stream(values()).filter(t -> t.param.equals(param)).findFirst();
    }

    /// Whether several columns may become this.
    public boolean many() {
        return switch (this) {
            case TAGS, LINKS, TICKED_TAG, TICKED_OUTCOME, EXTRA, IGNORE -> true;
            default -> false;
        };
    }

    /// Whether it is one of the texts, in the first language or the second.
    public boolean text() {
        return switch (this) {
            case TITLE, PROBLEM, BASELINE, OUTCOME, BENEFICIARIES, ALTERNATIVE, DESCRIPTION, DOMAIN -> true;
            default -> translated();
        };
    }

    /// Whether it is a text in the second language.
    public boolean translated() {
        return param.startsWith("translation.");
    }

    /// The targets offered to a person, in the order of the form.
    public static List<Target> offered() {
        return List.of(values());
    }

    /// What the reader of inventories calls a field.
    static Target of(Field field, boolean translation) {
        return switch (field) {
            case CODE -> CODE;
            case EXTERNAL_KEY -> EXTERNAL_KEY;
            case TITLE -> translation ? TRANSLATED_TITLE : TITLE;
            case PROBLEM -> translation ? TRANSLATED_PROBLEM : PROBLEM;
            case DESCRIPTION -> translation ? TRANSLATED_DESCRIPTION : DESCRIPTION;
            case BASELINE -> translation ? TRANSLATED_BASELINE : BASELINE;
            case OUTCOME -> translation ? TRANSLATED_OUTCOME : OUTCOME;
            case BENEFICIARIES -> translation ? TRANSLATED_BENEFICIARIES : BENEFICIARIES;
            case ALTERNATIVE -> translation ? TRANSLATED_ALTERNATIVE : ALTERNATIVE;
            case DOMAIN -> translation ? TRANSLATED_DOMAIN : DOMAIN;
            case SPONSOR -> SPONSOR;
            case BUSINESS_OWNER -> BUSINESS_OWNER;
            case TECHNICAL_OWNER -> TECHNICAL_OWNER;
            case UNIT -> UNIT;
            case PARENT_UNIT -> PARENT_UNIT;
            case KIND -> KIND;
            case STAGE -> STAGE;
            case AI_NEEDED -> AI_NEEDED;
            case START_YEAR -> START_YEAR;
            case END_YEAR -> END_YEAR;
            case TAGS -> TAGS;
            case LINKS -> LINKS;
            case LANGUAGE -> LANG;
        };
    }
}
