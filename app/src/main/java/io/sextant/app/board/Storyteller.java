package io.sextant.app.board;

import io.sextant.app.board.Brief.AxisKnown;
import io.sextant.app.board.Brief.Earlier;
import io.sextant.app.board.Brief.Group;
import io.sextant.app.board.Brief.Named;
import io.sextant.app.board.Brief.Question;
import io.sextant.app.board.Story.Ask;
import io.sextant.app.board.Story.Asks;
import io.sextant.app.board.Story.Axes;
import io.sextant.app.board.Story.AxisLine;
import io.sextant.app.board.Story.Bar;
import io.sextant.app.board.Story.Bars;
import io.sextant.app.board.Story.Block;
import io.sextant.app.board.Story.Cell;
import io.sextant.app.board.Story.Chapter;
import io.sextant.app.board.Story.Column;
import io.sextant.app.board.Story.Event;
import io.sextant.app.board.Story.Events;
import io.sextant.app.board.Story.Figure;
import io.sextant.app.board.Story.Line;
import io.sextant.app.board.Story.Table;
import io.sextant.app.board.Story.Tone;
import io.sextant.app.demand.Axis;
import io.sextant.app.demand.Kind;
import io.sextant.app.demand.Moves.Arrivals;
import io.sextant.app.demand.Overview;
import io.sextant.app.demand.Stage;
import io.sextant.app.demand.UseCaseQuery;
import io.sextant.app.demand.UseCaseQuery.Field;
import io.sextant.app.demand.Verdict;
import io.sextant.app.identity.Organisations;
import io.sextant.app.identity.Units;
import io.sextant.app.platform.knowledge.InventoryKnowledge;
import io.sextant.app.platform.ui.Formats;
import io.sextant.app.platform.ui.Lang;
import io.sextant.app.platform.ui.Messages;
import io.sextant.engine.inventory.TouchpointRules;
import io.sextant.engine.inventory.TouchpointRules.Touchpoint;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/// Tells a brief in one language: chooses what to say first, words it as a finding, and says of each figure where it
/// comes from. What is not known is said to be unknown; it never counts as nought. Thread-safe.
@Component
public class Storyteller {
    private static final int MOST_BARS = 8;
    private static final int MOST_GROUPS = 4;
    private static final int MOST_AREAS = 5;
    private static final int YEARS_SHOWN = 8;
    private static final int LONGEST_LABEL = 44;
    private static final int LONGEST_TITLE = 72;
    private static final int NAMED_PER_EVENT = 3;

    private final Messages messages;
    private final TouchpointRules law;
    private final BiFunction<String, Lang, String> unitNames;
    private final Supplier<String> organisation;

    @Autowired
    Storyteller(Messages messages, InventoryKnowledge knowledge, Units units, Organisations organisations) {
        this(
                messages,
                knowledge.rules().touchpoints(),
                (code, lang) -> units.byCode(code).map(u -> u.name(lang.code())).orElse(code),
                () -> organisations.current().name());
    }

    /// @param law the points of law that an area may be, with the question each calls for
    /// @param unitNames the name of the unit of a code
    /// @param organisation the name that signs
    Storyteller(
            Messages messages,
            TouchpointRules law,
            BiFunction<String, Lang, String> unitNames,
            Supplier<String> organisation) {
        this.messages = messages;
        this.law = law;
        this.unitNames = unitNames;
        this.organisation = organisation;
    }

    /// The brief in that language.
    public Story tell(Brief brief, Lang lang) {
        return new Telling(brief, lang).story();
    }

    /// One telling.
    private final class Telling {
        private final Brief brief;
        private final Lang lang;
        private final Formats formats;
        private final Overview now;
        private final @Nullable Earlier earlier;
        private final UseCaseQuery ground;
        private final String day;

        Telling(Brief brief, Lang lang) {
            this.brief = brief;
            this.lang = lang;
            this.formats = messages.formats(lang);
            this.now = brief.now();
            this.earlier = brief.earlier();
            String unit = brief.unit();
            this.ground = new UseCaseQuery(
                    null, unit == null ? Map.of() : Map.of(Field.UNIT, List.of(unit)), UseCaseQuery.Sort.CODE, false);
            this.day = formats.date(brief.madeAt());
        }

