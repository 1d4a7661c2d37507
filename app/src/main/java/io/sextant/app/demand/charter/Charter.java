package io.sextant.app.demand.charter;

import static io.sextant.app.kernel.Outcome.done;
import static io.sextant.app.kernel.Outcome.refused;

import io.sextant.app.demand.Stage;
import io.sextant.app.demand.UseCaseId;
import io.sextant.app.demand.UseCases;
import io.sextant.app.identity.Actor;
import io.sextant.app.identity.Permission;
import io.sextant.app.identity.Scope;
import io.sextant.app.kernel.Auditable;
import io.sextant.app.kernel.Outcome;
import io.sextant.app.kernel.Reason;
import io.sextant.app.kernel.Who;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// The door to the charter: everyone who reads the register reads it, administrators change it. A line is never
/// overwritten: reworded, it goes out of force and another takes its place, which every use case is examined for anew.
/// Thread-safe.
@Service
@Transactional
public class Charter {
    /// Longest line, in characters.
    public static final int MAX_LINE = 500;
    /// Longest reason, in characters.
    public static final int MAX_REASON = 2_000;
    /// Most lines in force.
    public static final int MOST = 50;

    private final CharterStore store;
    private final UseCases useCases;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    Charter(CharterStore store, UseCases useCases, ApplicationEventPublisher events, Clock clock) {
        this.store = store;
        this.useCases = useCases;
        this.events = events;
        this.clock = clock;
    }

    /// What was found of a use case.
    public enum Answer {
        CLEAR,
        CROSSED
    }

    /// The charter as a reader sees it.
    ///
    /// @param version counts its changes
    /// @param lines those in force in their order, then the others, the latest first
    public record View(long version, List<CharterLine> lines) {
        public List<CharterLine> inForce() {
            return lines.stream().filter(CharterLine::inForce).toList();
        }

        public List<CharterLine> former() {
            return lines.stream().filter(l -> !l.inForce()).toList();
        }
    }

    /// A use case and what was found of it.
    ///
    /// @param crossed whether it crosses the line; absent while nobody examined it
    /// @param crossedBefore what was found under the wording that this line replaces; absent when nothing was
    public record Examined(
            long key,
            String code,
            String title,
            String lang,
            @Nullable String translated,
            @Nullable Stage stage,
            @Nullable Boolean crossed,
            @Nullable String note,
            @Nullable Instant at,
            @Nullable String byName,
            @Nullable Boolean crossedBefore) {
        /// Its title in a language, as far as it is known.
        public String title(String in) {
            return in.equals(lang) || translated == null ? title : translated;
        }
    }

    /// What was found of a use case under a line that is no longer in force.
    public record Former(
            long line,
            String fr,
            String en,
            Instant until,
            boolean crossed,
            @Nullable String note,
            Instant at,
            String byName) {
        /// The line in this language.
        public String in(String lang) {
            return lang.equals("fr") ? fr : en;
        }
    }

    /// The charter, with counts among the use cases that the actor may see.
    @Transactional(readOnly = true)
    public View of(Actor actor) {
        actor.require(Permission.VIEW_USE_CASES);
        return new View(store.version(), store.lines(readable(actor)));
    }

    /// A line of the charter, in force or not.
    @Transactional(readOnly = true)
    public Optional<CharterLine> line(Actor actor, long id) {
        return of(actor).lines().stream().filter(l -> l.id() == id).findFirst();
    }

    /// The use cases that the actor may see of which a line says this, after a key.
    ///
    /// @param answer absent for those that nobody examined
    @Transactional(readOnly = true)
    public List<Examined> useCases(Actor actor, long line, @Nullable Answer answer, long after, int limit) {
        actor.require(Permission.VIEW_USE_CASES);
        return store.useCases(line, answer, readable(actor), after, Math.clamp(limit, 1, 500));
    }

    /// What was found of a use case under lines that are no longer in force; empty when the actor may not see it.
    @Transactional(readOnly = true)
    public Optional<List<Former>> former(Actor actor, UseCaseId id) {
        return useCases.find(actor, id).map(u -> store.former(u.key()));
    }

    /// Whether the actor may change the charter.
    public static boolean mayChange(Actor actor) {
        return actor.may(Permission.MANAGE_SETTINGS);
    }

    /// Adds a line at the end.
    ///
    /// @param seen the version of the charter that the author saw
    public Outcome<View> add(Actor actor, long seen, String fr, String en, String why) {
        return change(actor, seen, why, words(fr, en), () -> {
            if (store.lines(null).stream().filter(CharterLine::inForce).count() >= MOST) {
                return Optional.of(Reason.whole("demand.charter.refused.most", MOST));
            }
            long id = store.add(
                    fr.strip(), en.strip(), null, store.lastPosition() + 1, why.strip(), actor.who(), clock.instant());
            tell(actor, id, "line-added", why, Map.of(), Map.of("fr", fr.strip(), "en", en.strip()));
            return Optional.empty();
        });
    }

