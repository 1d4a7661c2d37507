package io.sextant.app.demand.importing;

import io.sextant.app.demand.Content;
import io.sextant.app.demand.Kind;
import io.sextant.app.demand.Link;
import io.sextant.app.demand.Stage;
import io.sextant.app.demand.UseCaseId;
import io.sextant.app.demand.importing.Plan.ColumnPlan;
import io.sextant.app.platform.knowledge.Tracker;
import io.sextant.app.platform.sheet.Cell;
import io.sextant.app.platform.sheet.SheetProblem;
import io.sextant.app.platform.sheet.SheetProblem.Severity;
import io.sextant.app.platform.sheet.SheetRow;
import io.sextant.app.platform.sheet.Written;
import io.sextant.engine.inventory.DateOrder;
import io.sextant.engine.inventory.InventoryReader;
import io.sextant.engine.inventory.StageReader;
import io.sextant.engine.inventory.ValueReader;
import io.sextant.engine.inventory.YearReading;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads the cells of a row as a plan says. What a cell says that its field cannot hold is kept under the column's
/// heading and reported, so that nothing is lost. One reader serves one file; not safe for use by several threads at
/// once.
final class RowReader {
    private static final Pattern ADDRESS =
            Pattern.compile("(?:https?://|www\\.)[^\\s<>\"|]+", Pattern.CASE_INSENSITIVE);
    private static final int MAX_KEY = 300;

    private final Plan plan;
    private final boolean own;
    private final InventoryReader reader;
    private final Labels labels;
    private final Trackers trackers;
    private final @Nullable Tracker tracker;
    private final List<Integer> keyColumns = new ArrayList<>();

    /// @param own whether the file is an export of ours
    RowReader(Plan plan, boolean own, InventoryReader reader, Labels labels, Trackers trackers) {
        this.trackers = trackers;
        this.tracker = own ? null : plan.options().tracker();
        this.plan = plan;
        this.own = own;
        this.reader = reader;
        this.labels = labels;
        for (String key : plan.options().keys()) {
            for (int c = 0; c < plan.columns().size(); c++) {
                if (plan.columns().get(c).heading().equals(key)) {
                    keyColumns.add(c);
                }
            }
        }
    }

    RowValues read(SheetRow row) {
        return new One(row).read();
    }

    /// The reading of one row.
    private final class One {
        private final SheetRow row;
        private final EnumMap<Target, Optional<Object>> values = new EnumMap<>(Target.class);
        private final Map<String, String> extra = new LinkedHashMap<>();
        private final List<SheetProblem> problems;
        private final List<String> tickedTags = new ArrayList<>();
        private final List<String> tickedOutcomes = new ArrayList<>();
        private final Set<String> tags = new LinkedHashSet<>();
        private final List<Link> links = new ArrayList<>();
        private final StringBuilder technology = new StringBuilder();
        private final Set<Target> lost = EnumSet.noneOf(Target.class);

        One(SheetRow row) {
            this.row = row;
            this.problems = new ArrayList<>(row.problems());
        }

        RowValues read() {
            for (int c = 0; c < plan.columns().size(); c++) {
                column(c, plan.columns().get(c));
            }
            if (!tickedOutcomes.isEmpty()) {
                String ticked = String.join(" ; ", tickedOutcomes);
                String said = values.getOrDefault(Target.OUTCOME, Optional.empty())
                        .map(Object::toString)
                        .orElse("");
                values.put(Target.OUTCOME, Optional.of(said.isEmpty() ? ticked : said + "\n" + ticked));
            }
            if (plan.targets().contains(Target.TAGS) && !(tags.isEmpty() && lost.contains(Target.TAGS))) {
                values.put(Target.TAGS, tags.isEmpty() ? Optional.empty() : Optional.of(List.copyOf(tags)));
            }
            if (plan.targets().contains(Target.LINKS) && !(links.isEmpty() && lost.contains(Target.LINKS))) {
                values.put(Target.LINKS, links.isEmpty() ? Optional.empty() : Optional.of(List.copyOf(links)));
            }
            if (tracker != null) {
                sections();
                origin();
            }
            if (!own) {
                endAfterStart();
                total();
            }
            return new RowValues(
                    row.number(),
                    values,
                    tickedTags,
                    extra,
                    technology.toString(),
                    key(),
                    tracker == Tracker.JIRA,
                    problems);
        }

