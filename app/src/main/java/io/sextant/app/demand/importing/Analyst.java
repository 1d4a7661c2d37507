package io.sextant.app.demand.importing;

import io.sextant.app.demand.importing.Analysis.Column;
import io.sextant.app.demand.importing.Plan.ColumnPlan;
import io.sextant.app.demand.importing.Plan.Options;
import io.sextant.app.identity.Actor;
import io.sextant.app.identity.Permission;
import io.sextant.app.platform.knowledge.InventoryKnowledge;
import io.sextant.app.platform.knowledge.Tracker;
import io.sextant.app.platform.sheet.SheetChoice;
import io.sextant.app.platform.sheet.SheetFile;
import io.sextant.app.platform.sheet.SheetProblem;
import io.sextant.app.platform.sheet.SheetProblem.Severity;
import io.sextant.app.platform.sheet.SheetRow;
import io.sextant.app.platform.sheet.SheetRows;
import io.sextant.app.platform.sheet.Table;
import io.sextant.app.platform.sheet.TableColumn;
import io.sextant.engine.inventory.ColumnSample;
import io.sextant.engine.inventory.DateOrder;
import io.sextant.engine.inventory.Field;
import io.sextant.engine.inventory.Proposal;
import io.sextant.engine.inventory.ValueReader.Answer;
import io.sextant.engine.inventory.Why;
import io.sextant.engine.inventory.text.Folding;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Reads the first rows of a file and proposes how to import it: what each column is, and what holds for the whole.
@Component
class Analyst {
    /// More different units than this in the first rows are a list of organisations, not the tree of one company.
    private static final int MOST_UNITS = 40;

    /// Below this, what a company's own column of a tracker holds is not said surely enough to fill a field.
    private static final double LIKELY = 0.6;

    private final InventoryKnowledge knowledge;
    private final Labels labels;
    private final ImportStore store;
    private final Naming naming;
    private final Trackers trackers;

    Analyst(InventoryKnowledge knowledge, Labels labels, ImportStore store, Naming naming, Trackers trackers) {
        this.trackers = trackers;
        this.knowledge = knowledge;
        this.labels = labels;
        this.store = store;
        this.naming = naming;
    }

    /// What a file is and how it might be imported.
    record Read(Analysis analysis, Plan plan, ImportStore.@Nullable Template template) {}

    /// What a person or program said about a file, against which nothing is proposed.
    ///
    /// @param source name of the inventory; absent when nobody said
    /// @param lang language of the texts; absent when nobody said
    /// @param plain whether it is to be read as any inventory, though it looks like a tracker's export; absent when
    /// nobody said
    record Said(
            @Nullable String source,
            @Nullable String lang,
            @Nullable Boolean plain) {
        Said {
            source = source == null || source.isBlank() ? null : source.strip();
            lang = lang == null || lang.isBlank() ? null : lang;
        }
    }

