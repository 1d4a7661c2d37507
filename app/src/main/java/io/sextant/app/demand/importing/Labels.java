package io.sextant.app.demand.importing;

import io.sextant.app.demand.Kind;
import io.sextant.app.demand.Stage;
import io.sextant.app.platform.ui.Lang;
import io.sextant.app.platform.ui.Messages;
import io.sextant.engine.inventory.text.Folding;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Sextant's own words in both languages, by which an export knows itself again: headings, stages, kinds, yes and no.
@Component
final class Labels {
    /// Columns of an export that are the register's own doing; they are not read back.
    static final List<String> READ_ONLY = List.of(
            "unitName", "need", "completeness", "createdAt", "createdBy", "updatedAt", "updatedBy", "archivedAt");

    /// After a heading of an inventory that is the same as one of ours.
    static final String FOREIGN = " [+]";

    private final Messages messages;
    private final Map<String, Target> targets = new HashMap<>();
    private final Map<String, Stage> stages = new HashMap<>();
    private final Map<String, Kind> kinds = new HashMap<>();
    private final Map<String, Boolean> answers = new HashMap<>();

    Labels(Messages messages) {
        this.messages = messages;
        for (Lang lang : Lang.values()) {
            for (Target target : ExportColumns.TARGETS) {
                targets.put(fold(heading(lang, target)), target);
            }
            for (String name : READ_ONLY) {
                targets.put(fold(messages.text(lang, "demand.export." + name)), Target.IGNORE);
            }
            for (Stage stage : Stage.values()) {
                stages.put(fold(messages.text(lang, "demand.stage." + stage)), stage);
                stages.put(fold(stage.name()), stage);
            }
            for (Kind kind : Kind.values()) {
                kinds.put(fold(messages.text(lang, "demand.kind." + kind)), kind);
                kinds.put(fold(kind.name()), kind);
            }
            answers.put(fold(messages.text(lang, "demand.export.yes")), true);
            answers.put(fold(messages.text(lang, "demand.export.no")), false);
        }
    }

    /// The heading under which a field is exported.
    String heading(Lang lang, Target target) {
        return messages.text(lang, "demand.export." + target.param());
    }

    String heading(Lang lang, String readOnly) {
        return messages.text(lang, "demand.export." + readOnly);
    }

    String stage(Lang lang, Stage stage) {
        return messages.text(lang, "demand.stage." + stage);
    }

    String kind(Lang lang, Kind kind) {
        return messages.text(lang, "demand.kind." + kind);
    }

    String answer(Lang lang, boolean yes) {
        return messages.text(lang, yes ? "demand.export.yes" : "demand.export.no");
    }

    /// What a heading of one of our exports stands for; empty for any other heading.
    Optional<Target> target(String heading) {
        return Optional.ofNullable(targets.get(fold(heading)));
    }

    /// Whether a heading is one of ours, so that an inventory's heading must be told apart from it.
    boolean ours(String heading) {
        return targets.containsKey(fold(heading));
    }

    @Nullable
    Stage stage(String text) {
        return stages.get(fold(text));
    }

    @Nullable
    Kind kind(String text) {
        return kinds.get(fold(text));
    }

    @Nullable
    Boolean answer(String text) {
        return answers.get(fold(text));
    }

    private static String fold(String text) {
        return Folding.fold(text.strip());
    }
}