        Story story() {
            boolean empty = now.total() == 0;
            String unit = brief.unit();
            return new Story(
                    lang,
                    organisation.get(),
                    brief.title(),
                    unit == null ? t("tell.scope.all") : t("tell.scope.unit", unitName(unit)),
                    day,
                    brief.madeBy(),
                    empty
                            ? t("tell.empty.headline")
                            : t(
                                    "tell.headline",
                                    now.total(),
                                    staged(Stage.RUN),
                                    brief.questions().size()),
                    empty ? List.of() : figures(),
                    empty
                            ? List.of(nothing())
                            : now.readAt() == null
                                    ? List.of(position(), what(), where(), known(), unread(), ask())
                                    : List.of(position(), what(), where(), known(), alike(), legal(), ask()),
                    sources(),
                    empty);
        }

        // Position

        private List<Figure> figures() {
            return List.of(
                    figure(
                            "total",
                            now.total(),
                            earlier == null ? null : earlier.total(),
                            "tell.from.declared",
                            ground),
                    figure("run", staged(Stage.RUN), before(Stage.RUN), "tell.from.declared", at(Stage.RUN)),
                    figure("pilot", staged(Stage.PILOT), before(Stage.PILOT), "tell.from.declared", at(Stage.PILOT)),
                    new Figure(
                            t("tell.figure.completeness"),
                            formats.percent(now.completeness() / 100.0),
                            earlier == null
                                    ? null
                                    : change("tell.figure.change.points", now.completeness() - earlier.completeness()),
                            t("tell.from.computed"),
                            null));
        }

        private Figure figure(String key, long value, @Nullable Long was, String from, UseCaseQuery query) {
            return new Figure(
                    t("tell.figure." + key),
                    formats.number(value),
                    was == null ? null : change("tell.figure.change", value - was),
                    t(from),
                    link(query));
        }

        private String change(String key, long by) {
            String since = formats.dateShort(Objects.requireNonNull(earlier).madeAt());
            if (by == 0) {
                return t("tell.figure.same", since);
            }
            return key.endsWith(".points")
                    ? t(key, formats.signed(by), Math.abs(by), since)
                    : t(key, formats.signed(by), since);
        }

        private Chapter position() {
            long unknown = now.byStage().getOrDefault(UseCaseQuery.NONE, 0L);
            long before = staged(Stage.IDEA) + staged(Stage.QUALIFIED) + staged(Stage.FRAMED);
            var parts = new ArrayList<String>();
            part(parts, "tell.position.run", staged(Stage.RUN));
            part(parts, "tell.position.pilot", staged(Stage.PILOT));
            part(parts, "tell.position.before", before);
            part(parts, "tell.position.retired", staged(Stage.RETIRED));
            part(parts, "tell.position.unknown", unknown);
            String lead = unknown > 0 ? t("tell.position.lead.unknown", unknown) : t("tell.position.lead.known");
            var blocks = new ArrayList<Block>();
            if (earlier == null) {
                lead += " " + t("tell.since.first");
            }
            var bars = Stream.concat(Arrays.stream(Stage.values()).map(Enum::name), Stream.of(UseCaseQuery.NONE))
                    .filter(s -> !s.equals(UseCaseQuery.NONE) || unknown > 0 || stagedBefore(s) > 0)
                    .map(s -> bar(
                            word("demand.stage." + s),
                            now.byStage().getOrDefault(s, 0L),
                            earlier == null ? null : stagedBefore(s),
                            s.equals(UseCaseQuery.NONE) ? Tone.UNKNOWN : Tone.MAIN,
                            ground.with(Field.STAGE, List.of(s))))
                    .toList();
            blocks.add(bars(
                    "tell.position.chart", false, bars, earlier == null ? null : formats.dateShort(earlier.madeAt())));
            if (earlier != null) {
                blocks.add(since(earlier));
            }
            return new Chapter(
                    "position",
                    t("tell.position.title", now.total(), formats.list(parts)),
                    lead,
                    blocks,
                    from("tell.from.declared"),
                    notes(registerSource()));
        }

        private long stagedBefore(String stage) {
            return earlier == null ? 0 : earlier.byStage().getOrDefault(stage, 0L);
        }

