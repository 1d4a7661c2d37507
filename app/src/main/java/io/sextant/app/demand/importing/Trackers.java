package io.sextant.app.demand.importing;

import io.sextant.app.demand.Stage;
import io.sextant.app.demand.UseCaseId;
import io.sextant.app.platform.knowledge.InventoryKnowledge;
import io.sextant.app.platform.knowledge.Tracker;
import io.sextant.app.platform.knowledge.TrackerKnowledge;
import io.sextant.app.platform.knowledge.TrackerKnowledge.Rules;
import io.sextant.app.platform.sheet.SheetProblem;
import io.sextant.app.platform.sheet.TableColumn;
import io.sextant.engine.inventory.Field;
import io.sextant.engine.inventory.StageReader;
import io.sextant.engine.inventory.text.Folding;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// What is known of files that come from Jira and ServiceNow: which file is one, what its columns, statuses and dates
/// are. Thread-safe.
@Component
class Trackers {
    /// Four identifiers in five: some rows of a list are its own remarks.
    private static final int MOST = 80;

    private static final int MOST_STATUSES = 40;

    /// Columns that our own export adds and that are the register's doing.
    private static final Pattern OURS = Pattern.compile("(?:u_)?sextant[ _].*");

    private static final Pattern DAY = Pattern.compile(
            "(\\d{1,2})/(\\p{L}{3,9})\\.?/(\\d{4}|\\d{2})(?:\\s+(\\d{1,2}):(\\d{2})(?::\\d{2})?\\s*([AaPp][Mm])?)?");
    private static final List<String> MONTHS = List.of(
            "jan janv",
            "feb fev fevr",
            "mar mars",
            "apr avr avri",
            "may mai",
            "jun juin",
            "jul juil",
            "aug aout",
            "sep sept",
            "oct octo",
            "nov nove",
            "dec dece");

    private final Map<Tracker, Rules> rules;
    private final InventoryKnowledge knowledge;

    Trackers(TrackerKnowledge trackers, InventoryKnowledge knowledge) {
        this.rules = trackers.rules();
        this.knowledge = knowledge;
    }

    private Rules rules(Tracker tracker) {
        Rules known = rules.get(tracker);
        if (known == null) {
            throw new IllegalStateException("no rules for " + tracker);
        }
        return known;
    }

    /// The tracker that a file comes from, told by its headings and the form of its identifiers; absent for any other
    /// file.
    ///
    /// @param values the first values of each column
    @Nullable
    Tracker recognise(List<TableColumn> columns, List<List<String>> values) {
        for (Tracker tracker : Tracker.values()) {
            Rules known = rules(tracker);
            boolean marked = columns.stream()
                    .anyMatch(c -> known.marks().contains(TrackerKnowledge.folded(known.unwrapped(c.given()))));
            boolean identified = key(known, columns, values) >= 0 || code(known, columns, values, true) >= 0;
            if (marked && identified && column(known, Field.TITLE, columns) >= 0) {
                return tracker;
            }
        }
        return null;
    }

    /// What a column of a tracker's file becomes.
    ///
    /// @param known whether the tracker itself says so; else it is a column that a company added, or one for which
    /// there is no field
    record Meaning(Target target, boolean known) {}

    /// What each column becomes.
    List<Meaning> meanings(Tracker tracker, List<TableColumn> columns, List<List<String>> values) {
        Rules known = rules(tracker);
        List<Meaning> meanings = new ArrayList<>();
        for (TableColumn column : columns) {
            String heading = TrackerKnowledge.folded(column.given());
            boolean idle = known.ignored().contains(heading)
                    || OURS.matcher(TrackerKnowledge.folded(known.unwrapped(column.given())))
                            .matches();
            meanings.add(new Meaning(idle ? Target.IGNORE : Target.EXTRA, idle));
        }
        for (Field field : known.fields().keySet()) {
            Target target = Target.of(field, false);
            if (target.many()) {
                for (int c = 0; c < columns.size(); c++) {
                    if (headings(known, field)
                            .contains(TrackerKnowledge.folded(columns.get(c).given()))) {
                        meanings.set(c, new Meaning(target, true));
                    }
                }
                continue;
            }
            int at =
                    switch (field) {
                        case EXTERNAL_KEY -> key(known, columns, values);
                        case CODE -> code(known, columns, values, false);
                        default -> column(known, field, columns);
                    };
            if (at >= 0) {
                meanings.set(at, new Meaning(target, true));
            }
        }
        return meanings;
    }

    private static List<String> headings(Rules known, Field field) {
        return known.fields().getOrDefault(field, List.of());
    }

    /// Place of the column with the first of a field's headings that the file has, or -1.
    private static int column(Rules known, Field field, List<TableColumn> columns) {
        for (String heading : headings(known, field)) {
            for (int c = 0; c < columns.size(); c++) {
                if (TrackerKnowledge.folded(columns.get(c).given()).equals(heading)) {
                    return c;
                }
            }
        }
        return -1;
    }

    private static int key(Rules known, List<TableColumn> columns, List<List<String>> values) {
        for (String heading : headings(known, Field.EXTERNAL_KEY)) {
            for (int c = 0; c < columns.size(); c++) {
                List<String> said =
                        values.get(c).stream().filter(v -> !v.isBlank()).toList();
                long keys = said.stream()
                        .filter(v -> known.key().matcher(v.strip()).matches())
                        .count();
                if (TrackerKnowledge.folded(columns.get(c).given()).equals(heading)
                        && keys > 0
                        && keys * 100 >= (long) said.size() * MOST) {
                    return c;
                }
            }
        }
        return -1;
    }

