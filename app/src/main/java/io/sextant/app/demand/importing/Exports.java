package io.sextant.app.demand.importing;

import io.sextant.app.demand.Content;
import io.sextant.app.demand.Link;
import io.sextant.app.demand.Person;
import io.sextant.app.demand.Texts;
import io.sextant.app.demand.UseCase;
import io.sextant.app.demand.UseCaseQuery;
import io.sextant.app.demand.UseCases;
import io.sextant.app.identity.Actor;
import io.sextant.app.identity.Permission;
import io.sextant.app.identity.Unit;
import io.sextant.app.identity.UnitTree;
import io.sextant.app.identity.Units;
import io.sextant.app.kernel.Auditable;
import io.sextant.app.kernel.Who;
import io.sextant.app.platform.knowledge.Tracker;
import io.sextant.app.platform.sheet.CsvWriter;
import io.sextant.app.platform.sheet.SheetWriter;
import io.sextant.app.platform.sheet.SheetWriter.Format;
import io.sextant.app.platform.sheet.XlsxWriter;
import io.sextant.app.platform.ui.Lang;
import io.sextant.app.platform.ui.Messages;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/// The door by which the register leaves as a file, with every field and every column kept from inventories, in flat
/// memory. An import knows such a file again and gives back what was changed in it. Thread-safe.
@Service
public class Exports {
    private static final int PAGE = 500;
    /// A worksheet has 16,384 columns; more of them than this serve nobody.
    private static final int MAX_EXTRA = 1_000;

    private final UseCases useCases;
    private final Units units;
    private final Labels labels;
    private final Messages messages;
    private final ApplicationEventPublisher events;
    private final TransactionTemplate transaction;
    private final Clock clock;

    Exports(
            UseCases useCases,
            Units units,
            Labels labels,
            Messages messages,
            ApplicationEventPublisher events,
            PlatformTransactionManager transactions,
            Clock clock) {
        this.useCases = useCases;
        this.units = units;
        this.labels = labels;
        this.messages = messages;
        this.events = events;
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
    }

    /// The register was taken away as a file.
    ///
    /// @param after the format, what it was narrowed to, and how many use cases
    record Exported(Who by, Map<String, @Nullable Object> after) implements Auditable {
        @Override
        public String action() {
            return "register.exported";
        }

        @Override
        public String subjectType() {
            return "register";
        }

        @Override
        public String subjectId() {
            return "use-cases";
        }
    }

    /// The name of a file made now, without its extension.
    public String name(Lang lang) {
        return messages.text(
                lang, "demand.export.file", clock.instant().toString().substring(0, 10));
    }

    /// The name of a file for a tracker made now, without its extension.
    public String name(Lang lang, Tracker tracker) {
        return name(lang) + " " + tracker.label();
    }

    /// Writes what a query asks for as the import of a tracker expects it: delimited by commas, one description with a
    /// heading for each text, our code in a column of its own by which it comes back. The stream stays open.
    ///
    /// @param site what precedes the path of a page in its whole address
    /// @return how many use cases were written
    public int write(Actor actor, UseCaseQuery query, Tracker tracker, Lang lang, String site, OutputStream out)
            throws IOException {
        actor.require(Permission.EXPORT_USE_CASES);
        UnitTree tree = units.tree();
        int labelled = tracker == Tracker.JIRA ? mostTags(actor, query) : 1;
        TrackerRows rows = new TrackerRows(tracker, labels, lang, site, tree, labelled);
        int[] count = {0};
        try (CsvWriter writer = new CsvWriter(out, Format.CSV_COMMA, rows.headings())) {
            each(actor, query, useCase -> {
                writer.row(rows.row(useCase));
                count[0]++;
            });
        }
        note(actor, query, tracker.param() + "-csv", count[0]);
        return count[0];
    }

    /// What is done with each use case that may be exported.
    private interface Each {
        void take(UseCase useCase) throws IOException;
    }

