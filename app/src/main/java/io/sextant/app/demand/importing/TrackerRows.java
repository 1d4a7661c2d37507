package io.sextant.app.demand.importing;

import io.sextant.app.demand.Content;
import io.sextant.app.demand.Person;
import io.sextant.app.demand.UseCase;
import io.sextant.app.identity.Unit;
import io.sextant.app.identity.UnitTree;
import io.sextant.app.platform.knowledge.Tracker;
import io.sextant.app.platform.ui.Lang;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The rows of an export as the import of a tracker expects them: the headings that it knows by themselves, then ours.
///
/// @param site what precedes the path of a page in its whole address
/// @param labelled columns of labels, for Jira
record TrackerRows(Tracker tracker, Labels labels, Lang lang, String site, UnitTree tree, int labelled) {
    List<String> headings() {
        List<String> headings = new ArrayList<>();
        switch (tracker) {
            case JIRA -> {
                headings.addAll(List.of("Summary", "Description", "External issue ID", "Sextant address"));
                for (int i = 0; i < labelled; i++) {
                    headings.add("Labels");
                }
                headings.addAll(List.of(
                        "Sextant stage",
                        "Sextant unit",
                        "Sextant business owner",
                        "Sextant technical owner",
                        "Sextant created",
                        "Sextant updated"));
            }
            case SERVICENOW ->
                headings.addAll(List.of(
                        "short_description",
                        "description",
                        "correlation_id",
                        "u_sextant_address",
                        "u_sextant_tags",
                        "u_sextant_stage",
                        "u_sextant_unit",
                        "u_sextant_business_owner",
                        "u_sextant_technical_owner",
                        "u_sextant_created",
                        "u_sextant_updated"));
        }
        return headings;
    }

    List<@Nullable Object> row(UseCase useCase) {
        Content c = useCase.content();
        List<@Nullable Object> row = new ArrayList<>();
        row.add(c.texts().title());
        row.add(Composed.of(labels, lang, tracker, c.texts()));
        row.add(useCase.id().code());
        row.add(site + "/use-cases/" + useCase.id().code());
        switch (tracker) {
            case JIRA -> {
                for (int i = 0; i < labelled; i++) {
                    row.add(i < c.tags().size() ? Merging.label(c.tags().get(i)) : null);
                }
            }
            case SERVICENOW -> row.add(c.tags().isEmpty() ? null : String.join(", ", c.tags()));
        }
        row.add(c.stage() == null ? null : labels.stage(lang, c.stage()));
        row.add(Optional.ofNullable(c.unitId())
                .flatMap(tree::find)
                .map((Unit unit) -> unit.name(lang.code()))
                .orElse(null));
        row.add(name(c.businessOwner()));
        row.add(name(c.technicalOwner()));
        row.add(Exports.local(useCase.createdAt()));
        row.add(Exports.local(useCase.updatedAt()));
        return row;
    }

    private static @Nullable String name(@Nullable Person person) {
        return person == null ? null : person.name();
    }
}