    /// The column that holds our codes and nothing else, or -1.
    ///
    /// @param named whether its heading must be one that is known
    private static int code(Rules known, List<TableColumn> columns, List<List<String>> values, boolean named) {
        for (int c = 0; c < columns.size(); c++) {
            List<String> said = values.get(c).stream().filter(v -> !v.isBlank()).toList();
            String heading =
                    TrackerKnowledge.folded(known.unwrapped(columns.get(c).given()));
            if (!said.isEmpty()
                    && (!named || headings(known, Field.CODE).contains(heading))
                    && said.stream().allMatch(v -> UseCaseId.matches(v.strip().toUpperCase(Locale.ROOT)))) {
                return c;
            }
        }
        return -1;
    }

    /// What to tell of a table: a tracker repeats headings on purpose.
    static List<SheetProblem> told(@Nullable Tracker tracker, List<SheetProblem> problems) {
        return tracker == null
                ? problems
                : problems.stream()
                        .filter(problem -> !problem.code().equals("platform.sheet.heading.repeated"))
                        .toList();
    }

    /// Whether a company added a column, so that its heading is read as that of any inventory.
    boolean added(Tracker tracker, TableColumn column) {
        return rules(tracker).wrapped(column.given())
                || tracker == Tracker.SERVICENOW
                        && column.given().toLowerCase(Locale.ROOT).startsWith("u_");
    }

    /// The name of a column in words.
    String words(Tracker tracker, TableColumn column) {
        String name = rules(tracker).unwrapped(column.given());
        return tracker == Tracker.SERVICENOW && name.toLowerCase(Locale.ROOT).startsWith("u_")
                ? name.substring(2).replace('_', ' ')
                : name;
    }

    /// The name of the inventory that a file of a tracker belongs to: the tracker's, and that of the project when the
    /// file has one only.
    String name(Tracker tracker, List<Meaning> meanings, List<List<String>> values) {
        Set<String> projects = new TreeSet<>();
        for (int c = 0; c < meanings.size(); c++) {
            if (meanings.get(c).target() == Target.EXTERNAL_KEY) {
                for (String key : values.get(c)) {
                    if (key.indexOf('-') > 0) {
                        projects.add(key.substring(0, key.indexOf('-')).strip());
                    }
                }
            }
        }
        return tracker == Tracker.JIRA && projects.size() == 1
                ? tracker.label() + " " + projects.iterator().next()
                : tracker.label();
    }

    /// The statuses of a column with the stage that each is, as a plan has them: empty where it is none.
    Map<String, String> statuses(Tracker tracker, Labels labels, List<String> values) {
        Map<String, String> statuses = new LinkedHashMap<>();
        for (String value : values) {
            String status = value.strip();
            if (!status.isEmpty() && status.length() <= 100 && statuses.size() < MOST_STATUSES) {
                Stage stage = stage(tracker, labels, status);
                statuses.putIfAbsent(status, stage == null ? "" : stage.name());
            }
        }
        return statuses;
    }

    /// The stage that a status is; absent when it is none, or not surely one.
    @Nullable
    Stage stage(Tracker tracker, Labels labels, String status) {
        Optional<io.sextant.engine.inventory.Stage> said =
                rules(tracker).statuses().get(TrackerKnowledge.folded(status));
        if (said != null) {
            return said.map(stage -> Stage.valueOf(stage.name())).orElse(null);
        }
        Stage ours = labels.stage(status);
        if (ours != null) {
            return ours;
        }
        StageReader.Reading reading = knowledge.reader().stages().read(status);
        io.sextant.engine.inventory.Stage read = reading.stage();
        return read != null && reading.sure() ? Stage.valueOf(read.name()) : null;
    }

    /// A date as Jira writes it (`12/Mar/25 9:41 AM`, `12/mars/25 09:41`) in ISO 8601; any other text as it is.
    static String dated(String text) {
        Matcher m = DAY.matcher(text.strip());
        if (!m.matches()) {
            return text;
        }
        String name = Folding.fold(m.group(2));
        int month = 0;
        for (int i = 0; i < MONTHS.size() && month == 0; i++) {
            if (Arrays.stream(MONTHS.get(i).split(" "))
                    .anyMatch(known -> known.equals(name) || name.length() > 4 && name.startsWith(known))) {
                month = i + 1;
            }
        }
        int year = Integer.parseInt(m.group(3));
        try {
            String day = LocalDate.of(year < 100 ? 2000 + year : year, month, Integer.parseInt(m.group(1)))
                    .toString();
            if (m.group(4) == null) {
                return day;
            }
            int hour = Integer.parseInt(m.group(4));
            String half = m.group(6);
            if (half != null) {
                hour = hour % 12 + (half.toLowerCase(Locale.ROOT).equals("pm") ? 12 : 0);
            }
            int minute = Integer.parseInt(m.group(5));
            return hour > 23 || minute > 59 ? text : "%sT%02d:%02d:00".formatted(day, hour, minute);
        } catch (DateTimeException e) {
            return text;
        }
    }
}