        private Events since(Earlier earlier) {
            var events = new ArrayList<Event>();
            for (Arrivals arrivals : earlier.arrivals()) {
                var details = arrivals.some().stream()
                        .limit(NAMED_PER_EVENT)
                        .map(m -> lang == Lang.FR ? m.titleFr() : m.titleEn())
                        .collect(Collectors.toCollection(ArrayList::new));
                if (arrivals.count() > details.size()) {
                    details.add(t("tell.more", arrivals.count() - details.size()));
                }
                events.add(new Event(t("tell.since." + arrivals.to().name(), arrivals.count()), details));
            }
            if (earlier.registered() > 0) {
                events.add(new Event(t("tell.since.registered", earlier.registered()), List.of()));
            }
            if (earlier.archived() > 0) {
                events.add(new Event(t("tell.since.archived", earlier.archived()), List.of()));
            }
            if (events.isEmpty()) {
                events.add(new Event(t("tell.since.nothing"), List.of()));
            }
            return new Events(t("tell.since", formats.date(earlier.madeAt())), events);
        }

        // What they are made of

        private Chapter what() {
            Map<String, Long> kinds = now.byKind();
            long unknown = kinds.getOrDefault(UseCaseQuery.NONE, 0L);
            long agents = kinds.getOrDefault(Kind.AGENT.name(), 0L);
            Map.Entry<String, Long> first = kinds.entrySet().stream()
                    .filter(e -> !e.getKey().equals(UseCaseQuery.NONE))
                    .max(Map.Entry.comparingByValue())
                    .orElse(null);
            String title;
            if (first == null || unknown * 2 > now.total()) {
                title = t("tell.what.unknown", unknown, now.total());
            } else {
                String led = t("tell.what." + first.getKey(), first.getValue(), now.total());
                title = agents > 0 && !first.getKey().equals(Kind.AGENT.name())
                        ? t("tell.what.agents", led, agents)
                        : led;
            }
            List<Bar> years = years();
            String lead = Stream.of(
                            now.kindsRead() > 0 ? t("tell.what.lead.read", now.kindsRead()) : "",
                            years.isEmpty() ? t("tell.what.lead.noYears") : "")
                    .filter(s -> !s.isEmpty())
                    .collect(Collectors.joining(" "));
            var blocks = new ArrayList<Block>();
            blocks.add(bars(
                    "tell.what.chart",
                    false,
                    Stream.concat(Arrays.stream(Kind.values()).map(Enum::name), Stream.of(UseCaseQuery.NONE))
                            .filter(k -> !k.equals(UseCaseQuery.NONE) || unknown > 0)
                            .map(k -> bar(
                                    word("demand.kind." + k),
                                    kinds.getOrDefault(k, 0L),
                                    null,
                                    k.equals(UseCaseQuery.NONE) ? Tone.UNKNOWN : Tone.MAIN,
                                    ground.with(Field.KIND, List.of(k))))
                            .toList(),
                    null));
            if (!years.isEmpty()) {
                blocks.add(bars("tell.what.years", true, years, null));
            }
            return new Chapter(
                    "what", title, lead, blocks, from("tell.from.kinds"), notes(registerSource(), kindsSource()));
        }

        /// The last years one by one, what lies before them together, and what nobody said; nothing when no year is
        /// said.
        private List<Bar> years() {
            var counts = new LinkedHashMap<Integer, Long>();
            now.byYear().forEach((year, n) -> {
                if (!year.equals(UseCaseQuery.NONE)) {
                    counts.put(Integer.valueOf(year), n);
                }
            });
            if (counts.isEmpty()) {
                return List.of();
            }
            int made = LocalDate.ofInstant(brief.madeAt(), formats.zone()).getYear();
            int last = Math.max(
                    made, counts.keySet().stream().mapToInt(y -> y).max().orElse(made));
            int earliest = counts.keySet().stream().mapToInt(y -> y).min().orElse(last);
            int first = Math.max(earliest, last - YEARS_SHOWN + 1);
            var bars = new ArrayList<Bar>();
            List<String> old = counts.keySet().stream()
                    .filter(y -> y < first)
                    .map(String::valueOf)
                    .toList();
            if (!old.isEmpty()) {
                long n = old.stream()
                        .mapToLong(y -> counts.getOrDefault(Integer.valueOf(y), 0L))
                        .sum();
                bars.add(bar(
                        t("tell.what.before", String.valueOf(first)),
                        n,
                        null,
                        Tone.OTHERS,
                        ground.with(Field.YEAR, old)));
            }
            for (int y = first; y <= last; y++) {
                bars.add(bar(
                        String.valueOf(y),
                        counts.getOrDefault(y, 0L),
                        null,
                        Tone.MAIN,
                        ground.with(Field.YEAR, List.of(String.valueOf(y)))));
            }
            long unsaid = now.byYear().getOrDefault(UseCaseQuery.NONE, 0L);
            if (unsaid > 0) {
                bars.add(bar(
                        t("tell.what.noYear"),
                        unsaid,
                        null,
                        Tone.UNKNOWN,
                        ground.with(Field.YEAR, List.of(UseCaseQuery.NONE))));
            }
            return bars;
        }

