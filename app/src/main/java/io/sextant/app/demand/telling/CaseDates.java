package io.sextant.app.demand.telling;

import io.sextant.app.demand.gating.Desk;
import io.sextant.app.demand.gating.Desk.Case;
import io.sextant.app.demand.gating.Desks;
import io.sextant.app.demand.gating.Gates;
import io.sextant.app.identity.Actor;
import io.sextant.app.identity.Actors;
import io.sextant.app.kernel.Announcement.Both;
import io.sextant.app.kernel.Announcement.Term;
import io.sextant.app.kernel.Datebook;
import io.sextant.app.kernel.Who;
import io.sextant.engine.gates.Remedy;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// The days of the gates: answers promised, signatures expected, actions due, waivers that end, decisions to look at
/// again.
@Component
class CaseDates implements Datebook {
    private final Desks desks;
    private final Gates gates;
    private final Actors actors;
    private final TellingStore store;

    CaseDates(Desks desks, Gates gates, Actors actors, TellingStore store) {
        this.desks = desks;
        this.gates = gates;
        this.actors = actors;
        this.store = store;
    }

    @Override
    @Transactional(readOnly = true)
    public List<Entry> of(long userId, LocalDate from) {
        return actors.find(userId, Who.Channel.SYSTEM)
                .map(actor -> of(actor, from))
                .orElse(List.of());
    }

    private List<Entry> of(Actor actor, LocalDate from) {
        Desk desk = desks.of(actor);
        var entries = new ArrayList<Entry>();
        for (Desk.Request r : desk.answers()) {
            if (!r.paused()) {
                entries.add(entry("answer", r.useCase(), r.stage().name(), r.promised(), "#decide", stage(r)));
            }
        }
        for (Desk.Request r : desk.asked()) {
            if (!r.paused()) {
                entries.add(entry("asked", r.useCase(), r.stage().name(), r.promised(), "", stage(r)));
            }
        }
        for (Desk.Signing s : desk.signatures()) {
            entries.add(entry(
                    "signature",
                    s.useCase(),
                    s.criterion() + "-" + s.role(),
                    s.promised(),
                    "#" + s.criterion(),
                    criterion(s.useCase(), s.criterion())));
        }
        for (Desk.Todo t : desk.actions()) {
            Case useCase = t.useCase();
            Object title = gates.remedy(useCase, t.remedy())
                    .map(Remedy::title)
                    .<Object>map(w -> new Both(w.fr(), w.en()))
                    .orElse(t.remedy());
            entries.add(
                    useCase == null
                            ? new Entry(
                                    "action-" + t.remedy(),
                                    t.ready(),
                                    "Sextant",
                                    "/desk",
                                    "demand.telling.day.shared",
                                    List.of(title))
                            : entry("action", useCase, t.remedy(), t.ready(), "#path", title));
        }
        long me = Objects.requireNonNull(actor.id());
        for (TellingStore.Owned w : store.waiversOf(me, from)) {
            entries.add(
                    entry("waiver", w.useCase(), w.what(), w.day(), "#" + w.what(), criterion(w.useCase(), w.what())));
        }
        for (TellingStore.Owned d : store.reviewsOf(me, from)) {
            entries.add(entry(
                    "review", d.useCase(), d.what(), d.day(), "#latest", new Term("demand.gates.answer." + d.what())));
        }
        return entries.stream().filter(e -> !e.day().isBefore(from)).toList();
    }

    private static Entry entry(String what, Case useCase, String which, LocalDate day, String anchor, Object arg) {
        return new Entry(
                what + "-" + useCase.code() + "-" + which,
                day,
                useCase.code(),
                "/use-cases/" + useCase.code() + "/gate" + anchor,
                "demand.telling.day." + what,
                List.of(new Both(useCase.title("fr"), useCase.title("en")), arg));
    }

    private static Term stage(Desk.Request request) {
        return new Term("demand.stage." + request.stage().name());
    }

    private Object criterion(Case useCase, String id) {
        return gates.criterion(useCase, id)
                .<Object>map(t -> new Both(t.fr(), t.en()))
                .orElse(id);
    }
}