    /// Gives a line another wording: the old one goes out of force, and every use case is examined for the new one.
    public Outcome<View> reword(Actor actor, long seen, long line, String fr, String en, String why) {
        return change(actor, seen, why, words(fr, en), () -> {
            Optional<CharterLine> old = inForce(line);
            if (old.isEmpty()) {
                return Optional.of(Reason.whole("demand.gates.refused.noRedLine"));
            }
            if (old.get().fr().equals(fr.strip()) && old.get().en().equals(en.strip())) {
                return Optional.of(Reason.of("fr", "demand.charter.refused.same"));
            }
            int position = store.position(line).orElseThrow();
            store.retire(line, why.strip(), actor.who(), clock.instant());
            long id = store.add(fr.strip(), en.strip(), line, position, why.strip(), actor.who(), clock.instant());
            tell(
                    actor,
                    id,
                    "line-reworded",
                    why,
                    Map.of("line", line, "fr", old.get().fr(), "en", old.get().en()),
                    Map.of("line", id, "fr", fr.strip(), "en", en.strip()));
            return Optional.empty();
        });
    }

    /// Takes a line out of force; what was found under it stays readable.
    public Outcome<View> retire(Actor actor, long seen, long line, String why) {
        return change(actor, seen, why, List.of(), () -> {
            Optional<CharterLine> old = inForce(line);
            if (old.isEmpty()) {
                return Optional.of(Reason.whole("demand.gates.refused.noRedLine"));
            }
            store.retire(line, why.strip(), actor.who(), clock.instant());
            tell(
                    actor,
                    line,
                    "line-retired",
                    why,
                    Map.of("fr", old.get().fr(), "en", old.get().en()),
                    Map.of());
            return Optional.empty();
        });
    }

    /// Puts the lines in force into an order, which names each of them once.
    public Outcome<View> reorder(Actor actor, long seen, List<Long> order) {
        return change(actor, seen, "-", List.of(), () -> {
            List<Long> now = store.lines(null).stream()
                    .filter(CharterLine::inForce)
                    .map(CharterLine::id)
                    .toList();
            if (order.size() != now.size() || !new HashSet<>(order).equals(new HashSet<>(now))) {
                return Optional.of(Reason.of("order", "demand.charter.refused.order"));
            }
            for (int i = 0; i < order.size(); i++) {
                store.place(order.get(i), i + 1);
            }
            events.publishEvent(new CharterChanged(
                    actor.who(), "charter", "reordered", null, Map.of("order", now), Map.of("order", order)));
            return Optional.empty();
        });
    }

    /// Moves a line in force up or down by one place.
    public Outcome<View> move(Actor actor, long seen, long line, boolean up) {
        List<Long> order = new ArrayList<>(store.lines(null).stream()
                .filter(CharterLine::inForce)
                .map(CharterLine::id)
                .toList());
        int at = order.indexOf(line);
        int to = up ? at - 1 : at + 1;
        if (at >= 0 && to >= 0 && to < order.size()) {
            java.util.Collections.swap(order, at, to);
        }
        return reorder(actor, seen, order);
    }

    private Optional<CharterLine> inForce(long line) {
        return store.lines(null).stream()
                .filter(l -> l.id() == line && l.inForce())
                .findFirst();
    }

    private interface Change {
        /// Makes the change, or says why not.
        Optional<Reason> make();
    }

    private Outcome<View> change(Actor actor, long seen, String why, List<Reason> faults, Change change) {
        if (!mayChange(actor)) {
            return refused(Reason.whole("demand.charter.refused.right"));
        }
        var problems = new ArrayList<>(faults);
        text("reason", why, MAX_REASON).ifPresent(problems::add);
        if (!problems.isEmpty()) {
            return new Outcome.Refused<>(problems);
        }
        long version = store.lock();
        if (version != seen) {
            return new Outcome.Stale<>(version);
        }
        Optional<Reason> hindrance = change.make();
        if (hindrance.isPresent()) {
            return refused(hindrance.get());
        }
        store.changed();
        return done(of(actor));
    }

    private static List<Reason> words(String fr, String en) {
        var problems = new ArrayList<Reason>();
        text("fr", fr, MAX_LINE).ifPresent(problems::add);
        text("en", en, MAX_LINE).ifPresent(problems::add);
        return problems;
    }

    private static Optional<Reason> text(String field, String text, int longest) {
        if (text.isBlank()) {
            return Optional.of(Reason.of(
                    field, field.equals("reason") ? "demand.charter.problem.why" : "demand.charter.problem.empty"));
        }
        if (text.length() > longest) {
            return Optional.of(Reason.of(field, "demand.problem.tooLong", text.length(), longest));
        }
        return text.indexOf('\0') >= 0 ? Optional.of(Reason.of(field, "demand.problem.control")) : Optional.empty();
    }

    /// The charter changed.
    record CharterChanged(
            Who by,
            String subjectId,
            String verb,
            @Nullable String reason,
            Map<String, @Nullable Object> before,
            Map<String, @Nullable Object> after)
            implements Auditable {
        @Override
        public String action() {
            return "charter." + verb;
        }

        @Override
        public String subjectType() {
            return "charter";
        }
    }

    private void tell(
            Actor actor,
            long line,
            String verb,
            String reason,
            Map<String, ? extends @Nullable Object> before,
            Map<String, ? extends @Nullable Object> after) {
        events.publishEvent(new CharterChanged(
                actor.who(),
                String.valueOf(line),
                verb,
                reason.strip(),
                new LinkedHashMap<>(before),
                new LinkedHashMap<>(after)));
    }

    private static @Nullable Set<Long> readable(Actor actor) {
        return switch (actor.scope(Permission.VIEW_USE_CASES)) {
            case Scope.All() -> null;
            case Scope.Units(Set<Long> within) -> within;
            case Scope.None() -> Set.of();
        };
    }
}