        // Where they are

        private Chapter where() {
            long none = brief.entities().getOrDefault(UseCaseQuery.NONE, 0L);
            long attached = now.total() - none;
            List<Map.Entry<String, Long>> entities = brief.entities().entrySet().stream()
                    .filter(e -> !e.getKey().equals(UseCaseQuery.NONE))
                    .toList();
            var blocks = new ArrayList<Block>();
            if (!entities.isEmpty()) {
                blocks.add(bars(
                        "tell.where.entities",
                        false,
                        top(
                                brief.entities(),
                                this::unitName,
                                code -> code.equals(brief.unit()) ? null : ground.with(Field.UNIT, List.of(code))),
                        null));
            }
            if (now.byDomain().keySet().stream().anyMatch(d -> !d.equals(UseCaseQuery.NONE))) {
                blocks.add(bars(
                        "tell.where.domains",
                        false,
                        top(
                                now.byDomain(),
                                d -> brief.domain(d, lang.code()),
                                d -> ground.with(Field.DOMAIN, List.of(d))),
                        null));
            } else if (now.bySource().keySet().stream().anyMatch(s -> !s.equals(UseCaseQuery.NONE))) {
                blocks.add(bars(
                        "tell.where.sources",
                        false,
                        top(now.bySource(), s -> s, s -> ground.with(Field.SOURCE, List.of(s))),
                        null));
            }
            return new Chapter(
                    "where",
                    whereTitle(entities, attached),
                    none > 0 && !entities.isEmpty() ? t("tell.where.lead", none) : "",
                    blocks,
                    from("tell.from.declared"),
                    notes(registerSource()));
        }

        private String whereTitle(List<Map.Entry<String, Long>> entities, long attached) {
            if (entities.isEmpty()) {
                return t("tell.where.none");
            }
            if (entities.size() == 1) {
                return t("tell.where.only", unitName(entities.getFirst().getKey()));
            }
            long sum = 0;
            int few = 0;
            while (sum * 2 <= attached) {
                sum += entities.get(few++).getValue();
            }
            if (few == 1) {
                return t("tell.where.one", unitName(entities.getFirst().getKey()));
            }
            return few * 2 <= entities.size()
                    ? t("tell.where.few", few, entities.size())
                    : t("tell.where.spread", entities.size());
        }

        /// The first values as bars of their own, the rest together, then what nobody said.
        private List<Bar> top(
                Map<String, Long> counts,
                Function<String, String> name,
                Function<String, @Nullable UseCaseQuery> query) {
            List<Map.Entry<String, Long>> said = counts.entrySet().stream()
                    .filter(e -> !e.getKey().equals(UseCaseQuery.NONE))
                    .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                    .toList();
            var bars = new ArrayList<Bar>();
            // One value left over takes no more room than the words that would stand for it.
            int shown = said.size() == MOST_BARS + 1 ? said.size() : MOST_BARS;
            said.stream()
                    .limit(shown)
                    .forEach(e -> bars.add(
                            bar(name.apply(e.getKey()), e.getValue(), null, Tone.MAIN, query.apply(e.getKey()))));
            if (said.size() > shown) {
                long rest =
                        said.stream().skip(shown).mapToLong(Map.Entry::getValue).sum();
                bars.add(bar(t("tell.others", said.size() - shown), rest, null, Tone.OTHERS, null));
            }
            Long unsaid = counts.get(UseCaseQuery.NONE);
            if (unsaid != null && unsaid > 0) {
                bars.add(bar(t("tell.unsaid"), unsaid, null, Tone.UNKNOWN, query.apply(UseCaseQuery.NONE)));
            }
            return bars;
        }

        // What is known