    /// @param name name of the file, from which the name of the inventory is made
    /// @param reader language of the reader, taken for that of the texts when they do not tell
    Read read(Actor actor, SheetFile file, SheetChoice choice, String name, String reader, Said said)
            throws IOException {
        boolean mayCreateUnits = actor.may(Permission.MANAGE_UNITS, null);
        Table table = file.table(choice);
        Character delimiter = file.delimiter(choice);
        List<List<String>> values = sample(table);
        List<TableColumn> columns = table.columns();
        String signature = signature(columns);
        boolean own = own(columns);
        ImportStore.Template template = own ? null : store.template(signature).orElse(null);
        Tracker recognised = own ? null : trackers.recognise(columns, values);
        boolean refused = said.plain() != null
                ? said.plain()
                : template != null && template.plan().options().tracker() == null;
        Tracker tracker = refused ? null : recognised;
        List<Trackers.Meaning> meanings = tracker == null ? List.of() : trackers.meanings(tracker, columns, values);
        List<Proposal> proposals = propose(columns, values, tracker);
        List<Optional<DateOrder>> dates = DateOrder.of(values.stream()
                .map(cells -> cells.stream()
                        .filter(cell -> !knowledge.reader().values().blank(cell))
                        .toList())
                .toList());
        List<Column> analysed = new ArrayList<>();
        List<ColumnPlan> planned = new ArrayList<>();
        Set<Target> taken = EnumSet.noneOf(Target.class);
        for (int c = 0; c < columns.size(); c++) {
            Proposal proposal = proposals.get(c);
            TableColumn column = columns.get(c);
            boolean known = tracker != null && meanings.get(c).known();
            // The tracker's own columns are not guessed at: the type of an issue is no technology.
            boolean guessed = !own && (tracker == null || trackers.added(tracker, column));
            Target target = own
                    ? labels.target(column.heading()).orElse(Target.EXTRA)
                    : tracker == null ? target(proposal) : target(tracker, column, meanings, c, proposal);
            if (!own && !known && foreign(target, values.get(c))) {
                target = Target.EXTRA;
            }
            if (!target.many() && !taken.add(target)) {
                target = Target.EXTRA;
            }
            // What we wrote comes back to the letter.
            DateOrder order = own ? null : dates.get(c).orElse(null);
            planned.add(new ColumnPlan(
                    column.heading(),
                    target,
                    guessed && "technology".equals(proposal.concept()),
                    order,
                    tracker == null ? null : under(tracker, columns, c)));
            analysed.add(new Column(
                    c,
                    column.letter(),
                    column.heading(),
                    column.samples(),
                    column.filled(),
                    target,
                    own || known ? 1 : proposal.confidence(),
                    known ? why(tracker, target) : guessed ? proposal.reasons() : List.of(),
                    own || guessed ? proposal.concept() : null));
        }
        Options saved = template == null ? null : template.plan().options();
        String written = language(planned, values).orElse(null);
        boolean ours = "fr".equals(written) || "en".equals(written);
        String lang = written != null && ours ? written : saved != null ? saved.lang() : reader;
        Options options = new Options(
                null,
                said.lang() == null ? lang : said.lang(),
                null,
                mayCreateUnits && !own && fewUnits(planned, values),
                // What was emptied in our own export was emptied on purpose: it left here filled.
                own,
                true,
                own ? List.of() : keys(planned, values),
                !own,
                tracker,
                tracker == null ? null : statuses(tracker, planned, values));
        Plan fresh = new Plan(planned, options, choice);
        Plan plan = template == null ? fresh : saved(template.plan(), fresh, mayCreateUnits);
        List<SheetProblem> notices = new ArrayList<>(Trackers.told(tracker, table.problems()));
        Naming.Named named = null;
        if (!own && said.source() == null) {
            String worksheet = file.worksheets().size() > 1 ? table.worksheet().name() : null;
            String called = tracker == null ? name : trackers.name(tracker, meanings, values);
            named = naming.propose(actor, called, worksheet, signature, () -> rows(table, plan));
            if (named.notice() != null) {
                notices.add(named.notice());
            }
        }
        if (!own && written != null && !ours && said.lang() == null) {
            notices.add(new SheetProblem(
                    Severity.INFO,
                    0,
                    -1,
                    "",
                    "",
                    "demand.import.language.other",
                    List.of("demand.import.language." + written, "demand.lang." + options.lang())));
        }
        Plan inventory = plan.with(named(plan.options(), named == null ? said.source() : named.name(), saved));
        String encoding = choice.encoding() != null && file.encoding() != null ? choice.encoding() : file.encoding();
        Analysis analysis = new Analysis(
                file.kind(),
                encoding,
                delimiter == null ? null : String.valueOf(delimiter),
                file.worksheets(),
                table.worksheet().name(),
                table.headerRow(),
                analysed,
                notices,
                table.fatal(),
                own,
                template == null ? null : template.name(),
                named == null ? null : named.name(),
                said.lang() == null ? options.lang() : null,
                signature,
                recognised);
        return new Read(analysis, inventory, template);
    }

    /// The first values of each column.
    private static List<List<String>> sample(Table table) throws IOException {
        List<List<String>> values = new ArrayList<>();
        for (int c = 0; c < table.columns().size(); c++) {
            values.add(new ArrayList<>());
        }
        if (table.fatal() == null) {
            try (SheetRows rows = table.rows()) {
                for (SheetRow row; rows.count() < ColumnSample.ROWS && (row = rows.next()) != null; ) {
                    for (int c = 0; c < values.size(); c++) {
                        String text = row.text(c);
                        values.get(c).add(text.length() <= 2_000 ? text : text.substring(0, 2_000));
                    }
                }
            }
        }
        return values;
    }

    private List<Proposal> propose(List<TableColumn> columns, List<List<String>> values, @Nullable Tracker tracker) {
        List<ColumnSample> samples = new ArrayList<>();
        for (int c = 0; c < columns.size(); c++) {
            // A heading made for a column without one says nothing about it.
            TableColumn column = columns.get(c);
            String heading = column.given().isBlank()
                    ? ""
                    : tracker == null ? column.heading() : trackers.words(tracker, column);
            samples.add(new ColumnSample(c, heading, values.get(c)));
        }
        return knowledge.reader().columns().propose(samples);
    }