    private void each(Actor actor, UseCaseQuery query, Each each) throws IOException {
        long after = 0;
        for (List<UseCase> page; !(page = useCases.listAfter(actor, query, after, PAGE)).isEmpty(); ) {
            for (UseCase useCase : page) {
                if (actor.may(Permission.EXPORT_USE_CASES, useCase.content().unitId())) {
                    each.take(useCase);
                }
            }
            after = page.getLast().key();
        }
    }

    /// Jira has a column for each label.
    private int mostTags(Actor actor, UseCaseQuery query) throws IOException {
        int[] most = {1};
        each(
                actor,
                query,
                useCase -> most[0] = Math.max(most[0], useCase.content().tags().size()));
        return most[0];
    }

    /// Writes what a query asks for, in the order of registration; the stream stays open.
    ///
    /// @return how many use cases were written
    public int write(Actor actor, UseCaseQuery query, Format format, Lang lang, OutputStream out) throws IOException {
        actor.require(Permission.EXPORT_USE_CASES);
        List<String> extra = useCases.extraHeadings(actor, query, MAX_EXTRA + 1);
        boolean tooMany = extra.size() > MAX_EXTRA;
        List<String> kept = tooMany ? extra.subList(0, MAX_EXTRA) : extra;
        UnitTree tree = units.tree();
        int[] written = {0};
        int count;
        try (SheetWriter writer = writer(out, format, lang, kept)) {
            each(actor, query, useCase -> {
                writer.row(row(useCase, tree, lang, kept));
                written[0]++;
            });
            count = written[0];
            if (writer instanceof XlsxWriter workbook) {
                workbook.remarks(
                        messages.text(lang, "demand.export.readMe"),
                        remarks(actor, query, lang, count, tooMany, writer));
            }
        }
        note(actor, query, format.extension(), count);
        return count;
    }

    private void note(Actor actor, UseCaseQuery query, String format, int count) {
        var after = new LinkedHashMap<String, @Nullable Object>();
        after.put("format", format);
        after.put("query", query.params().toString());
        after.put("useCases", count);
        transaction.executeWithoutResult(status -> events.publishEvent(new Exported(actor.who(), after)));
    }

    private SheetWriter writer(OutputStream out, Format format, Lang lang, List<String> extra) throws IOException {
        List<String> headings = new ArrayList<>();
        for (Target target : ExportColumns.TARGETS) {
            headings.add(labels.heading(lang, target));
        }
        for (String name : Labels.READ_ONLY) {
            headings.add(labels.heading(lang, name));
        }
        for (String heading : extra) {
            headings.add(labels.ours(heading) ? heading + Labels.FOREIGN : heading);
        }
        return format == Format.XLSX
                ? new XlsxWriter(out, messages.text(lang, "demand.export.sheet"), headings)
                : new CsvWriter(out, format, headings);
    }

    private List<@Nullable Object> row(UseCase useCase, UnitTree tree, Lang lang, List<String> extra) {
        Content c = useCase.content();
        Optional<Unit> unit = Optional.ofNullable(c.unitId()).flatMap(tree::find);
        List<@Nullable Object> row = new ArrayList<>();
        for (Target target : ExportColumns.TARGETS) {
            row.add(value(useCase, target, unit, lang));
        }
        for (String name : Labels.READ_ONLY) {
            row.add(
                    switch (name) {
                        case "unitName" -> unit.map(u -> u.name(lang.code())).orElse(null);
                        case "need" -> messages.text(lang, "demand.verdict." + useCase.needVerdict());
                        case "completeness" -> useCase.completeness();
                        case "createdAt" -> local(useCase.createdAt());
                        case "createdBy" -> useCase.createdBy();
                        case "updatedAt" -> local(useCase.updatedAt());
                        case "updatedBy" -> useCase.updatedBy();
                        case "archivedAt" -> useCase.archivedAt() == null ? null : local(useCase.archivedAt());
                        default -> throw new IllegalStateException(name);
                    });
        }
        for (String heading : extra) {
            row.add(c.extra().get(heading));
        }
        return row;
    }

    static LocalDateTime local(Instant at) {
        return LocalDateTime.ofInstant(at.truncatedTo(ChronoUnit.SECONDS), ZoneOffset.UTC);
    }