        private Chapter known() {
            List<AxisLine> axes = brief.knowledge().stream().map(this::axis).toList();
            long unread = brief.knowledge().stream().filter(a -> !a.read()).count();
            var needs = new ArrayList<String>();
            for (Verdict verdict : Verdict.values()) {
                part(needs, "tell.known.need." + verdict.name(), now.byNeed().getOrDefault(verdict.name(), 0L));
            }
            List<Bar> missing = now.missing().entrySet().stream()
                    .limit(MOST_BARS)
                    .map(e -> bar(
                            word("demand.field." + e.getKey()),
                            e.getValue(),
                            null,
                            Tone.MAIN,
                            ground.with(Field.MISSING, List.of(e.getKey()))))
                    .toList();
            var blocks = new ArrayList<Block>();
            blocks.add(new Axes(
                    t("tell.known.axes"),
                    axes,
                    axes.stream()
                            .map(a -> t("paper.alt.bar", a.name(), a.standing()))
                            .collect(Collectors.joining(" ; "))));
            blocks.add(
                    missing.isEmpty()
                            ? new Events(t("tell.known.missing"), List.of(new Event(t("tell.known.full"), List.of())))
                            : bars("tell.known.missing", "tell.known.missing.count", false, missing, null));
            return new Chapter(
                    "known",
                    t("tell.known.title", now.byNeed().getOrDefault(Verdict.CLEAR.name(), 0L), now.total(), unread),
                    t("tell.known.lead", formats.list(needs)),
                    blocks,
                    from("tell.from.computed"),
                    notes(t("tell.source.need"), t("tell.source.completeness"), unreadAxes()));
        }

        private AxisLine axis(AxisKnown known) {
            Axis axis = Axis.valueOf(known.axis());
            return new AxisLine(
                    axis,
                    word("demand.axis." + known.axis()),
                    word("demand.axis.question." + known.axis()),
                    known.read() && known.of() > 0 ? (double) known.known() / known.of() : null,
                    known.read() ? t("tell.known.read", known.known(), known.of()) : t("tell.known.unread"));
        }

        private String unreadAxes() {
            List<String> names = brief.knowledge().stream()
                    .filter(a -> !a.read())
                    .map(a -> word("demand.axis." + a.axis()).toLowerCase(lang.locale()))
                    .toList();
            return names.isEmpty() ? "" : t("tell.source.axes", formats.list(names));
        }

        // What reading the texts would tell

        private Chapter unread() {
            return chapter("unread", t("tell.unread.title"), t("tell.unread.lead"), "tell.from.unread");
        }

        // What looks alike

        private Chapter alike() {
            Brief.Alike alike = brief.alike();
            if (alike.groups() == 0 || now.inLookAlikes() == 0) {
                return chapter("alike", t("tell.alike.none"), t("tell.alike.none.lead"), "tell.from.read");
            }
            String lead = Stream.of(
                            alike.across() > 0 ? t("tell.alike.lead.across", alike.across()) : "",
                            alike.same() > 0 ? t("tell.alike.lead.same", alike.same()) : "",
                            t("tell.alike.lead.judge"))
                    .filter(s -> !s.isEmpty())
                    .collect(Collectors.joining(" "));
            var table = new Table(
                    t("tell.alike.table"),
                    List.of(
                            new Column(t("tell.alike.common"), 0.29, false),
                            new Column(t("tell.alike.cases"), 0.62, false),
                            new Column(t("tell.alike.count"), 0.09, true)),
                    alike.largest().stream().limit(MOST_GROUPS).map(this::group).toList(),
                    alike.groups() > MOST_GROUPS ? t("tell.alike.rest", alike.groups() - MOST_GROUPS) : null);
            return new Chapter(
                    "alike",
                    now.inLookAlikes() == 1
                            ? t("tell.alike.title.one")
                            : t("tell.alike.title", now.inLookAlikes(), alike.groups()),
                    lead,
                    List.of(table),
                    from("tell.from.read"),
                    notes(readSource()));
        }

