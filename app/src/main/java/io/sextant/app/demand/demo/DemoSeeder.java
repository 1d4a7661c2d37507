package io.sextant.app.demand.demo;

import io.sextant.app.demand.Content;
import io.sextant.app.demand.Kind;
import io.sextant.app.demand.Link;
import io.sextant.app.demand.Person;
import io.sextant.app.demand.Revision.Act;
import io.sextant.app.demand.Stage;
import io.sextant.app.demand.Texts;
import io.sextant.app.demand.UseCase;
import io.sextant.app.demand.UseCaseChanged;
import io.sextant.app.demand.UseCaseId;
import io.sextant.app.demand.UseCases;
import io.sextant.app.demand.store.UseCaseStore;
import io.sextant.app.demand.store.UseCaseStore.Changed;
import io.sextant.app.demand.store.UseCaseStore.Fresh;
import io.sextant.app.identity.Actor;
import io.sextant.app.identity.Grant;
import io.sextant.app.identity.People;
import io.sextant.app.identity.Role;
import io.sextant.app.identity.Setup;
import io.sextant.app.identity.Units;
import io.sextant.app.kernel.Outcome;
import io.sextant.app.kernel.Who;
import io.sextant.app.platform.launch.CannotStart;
import io.sextant.app.platform.launch.Line;
import io.sextant.app.platform.launch.PastClock;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// Fills an empty database with the invented group of the demonstration, once; a database that holds anything else is
/// left alone and the start refused.
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class DemoSeeder implements ApplicationRunner {
    private final boolean demo;
    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final Setup setup;
    private final Units units;
    private final People people;
    private final UseCaseStore store;
    private final UseCases useCases;
    private final GateActs gates;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    DemoSeeder(
            @Value("${sextant.demo:false}") boolean demo,
            JdbcClient jdbc,
            TransactionTemplate transaction,
            Setup setup,
            Units units,
            People people,
            UseCaseStore store,
            UseCases useCases,
            GateActs gates,
            ApplicationEventPublisher events,
            Clock clock) {
        this.demo = demo;
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.setup = setup;
        this.units = units;
        this.people = people;
        this.store = store;
        this.useCases = useCases;
        this.gates = gates;
        this.events = events;
        this.clock = clock;
    }

    record Told(String fr, String en) {
        String in(String lang) {
            return lang.equals("fr") ? fr : en;
        }
    }

    record UnitSeed(String code, @Nullable String parent, Told name) {}

    record GrantSeed(String role, String unit) {}

    /// @param writes the language of what they write without a translation; French unless it says otherwise
    record PersonSeed(String name, String email, @Nullable String writes, List<GrantSeed> grants, boolean persona) {}

    record Organisation(String name, List<UnitSeed> units, List<PersonSeed> people) {}

    record TextSeed(
            String title,
            @Nullable String problem,
            @Nullable String baseline,
            @Nullable String outcome,
            @Nullable String beneficiaries,
            @Nullable String alternative,
            @Nullable String description,
            @Nullable String domain) {
        Texts texts() {
            return new Texts(title, problem, baseline, outcome, beneficiaries, alternative, description, domain);
        }
    }

    record BothTexts(TextSeed fr, TextSeed en) {}

    record LinkSeed(Told label, String url) {}

    record TagSeed(List<String> fr, List<String> en) {}

    record Created(int daysAgo, String by) {}

    record CommentSeed(int daysAgo, String author, @Nullable String mention, Told text) {}

    record EventSeed(
            int daysAgo,
            String who,
            String field,
            @Nullable Object from,
            @Nullable Object to,
            @Nullable Told reason) {}

    record UseCaseSeed(
            String key,
            String unit,
            @Nullable String stage,
            @Nullable String kind,
            @Nullable String aiNeeded,
            @Nullable Integer startYear,
            @Nullable Integer endYear,
            @Nullable String sponsor,
            @Nullable String businessOwner,
            @Nullable String technicalOwner,
            Created created,
            TagSeed tags,
            @Nullable List<LinkSeed> links,
            BothTexts texts,
            @Nullable List<CommentSeed> comments,
            @Nullable List<EventSeed> history) {}

    record Register(List<UseCaseSeed> useCases) {}

    @Override
    public void run(ApplicationArguments args) {
        boolean seeded = jdbc.sql("select exists (select from demand.demo)")
                .query(Boolean.class)
                .single();
        if (demo == seeded) {
            return;
        }
        if (!demo) {
            throw new CannotStart(
                    new Line(
                            "This data folder holds the demonstration; start with --demo, or name another folder with --data.",
                            "Ce dossier de données contient la démonstration ; démarrez avec --demo, ou nommez un autre dossier avec --data."));
        }
        boolean inUse = jdbc.sql(
                        "select exists (select from identity.user_account) or exists (select from demand.use_case) or exists (select from identity.unit)")
                .query(Boolean.class)
                .single();
        if (inUse) {
            throw new CannotStart(
                    new Line(
                            "This data folder holds real work, which the demonstration never touches; start without --demo, or name another folder with --data.",
                            "Ce dossier de données contient un vrai travail, auquel la démonstration ne touche jamais ; démarrez sans --demo, ou nommez un autre dossier avec --data."));
        }
        transaction.executeWithoutResult(status -> seed());
    }

    private void seed() {
        Actor system = Actor.system();
        Organisation group = read("organisation.yaml", Organisation.class);
        setup.skip(system, group.name(), "fr");
        var unitIds = new HashMap<String, Long>();
        for (UnitSeed unit : group.units()) {
            Long parent = unit.parent() == null ? null : unitIds.get(unit.parent());
            unitIds.put(
                    unit.code(),
                    done(units.create(
                                    system,
                                    new Units.NewUnit(
                                            unit.code(),
                                            unit.name().fr(),
                                            unit.name().en(),
                                            parent)))
                            .id());
        }
        var accounts = new HashMap<String, Long>();
        for (PersonSeed person : group.people()) {
            var grants = new HashSet<Grant>();
            for (GrantSeed grant : person.grants()) {
                // What holds for the whole group holds everywhere, units to come included.
                grants.add(new Grant(
                        Role.valueOf(grant.role()), grant.unit().equals("GRP") ? null : unitIds.get(grant.unit())));
            }
            var wanted = new People.NewPerson(person.email(), person.name(), null, grants);
            accounts.put(
                    person.name(),
                    done(person.persona() ? people.createPersona(system, wanted) : people.create(system, wanted))
                            .id());
        }
        Instant now = clock.instant();
        var english = group.people().stream()
                .filter(p -> "en".equals(p.writes()))
                .map(PersonSeed::name)
                .collect(Collectors.toSet());
        tell(unitIds, accounts, english, now);
        readNews(now);
        jdbc.sql("insert into demand.demo (seeded_at) values (:now)")
                .param("now", now.atOffset(ZoneOffset.UTC))
                .update();
    }

    /// People have read most of what is older than a week: a bell that counts months looks neglected.
    private void readNews(Instant now) {
        jdbc.sql("""
                        update notice.notice set read_at = at + interval '1 day'
                        where at < :week and id % 9 <> 0
                        """)
                .param("week", now.minus(Duration.ofDays(7)).atOffset(ZoneOffset.UTC))
                .update();
    }

    private record Moment(Instant at, Runnable happens) {}

    /// Registers the use cases as they were at first, then lets everything happen to them in the order of time.
    private void tell(Map<String, Long> unitIds, Map<String, Long> accounts, Set<String> english, Instant now) {
        var acts = new HashMap<String, List<GateActs.Act>>();
        read("gates.yaml", GateActs.Register.class).useCases().forEach(c -> acts.put(c.key(), c.acts()));
        var ids = new HashMap<String, UseCaseId>();
        var moments = new ArrayList<Moment>();
        for (UseCaseSeed seed : read("use-cases.yaml", Register.class).useCases().stream()
                .sorted(Comparator.comparingInt((UseCaseSeed s) -> -s.created().daysAgo()))
                .toList()) {
            List<EventSeed> history = seed.history() == null ? List.of() : seed.history();
            UseCaseId id = register(seed, history, unitIds, accounts, now);
            ids.put(seed.key(), id);
            List<GateActs.Act> played = acts.getOrDefault(seed.key(), List.of());
            for (EventSeed event : history) {
                boolean decided = event.field().equals("stage")
                        && played.stream().anyMatch(a -> a.daysAgo() == event.daysAgo() && "GO".equals(a.answer()));
                if (!decided) {
                    moments.add(
                            new Moment(ago(now, event.daysAgo()), () -> change(id, event, unitIds, accounts, english)));
                }
            }
            Instant at = ago(now, seed.created().daysAgo());
            for (GateActs.Act act : played) {
                // In the order of the file, whatever day of the week it is.
                Instant then = atWork(ago(now, act.daysAgo()));
                at = then.isAfter(at) ? then : at.plus(Duration.ofMinutes(10));
                Instant when = at;
                moments.add(new Moment(when, () -> gates.play(act, id, ids, accounts)));
            }
            discuss(seed, id, accounts, now);
        }
        moments.sort(Comparator.comparing(Moment::at));
        moments.forEach(moment -> PastClock.at(moment.at(), moment.happens()));
    }

    private UseCaseId register(
            UseCaseSeed seed,
            List<EventSeed> history,
            Map<String, Long> unitIds,
            Map<String, Long> accounts,
            Instant now) {
        // Today's state is known; what it was at first comes from undoing the events, the latest first.
        Content first = content(seed, unitIds, accounts);
        for (EventSeed event : history.reversed()) {
            first = with(first, event, event.from(), accounts, unitIds);
        }
        Instant created = ago(now, seed.created().daysAgo());
        int year = created.atZone(ZoneOffset.UTC).getYear();
        UseCaseId id = UseCaseId.of(year, store.reserve(year, 1));
        Who author = who(seed.created().by(), accounts);
        store.insert(List.of(new Fresh(id, first, UseCases.need(first))), author, Act.CREATED, null, created);
        events.publishEvent(new UseCaseChanged(author, id, Act.CREATED, null, Content.changes(null, first)));
        return id;
    }

    private void change(
            UseCaseId id, EventSeed event, Map<String, Long> unitIds, Map<String, Long> accounts, Set<String> english) {
        UseCase before = store.lock(id).orElseThrow();
        Content after = with(before.content(), event, event.to(), accounts, unitIds);
        Who by = who(event.who(), accounts);
        String reason = event.reason() == null ? null : event.reason().in(english.contains(event.who()) ? "en" : "fr");
        store.update(
                List.of(new Changed(before, after, UseCases.need(after))), by, Act.EDITED, reason, clock.instant());
        events.publishEvent(new UseCaseChanged(by, id, Act.EDITED, reason, Content.changes(before.content(), after)));
    }

    private void discuss(UseCaseSeed seed, UseCaseId id, Map<String, Long> accounts, Instant now) {
        long key = store.find(id).orElseThrow().key();
        for (CommentSeed comment : seed.comments() == null ? List.<CommentSeed>of() : seed.comments()) {
            String mentioned = comment.mention();
            Long person = mentioned == null ? null : accounts.get(mentioned);
            long made = jdbc.sql("""
                            insert into demand.comment (use_case_id, at, by_id, by_name, body, translation)
                            values (:key, :at, :byId, :by, replace(:fr, :name, :reference), replace(:en, :name, :reference))
                            returning id
                            """)
                    .param("key", key)
                    .param("at", ago(now, comment.daysAgo()).atOffset(ZoneOffset.UTC))
                    .param("byId", accounts.get(comment.author()))
                    .param("by", comment.author())
                    .param("fr", comment.text().fr())
                    .param("en", comment.text().en())
                    .param("name", "@" + mentioned)
                    .param("reference", "@{" + person + "}")
                    .query(Long.class)
                    .single();
            if (person != null) {
                jdbc.sql("insert into demand.comment_mention (comment_id, user_id) values (:comment, :person)")
                        .param("comment", made)
                        .param("person", person)
                        .update();
            }
        }
    }

    private static Content content(UseCaseSeed s, Map<String, Long> unitIds, Map<String, Long> accounts) {
        var links = new ArrayList<Link>();
        for (LinkSeed link : s.links() == null ? List.<LinkSeed>of() : s.links()) {
            links.add(new Link(link.label().fr(), link.url()));
        }
        return new Content(
                "fr",
                s.texts().fr().texts(),
                s.texts().en().texts(),
                person(s.sponsor(), accounts),
                person(s.businessOwner(), accounts),
                person(s.technicalOwner(), accounts),
                unitIds.get(s.unit()),
                s.kind() == null ? null : Kind.valueOf(s.kind()),
                false,
                s.stage() == null ? null : Stage.valueOf(s.stage()),
                s.aiNeeded() == null ? null : s.aiNeeded().equals("YES"),
                s.startYear(),
                s.endYear(),
                s.tags().fr(),
                links,
                Map.of(),
                null,
                null);
    }

    private static @Nullable Person person(@Nullable String name, Map<String, Long> accounts) {
        return name == null ? null : new Person(name, accounts.get(name));
    }

    /// The content with one field of an event set to a value: a text, or a map of `fr` and `en` for what people wrote.
    private static Content with(
            Content c, EventSeed event, @Nullable Object value, Map<String, Long> accounts, Map<String, Long> unitIds) {
        String plain = value == null || value instanceof Map ? null : String.valueOf(value);
        return switch (event.field()) {
            case "stage" -> c.withStage(plain == null ? null : Stage.valueOf(plain));
            case "kind" -> c.withKind(plain == null ? null : Kind.valueOf(plain));
            case "unit" -> c.withUnit(plain == null ? null : unitIds.get(plain));
            case "businessOwner" -> c.withBusinessOwner(person(plain, accounts));
            case "technicalOwner" -> c.withTechnicalOwner(person(plain, accounts));
            case "sponsor" -> c.withSponsor(person(plain, accounts));
            case "aiNeeded" -> c.withAiNeeded(plain == null ? null : plain.equals("YES"));
            case "startYear" -> c.withYears(plain == null ? null : Integer.valueOf(plain), c.endYear());
            case "endYear" -> c.withYears(c.startYear(), plain == null ? null : Integer.valueOf(plain));
            default -> {
                Map<?, ?> told = value instanceof Map<?, ?> m ? m : Map.of();
                Texts en = Objects.requireNonNull(c.translation());
                yield c.withTexts(t -> text(t, event.field(), (String) told.get("fr")))
                        .withTranslation(text(en, event.field(), (String) told.get("en")));
            }
        };
    }

    private static Texts text(Texts t, String field, @Nullable String value) {
        return switch (field) {
            case "title" ->
                new Texts(
                        value == null ? t.title() : value,
                        t.problem(),
                        t.baseline(),
                        t.outcome(),
                        t.beneficiaries(),
                        t.alternative(),
                        t.description(),
                        t.domain());
            case "problem" ->
                new Texts(
                        t.title(),
                        value,
                        t.baseline(),
                        t.outcome(),
                        t.beneficiaries(),
                        t.alternative(),
                        t.description(),
                        t.domain());
            case "baseline" ->
                new Texts(
                        t.title(),
                        t.problem(),
                        value,
                        t.outcome(),
                        t.beneficiaries(),
                        t.alternative(),
                        t.description(),
                        t.domain());
            case "outcome" ->
                new Texts(
                        t.title(),
                        t.problem(),
                        t.baseline(),
                        value,
                        t.beneficiaries(),
                        t.alternative(),
                        t.description(),
                        t.domain());
            case "beneficiaries" ->
                new Texts(
                        t.title(),
                        t.problem(),
                        t.baseline(),
                        t.outcome(),
                        value,
                        t.alternative(),
                        t.description(),
                        t.domain());
            case "alternative" ->
                new Texts(
                        t.title(),
                        t.problem(),
                        t.baseline(),
                        t.outcome(),
                        t.beneficiaries(),
                        value,
                        t.description(),
                        t.domain());
            case "description" ->
                new Texts(
                        t.title(),
                        t.problem(),
                        t.baseline(),
                        t.outcome(),
                        t.beneficiaries(),
                        t.alternative(),
                        value,
                        t.domain());
            case "domain" ->
                new Texts(
                        t.title(),
                        t.problem(),
                        t.baseline(),
                        t.outcome(),
                        t.beneficiaries(),
                        t.alternative(),
                        t.description(),
                        value);
            default -> throw new IllegalArgumentException("the demonstration changes an unknown field: " + field);
        };
    }

    private static Who who(String name, Map<String, Long> accounts) {
        return new Who(accounts.get(name), name, Who.Channel.WEB);
    }

    private static Instant ago(Instant now, int days) {
        // Not all at the same minute of the day.
        return now.minus(Duration.ofDays(days)).minus(Duration.ofMinutes(37L * (days % 11)));
    }

    /// The Monday after when it falls on a weekend; so it comes after what the register tells of that day.
    private static Instant atWork(Instant at) {
        return switch (at.atZone(ZoneOffset.UTC).getDayOfWeek()) {
            case SATURDAY -> at.plus(Duration.ofDays(2));
            case SUNDAY -> at.plus(Duration.ofDays(1));
            case MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY -> at;
        };
    }

    private static <T> T done(Outcome<T> outcome) {
        return switch (outcome) {
            case Outcome.Done<T>(T value) -> value;
            case Outcome.Refused<T>(var reasons) ->
                throw new IllegalStateException("the demonstration was refused: " + reasons);
            case Outcome.Stale<T>(long current) -> throw new IllegalStateException("stale at " + current);
        };
    }

    private static <T> T read(String file, Class<T> type) {
        try (InputStream in = DemoSeeder.class.getResourceAsStream("/demo/" + file)) {
            return YAMLMapper.builder()
                    .disable(tools.jackson.databind.DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .disable(tools.jackson.databind.DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                    .build()
                    .readValue(Objects.requireNonNull(in), type);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