    private @Nullable Object value(UseCase useCase, Target target, Optional<Unit> unit, Lang lang) {
        Content c = useCase.content();
        return switch (target) {
            case CODE -> useCase.id().code();
            case VERSION -> useCase.version();
            case TITLE, PROBLEM, BASELINE, OUTCOME, BENEFICIARIES, ALTERNATIVE, DESCRIPTION, DOMAIN ->
                text(c.texts(), target);
            case TRANSLATED_TITLE,
                    TRANSLATED_PROBLEM,
                    TRANSLATED_BASELINE,
                    TRANSLATED_OUTCOME,
                    TRANSLATED_BENEFICIARIES,
                    TRANSLATED_ALTERNATIVE,
                    TRANSLATED_DESCRIPTION,
                    TRANSLATED_DOMAIN -> c.translation() == null ? null : text(c.translation(), target);
            case UNIT -> unit.map(Unit::code).orElse(null);
            case SPONSOR -> name(c.sponsor());
            case BUSINESS_OWNER -> name(c.businessOwner());
            case TECHNICAL_OWNER -> name(c.technicalOwner());
            case KIND -> c.kind() == null ? null : labels.kind(lang, c.kind());
            case STAGE -> c.stage() == null ? null : labels.stage(lang, c.stage());
            case AI_NEEDED -> c.aiNeeded() == null ? null : labels.answer(lang, c.aiNeeded());
            case START_YEAR -> c.startYear();
            case END_YEAR -> c.endYear();
            case TAGS ->
                c.tags().isEmpty()
                        ? null
                        : c.tags().stream().map(Exports::oneLine).collect(Collectors.joining("\n"));
            case LINKS ->
                c.links().isEmpty()
                        ? null
                        : c.links().stream().map(Exports::line).collect(Collectors.joining("\n"));
            case LANG -> c.lang();
            case SOURCE -> c.source();
            case EXTERNAL_KEY -> c.externalKey();
            case PARENT_UNIT, TICKED_TAG, TICKED_OUTCOME, EXTRA, IGNORE ->
                throw new IllegalArgumentException("no column " + target);
        };
    }

    private static @Nullable String text(Texts t, Target target) {
        return switch (target) {
            case TITLE, TRANSLATED_TITLE -> t.title();
            case PROBLEM, TRANSLATED_PROBLEM -> t.problem();
            case BASELINE, TRANSLATED_BASELINE -> t.baseline();
            case OUTCOME, TRANSLATED_OUTCOME -> t.outcome();
            case BENEFICIARIES, TRANSLATED_BENEFICIARIES -> t.beneficiaries();
            case ALTERNATIVE, TRANSLATED_ALTERNATIVE -> t.alternative();
            case DESCRIPTION, TRANSLATED_DESCRIPTION -> t.description();
            case DOMAIN, TRANSLATED_DOMAIN -> t.domain();
            default -> throw new IllegalArgumentException("no text " + target);
        };
    }

    private static @Nullable String name(@Nullable Person person) {
        return person == null ? null : person.name();
    }

    private static String line(Link link) {
        return link.label().equals(link.url()) ? link.url() : oneLine(link.label()) + " " + link.url();
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\s+", " ");
    }

    private List<String> remarks(
            Actor actor, UseCaseQuery query, Lang lang, int count, boolean tooMany, SheetWriter writer) {
        List<String> lines = new ArrayList<>();
        lines.add(messages.text(lang, "demand.export.readMe.what", clock.instant(), actor.name(), count));
        if (query.narrowed()) {
            lines.add(messages.text(lang, "demand.export.readMe.narrowed"));
        }
        lines.add(messages.text(lang, "demand.export.readMe.back"));
        lines.add(messages.text(lang, "demand.export.readMe.new"));
        lines.add(messages.text(lang, "demand.export.readMe.formulas"));
        if (tooMany) {
            lines.add(messages.text(lang, "demand.export.readMe.columns", MAX_EXTRA));
        }
        for (SheetWriter.Cut cut : writer.cuts()) {
            lines.add(messages.text(lang, "demand.export.readMe.cut", cut.row(), cut.heading(), cut.length()));
        }
        return lines;
    }
}