        private List<Cell> group(Group group) {
            var members = group.members().stream()
                    .limit(NAMED_PER_EVENT)
                    .map(this::member)
                    .collect(Collectors.toCollection(ArrayList::new));
            if (group.size() > members.size()) {
                members.add(Line.of(t("tell.more", group.size() - members.size())));
            }
            List<String> entities = group.members().stream()
                    .map(Named::unit)
                    .filter(Objects::nonNull)
                    .distinct()
                    .map(unit -> shorten(unitName(unit), 30))
                    .toList();
            String likeness = t(group.same() ? "tell.alike.same" : "tell.alike.near");
            if (!entities.isEmpty()) {
                likeness += " · "
                        + formats.list(
                                group.units() > entities.size()
                                        ? Stream.concat(entities.stream(), Stream.of("…"))
                                                .toList()
                                        : entities);
            }
            return List.of(
                    new Cell(
                            shorten(lang == Lang.FR ? group.labelFr() : group.labelEn(), LONGEST_LABEL),
                            List.of(Line.of(likeness)),
                            null),
                    new Cell("", members, null),
                    Cell.of(formats.number(group.size())));
        }

        private Line member(Named named) {
            String title = shorten(lang == Lang.FR ? named.titleFr() : named.titleEn(), LONGEST_TITLE);
            return new Line(named.code() + " · " + title, named.code());
        }

        // What calls for a legal look

        private Chapter legal() {
            if (now.areas().isEmpty()) {
                return chapter("law", t("tell.law.none"), t("tell.law.none.lead"), "tell.from.read");
            }
            Map<String, Long> live = brief.law().live();
            List<String> areas = now.areas().keySet().stream()
                    .sorted(Comparator.comparing((String a) -> -live.getOrDefault(a, 0L))
                            .thenComparing(a -> -now.areas().getOrDefault(a, 0L)))
                    .toList();
            var table = new Table(
                    t("tell.law.table"),
                    List.of(
                            new Column(t("tell.law.subject"), 0.25, false),
                            new Column(t("tell.law.question"), 0.51, false),
                            new Column(t("tell.law.live"), 0.14, true),
                            new Column(t("tell.law.all"), 0.10, true)),
                    areas.stream().limit(MOST_AREAS).map(this::area).toList(),
                    areas.size() > MOST_AREAS ? t("tell.law.rest", areas.size() - MOST_AREAS) : null);
            return new Chapter(
                    "law",
                    t(
                            "tell.law.title",
                            brief.law().touched(),
                            now.areas().size(),
                            brief.law().touchedLive()),
                    t("tell.law.lead"),
                    List.of(table),
                    from("tell.from.read"),
                    notes(readSource()));
        }

        private List<Cell> area(String id) {
            long all = now.areas().getOrDefault(id, 0L);
            long live = brief.law().live().getOrDefault(id, 0L);
            UseCaseQuery query = ground.with(Field.AREA, List.of(id));
            Touchpoint point = law.touchpoints().stream()
                    .filter(p -> p.id().equals(id))
                    .findFirst()
                    .orElse(null);
            return List.of(
                    point == null
                            ? Cell.of(id)
                            : new Cell(
                                    lang == Lang.FR ? point.labelFr() : point.labelEn(),
                                    List.of(Line.of(lang == Lang.FR ? point.citationFr() : point.citation())),
                                    null),
                    Cell.of(point == null ? "" : lang == Lang.FR ? point.questionFr() : point.questionEn()),
                    new Cell(
                            formats.number(live),
                            List.of(),
                            live == 0
                                    ? null
                                    : link(query.with(Field.STAGE, List.of(Stage.PILOT.name(), Stage.RUN.name())))),
                    new Cell(formats.number(all), List.of(), link(query)));
        }

        // What the board is asked

        private Chapter ask() {
            List<Ask> asks = brief.questions().stream().map(this::asked).toList();
            String title = t("tell.ask.title", asks.size());
            if (asks.isEmpty()) {
                return chapter("ask", title, t("tell.ask.lead.none"), "tell.from.asked");
            }
            return new Chapter(
                    "ask",
                    title,
                    t("tell.ask.lead"),
                    List.of(new Asks(t("tell.ask.table"), asks)),
                    from("tell.from.asked"),
                    notes(registerSource()));
        }

        private Ask asked(Question q) {
            String key = "ask." + q.code();
            String asked = q.code().equals("lookAlikes") && q.count() == 1
                    ? t("ask.lookAlikes.one")
                    : t(key, q.count(), q.subject());
            return new Ask(asked, t(key + ".why", q.count(), q.subject()), t("tell.ask.count", q.count()), q.query());
        }

        // Nothing yet

