package io.sextant.app.demand.intake.web;

import io.sextant.app.demand.UseCase;
import io.sextant.app.demand.gating.Answer;
import io.sextant.app.demand.gating.Decision;
import io.sextant.app.demand.gating.GateRequest;
import io.sextant.app.demand.gating.GateRequest.Question;
import io.sextant.app.demand.gating.RedLine;
import io.sextant.app.demand.gating.Standing;
import io.sextant.app.demand.gating.web.GatePage;
import io.sextant.app.identity.Person;
import io.sextant.app.platform.ui.Ui;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The requester’s page: what was asked, when an answer is promised, what was decided, and what to do now.
///
/// @param gate the gate, for the words of its criteria
/// @param mayAmend whether the reader may change the demand and ask again
/// @param mayAppeal whether they may contest the answer
/// @param url its whole address, to be passed on or printed
public record FollowPage(
        Standing standing,
        GatePage gate,
        List<Person.Name> answering,
        boolean mayAmend,
        boolean mayAppeal,
        LocalDate today,
        String url) {
    public UseCase useCase() {
        return standing.useCase();
    }

    public String address() {
        return "/demands/" + useCase().id().code();
    }

    public @Nullable GateRequest open() {
        return standing.open().orElse(null);
    }

    /// The answer that stands; absent while a request is open or none was given.
    public @Nullable Decision latest() {
        return standing.latest().orElse(null);
    }

    /// The latest request, open or not.
    public @Nullable GateRequest last() {
        return standing.requests().isEmpty() ? null : standing.requests().getFirst();
    }

    /// The questions of the open request, those that wait for a reply first.
    public List<Question> questions() {
        GateRequest open = open();
        return open == null
                ? List.of()
                : open.questions().stream()
                        .sorted(Comparator.comparing((Question q) -> q.reply() != null)
                                .thenComparing(Question::id))
                        .toList();
    }

    /// Whether somebody waits for a reply.
    public boolean waiting() {
        return questions().stream().anyMatch(q -> q.reply() == null);
    }

    /// The red lines that it crosses.
    public List<RedLine> crossed() {
        return standing.charter().stream()
                .filter(line -> Boolean.TRUE.equals(line.crossed()))
                .toList();
    }

    /// Where it stands, in a sentence.
    public String sentence(Ui ui) {
        GateRequest open = open();
        Decision latest = latest();
        if (open != null) {
            return waiting()
                    ? ui.t("demand.intake.follow.waiting")
                    : ui.t(
                            open.promised().isBefore(today)
                                    ? "demand.intake.follow.late"
                                    : "demand.intake.follow.promised",
                            ui.date(open.promised()));
        }
        if (latest != null && latest.fallenAt() == null) {
            return latest.contested()
                    ? ui.t("demand.intake.follow.contested")
                    : ui.t("demand.intake.follow." + latest.answer().name());
        }
        return ui.t("demand.intake.follow.none");
    }

    public String tone() {
        Decision latest = latest();
        if (open() != null) {
            return waiting() ? "wait" : "brand";
        }
        return latest == null || latest.fallenAt() != null ? "unknown" : GatePage.tone(latest.answer());
    }

    /// Whether the answer is one after which one may change the demand and ask again.
    public boolean again() {
        Decision latest = latest();
        return mayAmend
                && open() == null
                && (latest == null
                        || latest.answer() == Answer.NOT_YET
                        || latest.answer() == Answer.NO
                        || latest.fallenAt() != null);
    }

    /// Names of those who answer.
    public String people(Ui ui) {
        return answering.isEmpty()
                ? ui.t("demand.intake.office")
                : ui.list(answering.stream().map(Person.Name::name).toList());
    }
}