        /// The texts that our own export put into one description go back to their fields, unless a column of its own
        /// says them.
        private void sections() {
            if (!(values.getOrDefault(Target.DESCRIPTION, Optional.empty()).orElse(null) instanceof String text)) {
                return;
            }
            Map<Target, String> texts = Composed.split(labels, text);
            if (texts.isEmpty()) {
                return;
            }
            values.put(Target.DESCRIPTION, Optional.empty());
            texts.forEach((target, said) -> {
                if (target == Target.DESCRIPTION
                        || values.getOrDefault(target, Optional.empty()).isEmpty()) {
                    values.put(target, Optional.of(said));
                } else {
                    extra.put(
                            plan.columns().get(plan.column(Target.DESCRIPTION)).heading(), text);
                }
            });
        }

        /// A use case that has our code keeps beside it the key that it has in the tracker.
        private void origin() {
            int key = plan.column(Target.EXTERNAL_KEY);
            if (key >= 0
                    && values.getOrDefault(Target.CODE, Optional.empty()).isPresent()
                    && values.getOrDefault(Target.EXTERNAL_KEY, Optional.empty())
                            .isPresent()) {
                extra.put(plan.columns().get(key).heading(), row.text(key).strip());
            }
        }

        /// A row that ends before it starts is one of two years wrong, no reason to lose the row.
        private void endAfterStart() {
            Object start =
                    values.getOrDefault(Target.START_YEAR, Optional.empty()).orElse(null);
            Object end = values.getOrDefault(Target.END_YEAR, Optional.empty()).orElse(null);
            if (start instanceof Integer from && end instanceof Integer to && to < from) {
                int c = plan.column(Target.END_YEAR);
                values.remove(Target.END_YEAR);
                unknown(
                        c,
                        plan.columns().get(c),
                        row.text(c).strip(),
                        "demand.import.year.reversed",
                        String.valueOf(from));
            }
        }

        /// The line that adds up the others is no use case.
        private void total() {
            int title = plan.column(Target.TITLE);
            if (title < 0) {
                return;
            }
            int at = title;
            if (row.text(title).isBlank()) {
                at = 0;
                while (at < plan.columns().size() && row.text(at).isBlank()) {
                    at++;
                }
            }
            if (at < plan.columns().size() && reader.values().total(row.text(at))) {
                problem(Severity.ERROR, at, row.text(at).strip(), "demand.import.row.total");
            }
        }

        private void column(int c, ColumnPlan column) {
            Cell cell = row.cells().get(c);
            // What we wrote comes back to the letter; what others wrote is tidied.
            String text = (own ? cell.text() : cell.text().replace('\u00A0', ' ')).strip();
            if (tracker != null && marked(column.target())) {
                text = Markup.plain(tracker, text);
            }
            boolean blank = cell.empty()
                    || column.target() != Target.TITLE
                            && !(own && verbatim(column.target()))
                            && reader.values().blank(text);
            if (cell.empty() && lost(c)) {
                lost.add(column.target());
                return;
            }
            if (column.technology() && !blank) {
                technology.append(technology.isEmpty() ? "" : " · ").append(text);
            }
            if (Written.cut(cell.text())) {
                // The rest of the text is in the register; what is here must not replace it.
                problem(Severity.INFO, c, text, "demand.import.cell.cut");
                return;
            }
            Target target = column.target();
            switch (target) {
                case IGNORE -> {}
                case EXTRA -> {
                    String value = cell.empty() ? "" : dated(column, text);
                    String under = column.under();
                    if (under == null) {
                        extra.put(bare(column.heading()), value);
                    } else {
                        extra.merge(under, value, (a, b) -> a.isEmpty() ? b : b.isEmpty() ? a : a + "\n" + b);
                    }
                }
                case TICKED_TAG, TICKED_OUTCOME -> {
                    if (!blank && reader.values().ticked(text)) {
                        (target == Target.TICKED_TAG ? tickedTags : tickedOutcomes).add(column.heading());
                    } else if (!blank && reader.values().yesNo(text) != ValueReader.Answer.NO) {
                        extra.put(column.heading(), text);
                    }
                }
                case TAGS -> {
                    if (!blank) {
                        tags.addAll(
                                own
                                        ? text.lines().map(String::strip).toList()
                                        : reader.values().list(text));
                    }
                }
                case LINKS -> {
                    if (!blank && own) {
                        ownLinks(c, column, text);
                    } else if (!blank) {
                        links(c, column, text);
                    }
                }
                default -> {
                    if (blank) {
                        values.put(target, Optional.empty());
                    } else {
                        single(c, column, cell, text);
                    }
                }
            }
        }

        /// A date in one form, whichever way the file writes it: the same inventory as a workbook and as text
        /// differs in nothing else.
        private String dated(ColumnPlan column, String text) {
            DateOrder order = column.dates();
            if (order != null) {
                return order.iso(text).orElse(text);
            }
            return tracker == null ? text : Trackers.dated(text);
        }

