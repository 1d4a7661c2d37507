package io.sextant.app.demand.hearing.web;

import io.sextant.app.demand.hearing.Concern;
import io.sextant.app.demand.hearing.Concerns;
import io.sextant.app.demand.hearing.Conversation;
import io.sextant.app.demand.hearing.Conversation.Entry;
import io.sextant.app.kernel.Announcement.Both;
import io.sextant.app.kernel.Announcement.Term;
import io.sextant.app.platform.ui.Ui;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The thread of a use case as a reader sees it.
///
/// @param decisionsOnly whether the rest is left out
/// @param mayRaise whether the reader may raise a concern
/// @param mayAnswer whether the reader may answer concerns
public record DiscussionPage(
        List<Entry> entries,
        Concerns.Counts counts,
        boolean decisionsOnly,
        boolean newestFirst,
        boolean mayRaise,
        boolean mayAnswer,
        @Nullable Long reader) {
    public DiscussionPage {
        entries = List.copyOf(entries);
    }

    /// Whether the reader may answer this one: not the one that they raised themselves.
    public boolean answers(Concern concern) {
        return mayAnswer && !mine(concern);
    }

    public boolean mine(Concern concern) {
        return concern.raisedBy(reader);
    }

    /// What happened, in words.
    public static String heading(Entry.Happened happened, Ui ui) {
        return ui.t(
                "demand.hearing.what." + happened.what().name(),
                happened.args().stream().map(arg -> worded(arg, ui)).toArray());
    }

    private static Object worded(Object arg, Ui ui) {
        return switch (arg) {
            case Term(String key) -> ui.t(key);
            case Both(String fr, String en) -> ui.lang().equals("fr") ? fr : en;
            case LocalDate day -> ui.date(day);
            default -> arg;
        };
    }

    /// The tone of what happened.
    public static String tone(Conversation.What what) {
        return switch (what) {
            case DECIDED, APPEAL_UPHELD, APPEAL_OVERTURNED -> "brand";
            case SIGNATURE_FELL, DECISION_FELL, APPEALED -> "no";
            case REQUESTED, QUESTIONED, WAIVED -> "wait";
            case WITHDRAWN, REPLIED, SIGNED, WAIVER_WITHDRAWN -> "plain";
        };
    }

    /// The tone of where a concern stands.
    public static String tone(Concern.State state) {
        return switch (state) {
            case OPEN -> "no";
            case ANSWERED -> "wait";
            case SETTLED -> "go";
        };
    }

    /// Who raised it.
    public static String raiser(Concern concern, Ui ui) {
        String name = concern.byName();
        return name == null ? ui.t("demand.hearing.somebody") : name;
    }

    /// Who said a word to it.
    public static String speaker(Concern.Word word, Ui ui) {
        String name = word.byName();
        return name == null ? ui.t("demand.hearing.somebody") : name;
    }
}
