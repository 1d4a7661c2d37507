package io.sextant.app.demand.importing;

import io.sextant.app.demand.Stage;
import io.sextant.app.identity.Unit;
import io.sextant.app.identity.Units;
import io.sextant.app.platform.knowledge.InventoryKnowledge;
import io.sextant.app.platform.knowledge.Tracker;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// What the import of files knows of the words of trackers, for other ways in: the same demand reads the same whether
/// it
/// comes as a row or as a message. Thread-safe.
@Component
public class TrackerWords {
    /// Longest description that is looked at for headings.
    private static final int LONGEST = 100_000;

    private final Trackers trackers;
    private final Labels labels;
    private final Units units;
    private final InventoryKnowledge knowledge;

    TrackerWords(Trackers trackers, Labels labels, Units units, InventoryKnowledge knowledge) {
        this.trackers = trackers;
        this.labels = labels;
        this.units = units;
        this.knowledge = knowledge;
    }

    /// The texts of a description, told apart by our headings in it.
    public record Sections(
            @Nullable String problem,
            @Nullable String baseline,
            @Nullable String outcome,
            @Nullable String beneficiaries,
            @Nullable String alternative,
            @Nullable String description) {}

    /// A tracker's text without its markup.
    public String plain(Tracker tracker, String text) {
        return Markup.plain(tracker, text);
    }

    /// The texts in a plain description; what has no heading is the description itself.
    public Sections sections(String plain) {
        Map<Target, String> found = plain.length() > LONGEST ? Map.of() : Composed.split(labels, plain);
        return found.isEmpty()
                ? new Sections(null, null, null, null, null, plain.isBlank() ? null : plain)
                : new Sections(
                        found.get(Target.PROBLEM),
                        found.get(Target.BASELINE),
                        found.get(Target.OUTCOME),
                        found.get(Target.BENEFICIARIES),
                        found.get(Target.ALTERNATIVE),
                        found.get(Target.DESCRIPTION));
    }

    /// The stage that a tracker's status is; absent when it is none, or not surely one.
    public @Nullable Stage stage(Tracker tracker, String status) {
        return trackers.stage(tracker, labels, status);
    }

    /// The open unit of this code, name or acronym, or the one that took its work over; absent when there is none.
    public @Nullable Unit unit(String named) {
        return new UnitIndex(units.tree(), knowledge.reader().values()).find(named);
    }
}