        private Chapter nothing() {
            var next = Stream.of("position", "known", "alike", "law", "ask")
                    .map(key -> new Event(t("tell.empty.next." + key), List.of()))
                    .toList();
            return new Chapter(
                    "empty",
                    t("tell.empty.title"),
                    t("tell.empty.lead"),
                    List.of(new Events(t("tell.empty.next"), next)),
                    from("tell.from.declared"),
                    notes(registerSource()));
        }

        // Where it comes from

        private List<String> sources() {
            return Stream.of(
                            registerSource(),
                            now.total() == 0 ? "" : kindsSource(),
                            now.total() == 0 ? "" : t("tell.source.need"),
                            now.total() == 0 ? "" : t("tell.source.completeness"),
                            now.total() == 0 ? "" : readSource(),
                            unreadAxes(),
                            earlier == null
                                    ? ""
                                    : t("tell.source.earlier", earlier.title(), formats.date(earlier.madeAt())))
                    .filter(s -> !s.isEmpty())
                    .toList();
        }

        private String registerSource() {
            return t("tell.source.register", formats.dateTime(brief.madeAt()), now.total());
        }

        private String kindsSource() {
            return now.kindsRead() == 0 ? "" : t("tell.source.kinds", now.kindsRead());
        }

        private String readSource() {
            return Optional.ofNullable(now.readAt())
                    .map(at ->
                            t("tell.source.read", formats.date(at), law.source().version()))
                    .orElseGet(() -> t("tell.source.unread"));
        }

        private String from(String key) {
            String how = Optional.ofNullable(now.readAt())
                    .map(at -> t(key, formats.date(at)))
                    .orElseGet(() -> t(key, ""));
            return t("tell.from.on", how, day);
        }

        private List<String> notes(String... sentences) {
            return Arrays.stream(sentences).filter(s -> !s.isEmpty()).toList();
        }

        // Small parts

        private Chapter chapter(String id, String title, String lead, String from) {
            return new Chapter(id, title, lead, List.of(), from(from), notes(readSource()));
        }

        private Bars bars(String title, boolean upright, List<Bar> bars, @Nullable String before) {
            return bars(title, "tell.series.count", upright, bars, before);
        }

        private Bars bars(String title, String series, boolean upright, List<Bar> bars, @Nullable String before) {
            String alt = bars.stream()
                    .map(b -> {
                        Long was = b.before();
                        String value = was == null ? b.shown() : t("paper.alt.was", b.shown(), was);
                        return t("paper.alt.bar", b.label(), value);
                    })
                    .collect(Collectors.joining(" ; "));
            return new Bars(
                    t(title),
                    before == null ? t(series) : formats.dateShort(brief.madeAt()),
                    before,
                    upright,
                    bars,
                    t(title) + ". " + alt);
        }

        private Bar bar(String label, long value, @Nullable Long before, Tone tone, @Nullable UseCaseQuery query) {
            return new Bar(
                    shorten(label, LONGEST_LABEL),
                    value,
                    formats.number(value),
                    before,
                    tone,
                    query == null ? null : link(query));
        }

        private void part(List<String> parts, String key, long n) {
            if (n > 0) {
                parts.add(t(key, n));
            }
        }

        private UseCaseQuery at(Stage stage) {
            return ground.with(Field.STAGE, List.of(stage.name()));
        }

        private long staged(Stage stage) {
            return now.byStage().getOrDefault(stage.name(), 0L);
        }

        private @Nullable Long before(Stage stage) {
            return earlier == null ? null : stagedBefore(stage.name());
        }

        private String unitName(String code) {
            return unitNames.apply(code, lang);
        }

        private String link(UseCaseQuery query) {
            return Briefs.queryString(query);
        }

        private String t(String key, Object... args) {
            return messages.text(lang, "board." + key, args);
        }

        private String word(String key) {
            return messages.text(lang, key);
        }
    }

    /// A text cut at a word so that it fits, with an ellipsis that says so.
    ///
    /// @param most the most characters it may have
    public static String shorten(String text, int most) {
        String line = text.strip().replaceAll("\\s+", " ");
        if (line.length() <= most) {
            return line;
        }
        int cut = line.lastIndexOf(' ', most - 1);
        return line.substring(0, cut > most / 2 ? cut : most - 1).replaceAll("[\\s,;:.]+$", "") + "…";
    }
}