        /// Whether a tracker may have dressed what a column holds.
        private static boolean marked(Target target) {
            return target == Target.EXTRA
                    || target.text() && target != Target.TITLE && target != Target.TRANSLATED_TITLE;
        }

        /// Whether a cell is blank because the file lost what it held, which is no wish to empty the field.
        private boolean lost(int c) {
            return row.problems().stream()
                    .anyMatch(problem -> problem.column() == c
                            || problem.code().equals("platform.sheet.row.short")
                                    && problem.args().getFirst() instanceof Integer given
                                    && c >= given);
        }

        /// Whether a field may hold words that mean *nothing* elsewhere, as `N/A`.
        private static boolean verbatim(Target target) {
            return switch (target) {
                case SPONSOR, BUSINESS_OWNER, TECHNICAL_OWNER, TAGS -> true;
                default -> target.text();
            };
        }

        /// A heading of an inventory that our export had to tell apart from one of ours.
        private String bare(String heading) {
            return own && heading.endsWith(Labels.FOREIGN)
                    ? heading.substring(0, heading.length() - Labels.FOREIGN.length())
                    : heading;
        }

        private void single(int c, ColumnPlan column, Cell cell, String text) {
            Target target = column.target();
            switch (target) {
                case TITLE, TRANSLATED_TITLE -> title(c, column, text);
                case KIND -> kind(c, column, text);
                case STAGE -> stage(c, column, text);
                case AI_NEEDED -> answer(c, column, text);
                case START_YEAR -> year(c, column, cell, text, ValueReader.Edge.START);
                case END_YEAR -> year(c, column, cell, text, ValueReader.Edge.END);
                case CODE -> code(c, text);
                case VERSION -> version(c, text);
                case LANG -> {
                    String language = reader.values().language(text).orElse("");
                    if (language.equals("fr") || language.equals("en")) {
                        values.put(target, Optional.of(language));
                    } else {
                        extra.put(column.heading(), text);
                    }
                }
                default -> values.put(target, Optional.of(text));
            }
        }

        private void title(int c, ColumnPlan column, String text) {
            String line = own ? text : text.replaceAll("\\s*\\n\\s*", " ");
            if (line.length() > Content.MAX_TITLE) {
                problem(Severity.WARNING, c, text, "demand.import.title.cut", line.length(), Content.MAX_TITLE);
                extra.put(column.heading(), line);
                int end = Content.MAX_TITLE - 1;
                int space = line.lastIndexOf(' ', end);
                line = line.substring(0, space > end - 40 ? space : end).strip() + "…";
            }
            values.put(column.target(), Optional.of(line));
        }

        private void code(int c, String text) {
            String code = text.toUpperCase(Locale.ROOT);
            if (UseCaseId.matches(code)) {
                values.put(Target.CODE, Optional.of(code));
            } else {
                problem(Severity.ERROR, c, text, "demand.import.code.form");
            }
        }

        private void version(int c, String text) {
            if (text.matches("\\d{1,9}")) {
                values.put(Target.VERSION, Optional.of(Integer.valueOf(text)));
            } else {
                problem(Severity.ERROR, c, text, "demand.import.version.form");
            }
        }

        private void kind(int c, ColumnPlan column, String text) {
            Kind kind = labels.kind(text);
            if (kind == null) {
                io.sextant.engine.inventory.Kind read = reader.kinds().value(text);
                kind = read == null ? null : Kind.valueOf(read.name());
            }
            if (kind == null) {
                unknown(c, column, text, "demand.import.kind.unknown");
            } else {
                values.put(Target.KIND, Optional.of(kind));
            }
        }

        /// A tracker's status stays readable as it is, and is a stage where that was decided or leaves no doubt.
        private void status(Tracker from, int c, ColumnPlan column, String text) {
            extra.put(column.heading(), text);
            String decided = plan.options().stages().get(text);
            Stage stage = decided == null
                    ? trackers.stage(from, labels, text)
                    : decided.isEmpty() ? null : Stage.valueOf(decided);
            if (stage != null) {
                values.put(Target.STAGE, Optional.of(stage));
            } else if (decided == null) {
                problem(Severity.INFO, c, text, "demand.import.status.unknown");
            }
        }