    /// What a column of a tracker's file becomes. What a company added is read as in any inventory, but the tracker's
    /// own columns say which use case it is and where it stands.
    private Target target(
            Tracker tracker, TableColumn column, List<Trackers.Meaning> meanings, int c, Proposal proposal) {
        Trackers.Meaning meaning = meanings.get(c);
        if (meaning.known() || !trackers.added(tracker, column) || proposal.confidence() < LIKELY) {
            return meaning.target();
        }
        Target target = target(proposal);
        boolean ours = target == Target.CODE || target == Target.VERSION || target == Target.EXTERNAL_KEY;
        boolean said = !target.many() && meanings.stream().anyMatch(m -> m.target() == target);
        return ours || said || target == Target.IGNORE ? Target.EXTRA : target;
    }

    /// The name under which a tracker's column is kept: without what wraps it, and the same for columns that repeat it.
    private @Nullable String under(Tracker tracker, List<TableColumn> columns, int c) {
        TableColumn column = columns.get(c);
        if (column.given().isBlank()) {
            return null;
        }
        String words = trackers.words(tracker, column);
        boolean taken = columns.stream()
                .anyMatch(other -> !other.given().equals(column.given())
                        && trackers.words(tracker, other).equals(words));
        String name = taken ? column.given() : words;
        return name.equals(column.heading()) ? null : name;
    }

    private static List<Why> why(@Nullable Tracker tracker, Target target) {
        return tracker == null || target == Target.EXTRA || target == Target.IGNORE
                ? List.of()
                : List.of(new Why("demand.import.columns.tracker", List.of(tracker.label())));
    }

    private Map<String, String> statuses(Tracker tracker, List<ColumnPlan> columns, List<List<String>> values) {
        for (int c = 0; c < columns.size(); c++) {
            if (columns.get(c).target() == Target.STAGE) {
                return trackers.statuses(tracker, labels, values.get(c));
            }
        }
        return Map.of();
    }

    private static Target target(Proposal proposal) {
        Field field = proposal.field();
        return switch (proposal.role()) {
            case FIELD -> field == null ? Target.EXTRA : Target.of(field, proposal.translation());
            case FLAG -> field == Field.OUTCOME ? Target.TICKED_OUTCOME : Target.TICKED_TAG;
            case EXTRA -> Target.EXTRA;
            case EMPTY -> Target.IGNORE;
        };
    }

    /// Whether a column named like a closed choice holds none of its values: the *state* of an address is no stage.
    private boolean foreign(Target target, List<String> values) {
        Predicate<String> known =
                switch (target) {
                    case STAGE ->
                        v -> labels.stage(v) != null
                                || knowledge.reader().stages().read(v).stage() != null;
                    case KIND ->
                        v -> labels.kind(v) != null
                                || knowledge.reader().kinds().value(v) != null;
                    case AI_NEEDED ->
                        v -> labels.answer(v) != null
                                || knowledge.reader().values().yesNo(v) != Answer.UNKNOWN;
                    default -> v -> true;
                };
        List<String> said = values.stream().filter(v -> !v.isBlank()).limit(200).toList();
        return said.size() >= 5 && said.stream().distinct().noneMatch(known);
    }

    /// Whether the headings are those of an export: our code, and something more of ours.
    private boolean own(List<TableColumn> columns) {
        Set<Target> ours = EnumSet.noneOf(Target.class);
        for (TableColumn column : columns) {
            labels.target(column.heading()).ifPresent(ours::add);
        }
        return ours.contains(Target.CODE) && ours.size() > 1;
    }

    private static Plan saved(Plan saved, Plan fresh, boolean mayCreateUnits) {
        Map<String, Target> byHeading = new HashMap<>();
        saved.columns().forEach(column -> byHeading.put(column.heading(), column.target()));
        // What was decided stays, and comes before what is proposed; what the values show is that of this file.
        Set<Target> taken = EnumSet.noneOf(Target.class);
        fresh.columns().forEach(column -> {
            Target decided = byHeading.get(column.heading());
            if (decided != null) {
                taken.add(decided);
            }
        });
        List<ColumnPlan> columns = new ArrayList<>();
        for (ColumnPlan column : fresh.columns()) {
            Target decided = byHeading.get(column.heading());
            boolean lost = decided == null && !column.target().many() && taken.contains(column.target());
            columns.add(column.to(decided != null ? decided : lost ? Target.EXTRA : column.target()));
        }
        Options o = saved.options();
        return new Plan(
                columns,
                new Options(
                        null,
                        fresh.options().lang(),
                        o.defaultUnit(),
                        o.createUnits() && mayCreateUnits,
                        // What empties fields is asked for each time.
                        false,
                        o.readKind(),
                        o.keys(),
                        true,
                        fresh.options().tracker(),
                        statuses(fresh.options().stages(), o.stages())),
                fresh.choice());
    }

