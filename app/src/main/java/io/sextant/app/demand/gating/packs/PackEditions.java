package io.sextant.app.demand.gating.packs;

import static io.sextant.app.kernel.Outcome.done;
import static io.sextant.app.kernel.Outcome.refused;

import io.sextant.app.demand.AfterCommit;
import io.sextant.app.demand.gating.Fleet;
import io.sextant.app.demand.gating.packs.Differences.Difference;
import io.sextant.app.demand.gating.packs.PackStore.Made;
import io.sextant.app.identity.Actor;
import io.sextant.app.identity.Permission;
import io.sextant.app.kernel.Auditable;
import io.sextant.app.kernel.Outcome;
import io.sextant.app.kernel.Reason;
import io.sextant.app.kernel.Who;
import io.sextant.app.platform.knowledge.GateKnowledge;
import io.sextant.engine.gates.Condition;
import io.sextant.engine.gates.Criterion;
import io.sextant.engine.gates.GatePack;
import io.sextant.engine.gates.pack.PackReader;
import io.sextant.engine.gates.pack.PackText;
import io.sextant.engine.gates.pack.PackText.Step;
import io.sextant.engine.gates.pack.Problem;
import io.sextant.engine.gates.pack.Reading;
import io.sextant.engine.inventory.Stage;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// The door to the editions of the gates: everyone who reads the register reads them; administrators copy one into a
/// draft, change it, try it, and put it into force from a day. An edition that was in force is never changed.
/// Thread-safe.
@Service
@Transactional
public class PackEditions {
    /// Largest file, in bytes.
    public static final int LARGEST = 2 << 20;
    /// Longest reason, in characters.
    public static final int MAX_REASON = 2_000;
    /// Most drafts at once.
    public static final int MOST_DRAFTS = 20;

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9.-]{0,39}");
    private static final Pattern VERSION = Pattern.compile("(?m)^version:[^\\n]*$");

    private final PackStore store;
    private final Editions editions;
    private final Trials trials;
    private final Fleet fleet;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    PackEditions(
            PackStore store,
            Editions editions,
            Trials trials,
            Fleet fleet,
            ApplicationEventPublisher events,
            Clock clock) {
        this.store = store;
        this.editions = editions;
        this.trials = trials;
        this.fleet = fleet;
        this.events = events;
        this.clock = clock;
    }

    /// An edition that somebody works at.
    ///
    /// @param edition the name it will have
    /// @param base the edition it was copied from
    /// @param version counts its changes
    public record Draft(
            long id,
            String edition,
            String base,
            PackTexts texts,
            long version,
            Instant at,
            String byName,
            Instant updatedAt,
            String updatedBy) {}

    /// An edition that may be put into force.
    ///
    /// @param shipped whether it comes with Sextant
    /// @param base the edition it was copied from; absent for a shipped one
    /// @param uses when it was, is or will be in force, as it was decided
    public record Edition(
            String name,
            boolean shipped,
            @Nullable String base,
            @Nullable Instant at,
            @Nullable String byName,
            List<PackUse> uses) {}

    /// Every edition, and which is in force.
    ///
    /// @param current the one in force for use cases that come in today
    /// @param holding by name, the editions by which use cases are judged today, the one in force first
    /// @param coming what will come into force, the soonest first
    /// @param cutOver until when use cases of before are judged by the edition before; absent when they are not
    /// @param drafts what administrators work at; empty for others
    public record Overview(
            GatePack current,
            List<Edition> editions,
            List<String> holding,
            List<PackUse> coming,
            @Nullable LocalDate cutOver,
            List<Draft> drafts) {}

    /// Whether the actor may make editions.
    public static boolean mayChange(Actor actor) {
        return actor.may(Permission.MANAGE_SETTINGS);
    }

    /// Every edition, and which is in force.
    @Transactional(readOnly = true)
    public Overview of(Actor actor) {
        actor.require(Permission.VIEW_USE_CASES);
        LocalDate today = fleet.today();
        List<PackUse> uses = store.uses();
        List<Edition> all = new ArrayList<>();
        all.add(new Edition(GateKnowledge.CURRENT, true, null, null, null, of(uses, GateKnowledge.CURRENT)));
        for (Made made : store.editions()) {
            all.add(new Edition(
                    made.edition(), false, made.base(), made.at(), made.byName(), of(uses, made.edition())));
        }
        List<PackUse> standing =
                uses.stream().filter(u -> u.withdrawnAt() == null).toList();
        LocalDate cutOver = standing.stream()
                .filter(u -> !u.from().isAfter(today))
                .max(java.util.Comparator.comparing(PackUse::from).thenComparing(PackUse::id))
                .map(PackUse::cutOver)
                .filter(today::isBefore)
                .orElse(null);
        return new Overview(
                editions.inUse(today),
                all.reversed(),
                editions.holding(today).stream().map(GatePack::edition).toList(),
                standing.stream()
                        .filter(u -> u.from().isAfter(today))
                        .sorted(java.util.Comparator.comparing(PackUse::from))
                        .toList(),
                cutOver,
                mayChange(actor) ? store.drafts() : List.of());
    }

    private static List<PackUse> of(List<PackUse> uses, String edition) {
        return uses.stream().filter(u -> u.edition().equals(edition)).toList();
    }

    /// An edition with its texts; empty when there is none of that name.
    @Transactional(readOnly = true)
    public Optional<GatePack> pack(Actor actor, String edition) {
        actor.require(Permission.VIEW_USE_CASES);
        return editions.find(edition);
    }

    /// The texts of an edition; empty when there is none of that name.
    @Transactional(readOnly = true)
    public Optional<PackTexts> texts(Actor actor, String edition) {
        actor.require(Permission.VIEW_USE_CASES);
        return editions.texts(edition);
    }

    /// What one edition says otherwise than another; empty when one of them is not there.
    @Transactional(readOnly = true)
    public Optional<List<Difference>> differences(Actor actor, String before, String after) {
        actor.require(Permission.VIEW_USE_CASES);
        return editions.find(before).flatMap(b -> editions.find(after).map(a -> Differences.between(b, a)));
    }

    // --------------------------------------------------------------------------------------------------------- drafts

    /// A draft as it stands.
    ///
    /// @param problems everything that keeps it from being used, in the order of the files and lines
    /// @param pack the edition it makes; absent while there are problems
    /// @param base the edition it was copied from
    /// @param differences what it says otherwise than that one; empty while there are problems
    /// @param trial the latest look at the register; absent before the first
    public record Work(
            Draft draft,
            List<Problem> problems,
            @Nullable GatePack pack,
            GatePack base,
            List<Difference> differences,
            Trials.@Nullable Result trial) {
        /// Whether it was tried as it is now.
        public boolean tried() {
            return trial != null && trial.current() && trial.finished();
        }
    }

    /// A draft with what is wrong with it; empty when there is none, or the actor may not make editions.
    @Transactional(readOnly = true)
    public Optional<Work> draft(Actor actor, long id) {
        return mayChange(actor) ? store.draft(id).map(draft -> work(actor, draft)) : Optional.empty();
    }

    private Work work(Actor actor, Draft draft) {
        GatePack base = editions.find(draft.base()).orElseGet(editions::shipped);
        Trials.Result trial =
                trials.find(actor, draft.edition(), draft.texts().digest()).orElse(null);
        return switch (editions.read(draft.edition(), draft.texts())) {
            case Reading.Accepted(GatePack pack) ->
                new Work(draft, List.of(), pack, base, Differences.between(base, pack), trial);
            case Reading.Refused(List<Problem> problems) -> new Work(draft, problems, null, base, List.of(), trial);
        };
    }

    /// Copies an edition into a draft of another name.
    public Outcome<Work> copy(Actor actor, String from, String name) {
        return begin(actor, from, name, editions.texts(from).orElse(null));
    }

    /// Begins a draft with texts from elsewhere.
    ///
    /// @param base the edition with which it is compared
    public Outcome<Work> bring(Actor actor, String base, String name, PackTexts texts) {
        return begin(actor, base, name, texts);
    }

    private Outcome<Work> begin(Actor actor, String base, String name, @Nullable PackTexts texts) {
        if (!mayChange(actor)) {
            return refused(Reason.whole("demand.packs.refused.right"));
        }
        if (texts == null || editions.texts(base).isEmpty()) {
            return refused(Reason.of("from", "demand.packs.refused.noEdition", base));
        }
        String edition = name.strip();
        if (!NAME.matcher(edition).matches()) {
            return refused(Reason.of("name", "demand.packs.problem.name"));
        }
        if (edition.matches("[0-9]{4}-[0-9]{2}")) {
            return refused(Reason.of("name", "demand.packs.problem.shippedName"));
        }
        if (editions.texts(edition).isPresent()) {
            return refused(Reason.of("name", "demand.packs.problem.nameTaken", edition));
        }
        if (store.drafts().size() >= MOST_DRAFTS) {
            return refused(Reason.whole("demand.packs.refused.most", MOST_DRAFTS));
        }
        PackTexts named = texts;
        for (String file : PackReader.FILES) {
            Optional<Reason> fault = text(file, texts.of(file));
            if (fault.isPresent()) {
                return refused(fault.get());
            }
            named = named.with(file, named(named.of(file), edition));
        }
        Optional<Long> id = store.begin(edition, base, named, actor.who(), clock.instant());
        if (id.isEmpty()) {
            return refused(Reason.of("name", "demand.packs.problem.nameTaken", edition));
        }
        tell(actor, edition, "drafted", null, Map.of("base", base, "digest", named.digest()));
        return done(work(actor, store.draft(id.get()).orElseThrow()));
    }

    /// The text as that of an edition: each file says of which it is.
    private static String named(String text, String edition) {
        var line = VERSION.matcher(text);
        return line.find()
                ? text.substring(0, line.start()) + "version: " + PackText.quoted(edition) + text.substring(line.end())
                : text;
    }

    private static Optional<Reason> text(String file, String text) {
        if (text.getBytes(StandardCharsets.UTF_8).length > LARGEST) {
            return Optional.of(Reason.of(file, "demand.packs.problem.large", file));
        }
        return text.indexOf('\0') >= 0 ? Optional.of(Reason.of(file, "demand.problem.control")) : Optional.empty();
    }

    /// Writes one file of a draft anew, from the version that the author saw. A text with problems is kept and its
    /// problems are told; only one without may be put into force.
    public Outcome<Work> write(Actor actor, long id, long seen, String file, String text) {
        if (!PackReader.FILES.contains(file)) {
            return refused(Reason.of("file", "demand.packs.problem.file", String.join(", ", PackReader.FILES)));
        }
        Optional<Reason> fault = text(file, text);
        if (fault.isPresent()) {
            return refused(fault.get());
        }
        return change(actor, id, seen, draft -> draft.texts().with(file, text.replace("\r\n", "\n")));
    }

    /// Writes the three files of a draft anew.
    public Outcome<Work> write(Actor actor, long id, long seen, PackTexts texts) {
        for (String file : PackReader.FILES) {
            Optional<Reason> fault = text(file, texts.of(file));
            if (fault.isPresent()) {
                return refused(fault.get());
            }
        }
        return change(actor, id, seen, draft -> texts);
    }

    private interface Change {
        PackTexts of(Draft draft);
    }

    private Outcome<Work> change(Actor actor, long id, long seen, Change change) {
        if (!mayChange(actor)) {
            return refused(Reason.whole("demand.packs.refused.right"));
        }
        Optional<Draft> found = store.lockDraft(id);
        if (found.isEmpty()) {
            return refused(Reason.whole("demand.packs.refused.noDraft"));
        }
        Draft draft = found.get();
        if (draft.version() != seen) {
            return new Outcome.Stale<>(draft.version());
        }
        PackTexts texts = change.of(draft);
        if (!texts.equals(draft.texts())) {
            store.write(id, texts, actor.who(), clock.instant());
            tell(actor, draft.edition(), "draft-changed", null, Map.of("digest", texts.digest()));
        }
        return done(work(actor, store.draft(id).orElseThrow()));
    }

    /// Gives a draft up.
    public Outcome<Draft> discard(Actor actor, long id, long seen) {
        if (!mayChange(actor)) {
            return refused(Reason.whole("demand.packs.refused.right"));
        }
        Optional<Draft> found = store.lockDraft(id);
        if (found.isEmpty()) {
            return refused(Reason.whole("demand.packs.refused.noDraft"));
        }
        if (found.get().version() != seen) {
            return new Outcome.Stale<>(found.get().version());
        }
        store.discard(id);
        tell(actor, found.get().edition(), "draft-discarded", null, Map.of());
        return done(found.get());
    }

    // ------------------------------------------------------------------------------------------------- simple changes

    /// What a form says of a gate.
    ///
    /// @param days promised answer time by lane, in working days
    public record GateForm(Map<String, Integer> days) {}

    /// What a form says of a criterion.
    ///
    /// @param asked whether it is asked at all
    /// @param roles who signs; empty for nobody
    /// @param waiverDays how long it may be waived at most; absent where it may not
    public record CriterionForm(
            boolean asked,
            List<String> roles,
            Criterion.Signing.Rule rule,
            @Nullable String waiverRole,
            @Nullable Integer waiverDays,
            Map<String, String> texts) {
        /// The texts that may be changed, as `language.text`.
        public static final List<String> TEXTS =
                List.of("fr.title", "fr.why", "fr.how", "en.title", "en.why", "en.how");
    }

    /// What a form says of a remedy.
    public record RemedyForm(BigDecimal effort, BigDecimal cost, int lead) {}

    /// Changes the promised days of a gate in a draft.
    public Outcome<Work> change(Actor actor, long id, long seen, Stage gate, GateForm form) {
        return change(actor, id, seen, draft -> {
            PackText text = PackText.of(draft.texts().gates());
            List<Step> days = path(gate, new Step.Key("days"));
            for (var entry : form.days().entrySet()) {
                String value = String.valueOf(entry.getValue());
                if (!text.get(days, entry.getKey()).equals(Optional.of(value))) {
                    text = text.set(days, entry.getKey(), value);
                }
            }
            return draft.texts().with("gates.yaml", text.text());
        });
    }

    /// Changes a criterion in a draft: whether it is asked, who signs, who may waive it for how long, its texts.
    public Outcome<Work> change(Actor actor, long id, long seen, Stage gate, String criterion, CriterionForm form) {
        return change(actor, id, seen, draft -> {
            PackText text = PackText.of(draft.texts().gates());
            List<Step> path = path(gate, new Step.Key("criteria"), new Step.Item("id", criterion));
            for (String key : CriterionForm.TEXTS) {
                String lang = key.substring(0, 2);
                String name = key.substring(3);
                List<Step> words = new ArrayList<>(path);
                words.add(new Step.Key(lang));
                String given = form.texts().getOrDefault(key, "").strip();
                if (!given.isEmpty() && !text.get(words, name).equals(Optional.of(given))) {
                    text = text.set(words, name, PackText.quoted(given));
                }
            }
            text = signing(text, path, form);
            text = waiver(text, path, form);
            boolean asked = !text.get(path, "applies").equals(Optional.of("false"));
            if (asked && !form.asked()) {
                text = text.set(path, "applies", PackText.quoted("false"));
            } else if (!asked && form.asked()) {
                String before = applied(draft.base(), criterion);
                text = before.isEmpty()
                        ? text.remove(path, "applies")
                        : text.set(path, "applies", PackText.quoted(before));
            }
            return draft.texts().with("gates.yaml", text.text());
        });
    }

    private static PackText signing(PackText text, List<Step> path, CriterionForm form) {
        List<Step> signs = new ArrayList<>(path);
        signs.add(new Step.Key("signs"));
        boolean same = text.texts(signs, "roles").equals(form.roles())
                && (form.roles().isEmpty()
                        || text.get(signs, "rule")
                                .equals(Optional.of(form.rule().name())));
        if (same) {
            return text;
        }
        return form.roles().isEmpty()
                ? text.remove(path, "signs")
                : text.set(
                        path,
                        "signs",
                        "{roles: " + PackText.list(form.roles()) + ", rule: "
                                + form.rule().name() + "}");
    }

    private static PackText waiver(PackText text, List<Step> path, CriterionForm form) {
        List<Step> waiver = new ArrayList<>(path);
        waiver.add(new Step.Key("waiver"));
        String role = form.waiverRole();
        Integer days = form.waiverDays();
        if (role == null || days == null) {
            return text.remove(path, "waiver");
        }
        boolean same = text.get(waiver, "role").equals(Optional.of(role))
                && text.get(waiver, "days").equals(Optional.of(String.valueOf(days)));
        return same ? text : text.set(path, "waiver", "{role: " + PackText.quoted(role) + ", days: " + days + "}");
    }

    /// When the edition of which a draft is a copy asks for a criterion.
    private String applied(String base, String criterion) {
        Condition applies = editions.find(base)
                .map(pack -> Differences.criteria(pack).get(criterion))
                .map(Criterion::applies)
                .orElse(null);
        return applies == null || applies.text().equals("false") ? "" : applies.text();
    }

    /// Changes what a remedy takes in a draft.
    public Outcome<Work> change(Actor actor, long id, long seen, String remedy, RemedyForm form) {
        return change(actor, id, seen, draft -> {
            PackText text = PackText.of(draft.texts().remedies());
            List<Step> path = List.of(new Step.Key("remedies"), new Step.Item("id", remedy));
            Map<String, String> values = new LinkedHashMap<>();
            values.put("effort", form.effort().toPlainString());
            values.put("cost", form.cost().toPlainString());
            values.put("lead", String.valueOf(form.lead()));
            for (var entry : values.entrySet()) {
                if (!text.get(path, entry.getKey()).equals(Optional.of(entry.getValue()))) {
                    text = text.set(path, entry.getKey(), entry.getValue());
                }
            }
            return draft.texts().with("remedies.yaml", text.text());
        });
    }

    private static List<Step> path(Stage gate, Step... further) {
        List<Step> path = new ArrayList<>(List.of(new Step.Key("gates"), new Step.Item("gate", gate.name())));
        path.addAll(List.of(further));
        return path;
    }

    // ------------------------------------------------------------------------------------------------------- in force

    /// Puts a draft into force from a day. It must be free of problems and have been tried as it is.
    ///
    /// @param from today or later
    /// @param cutOver the first day on which use cases from before `from` are judged by it; absent for at once
    public Outcome<Overview> apply(
            Actor actor, long id, long seen, LocalDate from, @Nullable LocalDate cutOver, String reason) {
        if (!mayChange(actor)) {
            return refused(Reason.whole("demand.packs.refused.right"));
        }
        Optional<Draft> found = store.lockDraft(id);
        if (found.isEmpty()) {
            return refused(Reason.whole("demand.packs.refused.noDraft"));
        }
        Draft draft = found.get();
        if (draft.version() != seen) {
            return new Outcome.Stale<>(draft.version());
        }
        Work work = work(actor, draft);
        if (work.pack() == null) {
            return refused(Reason.whole("demand.packs.refused.problems"));
        }
        if (!work.tried()) {
            return refused(Reason.whole("demand.packs.refused.untried"));
        }
        List<Reason> faults = faults(from, cutOver, reason);
        if (!faults.isEmpty()) {
            return new Outcome.Refused<>(faults);
        }
        store.keep(draft, actor.who(), clock.instant());
        store.discard(id);
        return inForce(
                actor, draft.edition(), from, cutOver, reason, draft.texts().digest());
    }

    /// Puts an edition that is there into force, such as one of before.
    public Outcome<Overview> use(
            Actor actor, String edition, LocalDate from, @Nullable LocalDate cutOver, String reason) {
        if (!mayChange(actor)) {
            return refused(Reason.whole("demand.packs.refused.right"));
        }
        Optional<PackTexts> texts = editions.texts(edition);
        if (texts.isEmpty()) {
            return refused(Reason.of("edition", "demand.packs.refused.noEdition", edition));
        }
        List<Reason> faults = faults(from, cutOver, reason);
        if (!faults.isEmpty()) {
            return new Outcome.Refused<>(faults);
        }
        store.lockUses();
        if (editions.inUse(from).edition().equals(edition) && of(actor).coming().isEmpty()) {
            return refused(Reason.of("edition", "demand.packs.refused.inForce", edition));
        }
        return inForce(actor, edition, from, cutOver, reason, texts.get().digest());
    }

    private List<Reason> faults(LocalDate from, @Nullable LocalDate cutOver, String reason) {
        var faults = new ArrayList<Reason>();
        LocalDate today = fleet.today();
        if (from.isBefore(today) || from.isAfter(today.plusYears(2))) {
            faults.add(Reason.of("from", "demand.packs.problem.from", today));
        }
        if (cutOver != null && (!cutOver.isAfter(from) || cutOver.isAfter(from.plusYears(5)))) {
            faults.add(Reason.of("cutOver", "demand.packs.problem.cutOver", from));
        }
        if (reason.isBlank()) {
            faults.add(Reason.of("reason", "demand.packs.problem.reason"));
        } else if (reason.length() > MAX_REASON) {
            faults.add(Reason.of("reason", "demand.problem.tooLong", reason.length(), MAX_REASON));
        } else if (reason.indexOf('\0') >= 0) {
            faults.add(Reason.of("reason", "demand.problem.control"));
        }
        return faults;
    }

    private Outcome<Overview> inForce(
            Actor actor, String edition, LocalDate from, @Nullable LocalDate cutOver, String reason, String digest) {
        store.lockUses();
        long use = store.use(edition, from, cutOver, reason.strip(), actor.who(), clock.instant());
        var after = new LinkedHashMap<String, @Nullable Object>();
        after.put("use", use);
        after.put("from", from.toString());
        after.put("cutOver", cutOver == null ? null : cutOver.toString());
        after.put("digest", digest);
        tell(actor, edition, "put-into-force", reason.strip(), after);
        changed();
        return done(of(actor));
    }

    /// Calls off what has not come into force yet.
    public Outcome<Overview> callOff(Actor actor, long use, String reason) {
        if (!mayChange(actor)) {
            return refused(Reason.whole("demand.packs.refused.right"));
        }
        store.lockUses();
        Optional<PackUse> found = store.uses().stream()
                .filter(u ->
                        u.id() == use && u.withdrawnAt() == null && u.from().isAfter(fleet.today()))
                .findFirst();
        if (found.isEmpty()) {
            return refused(Reason.whole("demand.packs.refused.noUse"));
        }
        if (reason.isBlank()) {
            return refused(Reason.of("reason", "demand.packs.problem.reason"));
        }
        store.withdraw(use, actor.who(), clock.instant());
        tell(actor, found.get().edition(), "called-off", reason.strip(), Map.of("use", use));
        changed();
        return done(of(actor));
    }

    private void changed() {
        // First what is remembered, then those who look at it.
        AfterCommit.once(this, editions::forget);
        events.publishEvent(new EditionsChanged());
        editions.forget();
    }

    /// Another edition may be in force: what rests on it is to be looked at again.
    public record EditionsChanged() {}

    /// Something happened to an edition.
    record EditionEvent(
            Who by, String edition, String verb, @Nullable String reason, Map<String, @Nullable Object> after)
            implements Auditable {
        @Override
        public String action() {
            return "gate-edition." + verb;
        }

        @Override
        public String subjectType() {
            return "gate-edition";
        }

        @Override
        public String subjectId() {
            return edition;
        }
    }

    private void tell(
            Actor actor,
            String edition,
            String verb,
            @Nullable String reason,
            Map<String, ? extends @Nullable Object> after) {
        events.publishEvent(new EditionEvent(actor.who(), edition, verb, reason, new LinkedHashMap<>(after)));
    }
}