        private void stage(int c, ColumnPlan column, String text) {
            if (tracker != null) {
                status(tracker, c, column, text);
                return;
            }
            Stage stage = labels.stage(text);
            if (stage == null) {
                StageReader.Reading reading = reader.stages().read(text);
                io.sextant.engine.inventory.Stage read = reading.stage();
                stage = read == null ? null : Stage.valueOf(read.name());
                if (stage != null && !reading.sure()) {
                    problem(Severity.WARNING, c, text, "demand.import.stage.unsure", "demand.stage." + stage.name());
                }
            }
            if (stage == null) {
                unknown(c, column, text, "demand.import.stage.unknown");
            } else {
                values.put(Target.STAGE, Optional.of(stage));
            }
        }

        private void answer(int c, ColumnPlan column, String text) {
            Boolean answer = labels.answer(text);
            if (answer == null) {
                answer = switch (reader.values().yesNo(text)) {
                    case YES -> Boolean.TRUE;
                    case NO -> Boolean.FALSE;
                    case UNKNOWN -> null;
                };
            }
            if (answer == null) {
                unknown(c, column, text, "demand.import.answer.unknown");
            } else {
                values.put(Target.AI_NEEDED, Optional.of(answer));
            }
        }

        private void year(int c, ColumnPlan column, Cell cell, String text, ValueReader.Edge edge) {
            Integer year =
                    switch (cell) {
                        case Cell.Day day -> (Integer) day.date().getYear();
                        case Cell.Moment moment -> (Integer) moment.at().getYear();
                        default -> null;
                    };
            if (year == null) {
                YearReading reading = reader.values().year(text, edge);
                year = reading.year();
                if (year != null && !reading.sure()) {
                    problem(Severity.WARNING, c, text, "demand.import.year.unsure", String.valueOf(year));
                }
            }
            if (year == null || year < 1950 || year > 2100) {
                unknown(c, column, text, "demand.import.year.unknown");
            } else {
                values.put(column.target(), Optional.of(year));
            }
        }

        /// Links as we write them: one a line, the address last.
        private void ownLinks(int c, ColumnPlan column, String text) {
            for (String line : text.lines().map(String::strip).toList()) {
                int space = line.lastIndexOf(' ');
                String address = line.substring(space + 1);
                if (ADDRESS.matcher(address).lookingAt()) {
                    links.add(new Link(line.substring(0, Math.max(0, space)), address));
                } else if (!line.isEmpty()) {
                    links(c, column, line);
                }
            }
        }

        private void links(int c, ColumnPlan column, String text) {
            Matcher found = ADDRESS.matcher(text);
            int end = 0;
            boolean any = false;
            while (found.find()) {
                String address = own ? found.group() : trimmed(found.group());
                if (address.toLowerCase(Locale.ROOT).startsWith("www.")) {
                    address = "https://" + address;
                }
                String before = text.substring(end, found.start())
                        .replaceAll("[\\s:;,<(\\-–|]+$", "")
                        .strip();
                before = before.replaceAll("^[\\s;,>)|]+", "");
                String label = !before.isEmpty() && before.length() <= 200 ? before : own ? "" : column.heading();
                Link link = new Link(label, address);
                if (links.stream().noneMatch(known -> known.url().equals(link.url()))) {
                    links.add(link);
                }
                end = found.end();
                any = true;
            }
            if (!any) {
                problem(Severity.INFO, c, text, "demand.import.link.unknown");
                extra.put(column.heading(), text);
            }
        }

        /// An address without what follows it in a sentence; a closing bracket stays when it was opened in the address.
        private static String trimmed(String address) {
            String trimmed = address.replaceAll("[.,;]+$", "");
            boolean opened = trimmed.chars().filter(ch -> ch == '(').count()
                    >= trimmed.chars().filter(ch -> ch == ')').count();
            return trimmed.endsWith(")") && !opened ? trimmed.substring(0, trimmed.length() - 1) : trimmed;
        }

        private void unknown(int c, ColumnPlan column, String text, String code, Object... args) {
            problem(Severity.WARNING, c, text, code, args);
            extra.put(column.heading(), text);
        }

        private void problem(Severity severity, int c, String value, String code, Object... args) {
            problems.add(new SheetProblem(
                    severity, row.number(), c, plan.columns().get(c).heading(), value, code, List.of(args)));
        }

        private @Nullable String key() {
            String given = values.getOrDefault(Target.EXTERNAL_KEY, Optional.empty())
                    .map(Object::toString)
                    .orElse("");
            if (given.isEmpty()) {
                List<String> parts = new ArrayList<>();
                for (int c : keyColumns) {
                    parts.add(row.text(c).strip());
                }
                given = parts.stream().allMatch(String::isEmpty) ? "" : String.join(" | ", parts);
            }
            if (given.isEmpty()) {
                return null;
            }
            return given.length() <= MAX_KEY ? given : given.substring(0, MAX_KEY - 20) + "… " + digest(given);
        }
    }

    private static String digest(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