    /// The statuses of a file, each with what was decided for it before, where something was.
    private static Map<String, String> statuses(Map<String, String> proposed, Map<String, String> decided) {
        Map<String, String> statuses = new LinkedHashMap<>();
        proposed.forEach((status, stage) -> statuses.put(status, decided.getOrDefault(status, stage)));
        return statuses;
    }

    /// The options under a name. The unit that was chosen for another inventory is not that of this one.
    private static Options named(Options o, @Nullable String name, @Nullable Options saved) {
        boolean same = saved != null && Objects.equals(name, saved.source());
        return new Options(
                name,
                o.lang(),
                same ? o.defaultUnit() : null,
                o.createUnits(),
                o.clear(),
                o.readKind(),
                o.keys(),
                o.remember(),
                o.tracker(),
                o.statuses());
    }

    /// Names a set of headings, whatever their order.
    static String signature(List<TableColumn> columns) {
        String all = columns.stream()
                .map(column -> Folding.fold(column.heading()))
                .sorted()
                .collect(Collectors.joining("\n"));
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(all.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /// The first rows as the plan reads them.
    private List<RowValues> rows(Table table, Plan plan) throws IOException {
        List<RowValues> read = new ArrayList<>();
        if (table.fatal() == null) {
            RowReader reader = new RowReader(plan, false, knowledge.reader(), labels, trackers);
            try (SheetRows rows = table.rows()) {
                for (SheetRow row; rows.count() < ColumnSample.ROWS && (row = rows.next()) != null; ) {
                    read.add(reader.read(row));
                }
            }
        }
        return read;
    }

    /// The language that most of the texts are in, those of columns without a field if the others do not tell; empty
    /// when none do.
    private Optional<String> language(List<ColumnPlan> columns, List<List<String>> values) {
        return written(columns, values, target -> target.text() && !target.translated())
                .or(() -> written(columns, values, target -> target == Target.EXTRA));
    }

    private Optional<String> written(List<ColumnPlan> columns, List<List<String>> values, Predicate<Target> counting) {
        List<String> texts = new ArrayList<>();
        for (int c = 0; c < columns.size(); c++) {
            if (counting.test(columns.get(c).target())) {
                texts.addAll(
                        values.get(c).subList(0, Math.min(100, values.get(c).size())));
            }
        }
        return knowledge.reader().values().written(texts);
    }

    private static boolean fewUnits(List<ColumnPlan> columns, List<List<String>> values) {
        for (int c = 0; c < columns.size(); c++) {
            if (columns.get(c).target() == Target.UNIT) {
                Set<String> different = new HashSet<>(values.get(c));
                return different.size() <= MOST_UNITS
                        && different.size() * 2 <= Math.max(4, values.get(c).size());
            }
        }
        return false;
    }

    /// The columns that tell the rows apart when none is an identifier: the link or the title when they differ in every
    /// row, else the title with the unit.
    private static List<String> keys(List<ColumnPlan> columns, List<List<String>> values) {
        int title = -1;
        int unit = -1;
        int link = -1;
        for (int c = 0; c < columns.size(); c++) {
            switch (columns.get(c).target()) {
                case CODE, EXTERNAL_KEY -> {
                    return List.of();
                }
                case TITLE -> title = c;
                case UNIT -> unit = c;
                case LINKS -> link = link < 0 && different(values.get(c)) ? c : link;
                default -> {}
            }
        }
        if (link >= 0) {
            return List.of(columns.get(link).heading());
        }
        if (title < 0) {
            return List.of();
        }
        String titled = columns.get(title).heading();
        return unit < 0 || different(values.get(title))
                ? List.of(titled)
                : List.of(titled, columns.get(unit).heading());
    }

    private static boolean different(List<String> values) {
        Set<String> seen = new HashSet<>();
        for (String value : values) {
            if (value.isBlank() || value.length() > 300 || !seen.add(value)) {
                return false;
            }
        }
        return !values.isEmpty();
    }
}
