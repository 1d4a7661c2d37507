package io.sextant.app.demand;

import static io.sextant.app.kernel.Outcome.done;
import static io.sextant.app.kernel.Outcome.refused;

import io.sextant.app.identity.Actor;
import io.sextant.app.identity.Actors;
import io.sextant.app.identity.People;
import io.sextant.app.identity.Permission;
import io.sextant.app.kernel.Announcement;
import io.sextant.app.kernel.Auditable;
import io.sextant.app.kernel.Outcome;
import io.sextant.app.kernel.Reason;
import io.sextant.app.kernel.Who;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// What people say to each other about a use case. Authors may change or withdraw their own words; a withdrawn comment
/// leaves its place and its date. Where a comment names somebody, `@{account}` is kept instead of the name, so that a
/// name that changes stays right.
@Service
@Transactional
public class Comments {
    /// Longest comment, in characters.
    public static final int MAX_BODY = 10_000;
    /// Most people that one comment names.
    public static final int MAX_MENTIONS = 20;

    /// Where a name ends.
    private static final String END = "(?![\\p{L}\\p{N}])";
    private static final Pattern REFERENCE = Pattern.compile("@\\{(\\d{1,18})}");
    /// The same words of the same person within this time are one comment sent twice.
    private static final Duration SENT_TWICE = Duration.ofSeconds(30);
    private static final int OFFERED = 8;
    private static final int LOOKED_AT = 60;

    private static final String SELECT = """
            select c.*, array(select m.user_id from demand.comment_mention m where m.comment_id = c.id order by 1) as mentioned,
                array(select a.name from demand.comment_mention m join identity.user_account a on a.id = m.user_id
                      where m.comment_id = c.id order by m.user_id) as mentioned_names
            from demand.comment c
            """;

    private final JdbcClient jdbc;
    private final UseCases useCases;
    private final Actors actors;
    private final People people;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    Comments(
            JdbcClient jdbc,
            UseCases useCases,
            Actors actors,
            People people,
            ApplicationEventPublisher events,
            Clock clock) {
        this.jdbc = jdbc;
        this.useCases = useCases;
        this.actors = actors;
        this.people = people;
        this.events = events;
        this.clock = clock;
    }

    /// Somebody named in a comment.
    ///
    /// @param name as they are called today
    public record Mention(long id, String name) {}

    /// One comment; `body` is empty once withdrawn.
    ///
    /// @param body with the names of today after each `@` of a mention
    public record Comment(
            long id,
            Instant at,
            @Nullable Long byId,
            String byName,
            String body,
            @Nullable String translation,
            @Nullable Instant editedAt,
            boolean withdrawn,
            List<Mention> mentions) {
        public Comment {
            mentions = List.copyOf(mentions);
        }

        /// A stretch of the text.
        ///
        /// @param mention whether it names somebody
        public record Piece(String text, boolean mention) {}

        /// A text of this comment in stretches, those that name somebody apart.
        public List<Piece> pieces(String text) {
            if (mentions.isEmpty()) {
                return List.of(new Piece(text, false));
            }
            Matcher names = Pattern.compile(mentions.stream()
                            .map(m -> "@" + m.name())
                            .sorted(Comparator.comparingInt(String::length).reversed())
                            .map(Pattern::quote)
                            .collect(Collectors.joining("|", "(?:", ")" + END)))
                    .matcher(text);
            var pieces = new ArrayList<Piece>();
            int at = 0;
            while (names.find()) {
                if (names.start() > at) {
                    pieces.add(new Piece(text.substring(at, names.start()), false));
                }
                pieces.add(new Piece(names.group(), true));
                at = names.end();
            }
            if (at < text.length()) {
                pieces.add(new Piece(text.substring(at), false));
            }
            return pieces;
        }

        /// Whether this actor wrote it.
        public boolean by(Actor actor) {
            return byId != null && Objects.equals(byId, actor.who().userId());
        }
    }

    /// A comment was added, changed or withdrawn; the words themselves stay with the use case.
    ///
    /// @param mentions the accounts it names
    record Commented(Who by, UseCaseId id, String verb, long comment, List<Long> mentions) implements Auditable {
        @Override
        public String action() {
            return "use-case.comment-" + verb;
        }

        @Override
        public String subjectType() {
            return "use-case";
        }

        @Override
        public String subjectId() {
            return id.code();
        }

        @Override
        public Map<String, @Nullable Object> after() {
            if (mentions.isEmpty()) {
                return Map.of("comment", comment);
            }
            return Map.of("comment", comment, "mentions", mentions);
        }
    }

    /// The comments of a use case, the oldest first; empty when the actor may not see it.
    @Transactional(readOnly = true)
    public List<Comment> of(Actor actor, UseCaseId id) {
        return useCases.find(actor, id)
                .map(u -> jdbc.sql(SELECT + " where c.use_case_id = :key order by c.id")
                        .param("key", u.key())
                        .query(Comments::comment)
                        .list())
                .orElse(List.of());
    }

    /// Whom a comment on a use case may name: people who may see it, whose name or address holds a text.
    @Transactional(readOnly = true)
    public List<io.sextant.app.identity.Person.Name> mentionable(Actor actor, UseCaseId id, String text) {
        if (useCases.find(actor, id).isEmpty()) {
            return List.of();
        }
        return people.names(actor, text, LOOKED_AT).stream()
                .filter(person -> sees(person.id(), id))
                .limit(OFFERED)
                .toList();
    }

    private boolean sees(long account, UseCaseId id) {
        return actors.find(account, Who.Channel.WEB)
                .flatMap(reader -> useCases.find(reader, id))
                .isPresent();
    }

    /// Adds a comment that names nobody.
    public Outcome<Comment> add(Actor actor, UseCaseId id, String body) {
        return add(actor, id, body, List.of());
    }

    /// Adds a comment. The same words sent twice in a row are one comment.
    ///
    /// @param mentions accounts of the people it names; the text holds `@` and the name, or `@{account}`, of each
    public Outcome<Comment> add(Actor actor, UseCaseId id, String body, Collection<Long> mentions) {
        Optional<UseCase> useCase = useCases.lock(actor, id);
        if (useCase.isEmpty()) {
            return refused(Reason.whole("demand.refused.notFound", id.code()));
        }
        if (useCase.get().archived()) {
            return refused(Reason.whole("demand.refused.archived", id.code()));
        }
        if (!actor.may(Permission.COMMENT, useCase.get().content().unitId())) {
            return refused(Reason.whole("demand.refused.comment"));
        }
        Optional<Reason> problem = problem(body);
        if (problem.isPresent()) {
            return refused(problem.get());
        }
        var named = new Named(id, body.strip(), mentions);
        if (named.fault != null) {
            return refused(named.fault);
        }
        Optional<Long> before = jdbc.sql("""
                        select id from (select * from demand.comment where use_case_id = :key order by id desc limit 1) c
                        where by_id = :byId and body = :body and deleted_at is null and at > :since
                        """)
                .param("key", useCase.get().key())
                .param("byId", actor.who().userId(), Types.BIGINT)
                .param("body", named.stored)
                .param("since", now().minus(SENT_TWICE))
                .query(Long.class)
                .optional();
        if (before.isPresent()) {
            return done(find(before.get()));
        }
        long comment = jdbc.sql("""
                        insert into demand.comment (use_case_id, at, by_id, by_name, body)
                        values (:key, :at, :byId, :byName, :body) returning id
                        """)
                .param("key", useCase.get().key())
                .param("at", now())
                .param("byId", actor.who().userId(), Types.BIGINT)
                .param("byName", actor.who().name())
                .param("body", named.stored)
                .query(Long.class)
                .single();
        name(comment, named.people);
        events.publishEvent(new Commented(actor.who(), id, "added", comment, List.copyOf(named.people)));
        Comment made = find(comment);
        announce(actor, useCase.get(), made, named.people);
        return done(made);
    }

    /// What is kept of a text that names people, or why it cannot be.
    private final class Named {
        final Set<Long> people;
        final String stored;
        final @Nullable Reason fault;

        Named(UseCaseId id, String body, Collection<Long> mentions) {
            people = new LinkedHashSet<>(mentions);
            if (people.size() > MAX_MENTIONS) {
                fault = Reason.of("mentions", "demand.refused.mentions", people.size(), MAX_MENTIONS);
                stored = body;
                return;
            }
            Optional<Long> blind =
                    people.stream().filter(person -> !sees(person, id)).findFirst();
            if (blind.isPresent()) {
                fault = Reason.of("mentions", "demand.refused.mention", String.valueOf(blind.get()));
                stored = body;
                return;
            }
            stored = referring(body, people);
            fault = people.stream()
                    .filter(person -> !stored.contains("@{" + person + "}"))
                    .findFirst()
                    .map(person -> Reason.of("mentions", "demand.refused.mentionMissing", String.valueOf(person)))
                    .orElse(null);
        }
    }

    /// The text with `@{account}` where it names these people. Namesakes take its places in their order.
    private String referring(String body, Set<Long> people) {
        var byName = new TreeMap<String, List<Long>>(
                Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder()));
        for (long person : people) {
            actors.find(person, Who.Channel.WEB).ifPresent(a -> byName.computeIfAbsent(a.name(), n -> new ArrayList<>())
                    .add(person));
        }
        String text = body;
        for (var entry : byName.entrySet()) {
            List<Long> namesakes = entry.getValue();
            var place = new AtomicInteger();
            text = standing(entry.getKey())
                    .matcher(text)
                    .replaceAll(m -> Matcher.quoteReplacement(
                            "@{" + namesakes.get(Math.min(place.getAndIncrement(), namesakes.size() - 1)) + "}"));
        }
        return text;
    }

    private void name(long comment, Set<Long> people) {
        for (long person : people) {
            jdbc.sql("insert into demand.comment_mention (comment_id, user_id) values (:comment, :person)")
                    .param("comment", comment)
                    .param("person", person)
                    .update();
        }
    }

    /// A name after an `@`, and not the beginning of a longer one.
    private static Pattern standing(String name) {
        return Pattern.compile("@" + Pattern.quote(name) + END);
    }

    /// Those of these accounts whom a text still names, for a page on which a name may have been taken away again.
    @Transactional(readOnly = true)
    public List<Long> stillNamed(String body, Collection<Long> mentions) {
        return mentions.stream()
                .distinct()
                .filter(person -> body.contains("@{" + person + "}")
                        || actors.find(person, Who.Channel.WEB)
                                .filter(a -> standing(a.name()).matcher(body).find())
                                .isPresent())
                .toList();
    }

    /// Tells the people named, and the owners that somebody spoke.
    private void announce(Actor actor, UseCase useCase, Comment comment, Set<Long> named) {
        Content content = useCase.content();
        var owners = new HashSet<Long>();
        for (Person owner : Arrays.asList(content.businessOwner(), content.technicalOwner())) {
            Long account = owner == null ? null : owner.userId();
            if (account != null && !named.contains(account)) {
                owners.add(account);
            }
        }
        tell(actor, Announcement.Kind.COMMENT, owners, useCase, comment, "demand.telling.comment");
        mention(actor, useCase, comment, named);
    }

    private void mention(Actor actor, UseCase useCase, Comment comment, Set<Long> named) {
        if (!named.isEmpty()) {
            tell(actor, Announcement.Kind.MENTION, named, useCase, comment, "demand.telling.mention");
        }
    }

    private void tell(
            Actor actor, Announcement.Kind kind, Set<Long> whom, UseCase useCase, Comment comment, String key) {
        events.publishEvent(new Announcement(
                actor.who(),
                kind,
                whom,
                List.of(),
                Permission.VIEW_USE_CASES.name(),
                useCase.content().unitId(),
                useCase.id().code(),
                "/use-cases/" + useCase.id().code() + "/discussion#c" + comment.id(),
                key,
                List.of(title(useCase)),
                comment.body()));
    }

    /// The title of a use case in both languages, as far as it has them.
    public static Announcement.Both title(UseCase useCase) {
        String own = useCase.content().texts().title();
        Texts translation = useCase.content().translation();
        String other = translation == null || translation.title().isBlank() ? own : translation.title();
        return useCase.content().lang().equals("fr")
                ? new Announcement.Both(own, other)
                : new Announcement.Both(other, own);
    }

    /// Changes one's own comment; whom it names stays as far as the text still names them.
    public Outcome<Comment> edit(Actor actor, UseCaseId id, long comment, String body) {
        List<Long> before = of(actor, id).stream()
                .filter(c -> c.id() == comment)
                .flatMap(c -> c.mentions().stream())
                .map(Mention::id)
                .filter(person -> sees(person, id))
                .toList();
        return edit(actor, id, comment, body, stillNamed(body, before));
    }

    /// Changes one's own comment and whom it names; those newly named are told.
    public Outcome<Comment> edit(Actor actor, UseCaseId id, long comment, String body, Collection<Long> mentions) {
        Optional<UseCase> useCase = useCases.lock(actor, id);
        Optional<Reason> hindrance = hindrance(actor, id, comment).or(() -> problem(body));
        if (hindrance.isPresent() || useCase.isEmpty()) {
            return refused(hindrance.orElseGet(() -> Reason.whole("demand.refused.notFound", id.code())));
        }
        var named = new Named(id, body.strip(), mentions);
        if (named.fault != null) {
            return refused(named.fault);
        }
        Set<Long> fresh = new LinkedHashSet<>(named.people);
        find(comment).mentions().forEach(m -> fresh.remove(m.id()));
        jdbc.sql("update demand.comment set body = :body, translation = null, edited_at = :now where id = :id")
                .param("body", named.stored)
                .param("now", now())
                .param("id", comment)
                .update();
        jdbc.sql("delete from demand.comment_mention where comment_id = :id")
                .param("id", comment)
                .update();
        name(comment, named.people);
        events.publishEvent(new Commented(actor.who(), id, "edited", comment, List.copyOf(named.people)));
        Comment changed = find(comment);
        if (!useCase.get().archived()) {
            mention(actor, useCase.get(), changed, fresh);
        }
        return done(changed);
    }

    /// Withdraws one's own comment.
    public Outcome<Comment> withdraw(Actor actor, UseCaseId id, long comment) {
        Optional<Reason> hindrance = hindrance(actor, id, comment);
        if (hindrance.isPresent()) {
            return refused(hindrance.get());
        }
        jdbc.sql("update demand.comment set deleted_at = :now where id = :id")
                .param("now", now())
                .param("id", comment)
                .update();
        events.publishEvent(new Commented(actor.who(), id, "withdrawn", comment, List.of()));
        return done(find(comment));
    }

    /// Puts back one's own withdrawn comment.
    public Outcome<Comment> putBack(Actor actor, UseCaseId id, long comment) {
        Optional<Comment> found =
                of(actor, id).stream().filter(c -> c.id() == comment).findFirst();
        if (found.isEmpty() || !found.get().by(actor)) {
            return refused(Reason.whole("demand.refused.othersComment"));
        }
        jdbc.sql("update demand.comment set deleted_at = null where id = :id")
                .param("id", comment)
                .update();
        events.publishEvent(new Commented(actor.who(), id, "put-back", comment, List.of()));
        return done(find(comment));
    }

    private Optional<Reason> hindrance(Actor actor, UseCaseId id, long comment) {
        return of(actor, id).stream().anyMatch(c -> c.id() == comment && !c.withdrawn() && c.by(actor))
                ? Optional.empty()
                : Optional.of(Reason.whole("demand.refused.othersComment"));
    }

    private static Optional<Reason> problem(String body) {
        if (body.isBlank()) {
            return Optional.of(Reason.of("body", "demand.problem.commentEmpty"));
        }
        if (body.length() > MAX_BODY) {
            return Optional.of(Reason.of("body", "demand.problem.tooLong", body.length(), MAX_BODY));
        }
        return body.indexOf('\0') >= 0 ? Optional.of(Reason.of("body", "demand.problem.control")) : Optional.empty();
    }

    private Comment find(long id) {
        return jdbc.sql(SELECT + " where c.id = :id")
                .param("id", id)
                .query(Comments::comment)
                .single();
    }

    private static Comment comment(ResultSet row, int n) throws SQLException {
        boolean withdrawn = row.getObject("deleted_at") != null;
        var ids = (Long[]) row.getArray("mentioned").getArray();
        var names = (String[]) row.getArray("mentioned_names").getArray();
        var mentions = new ArrayList<Mention>();
        for (int i = 0; i < ids.length; i++) {
            mentions.add(new Mention(ids[i], names[i]));
        }
        String translation = row.getString("translation");
        Object by = row.getObject("by_id");
        OffsetDateTime edited = row.getObject("edited_at", OffsetDateTime.class);
        return new Comment(
                row.getLong("id"),
                row.getObject("at", OffsetDateTime.class).toInstant(),
                by == null ? null : row.getLong("by_id"),
                row.getString("by_name"),
                withdrawn ? "" : worded(row.getString("body"), mentions),
                withdrawn || translation == null ? null : worded(translation, mentions),
                edited == null ? null : edited.toInstant(),
                withdrawn,
                withdrawn ? List.of() : mentions);
    }

    /// A stored text with the names of those it mentions; what only looks like a mention stays as it was typed.
    private static String worded(String stored, List<Mention> mentions) {
        return REFERENCE
                .matcher(stored)
                .replaceAll(m -> Matcher.quoteReplacement(mentions.stream()
                        .filter(mention -> String.valueOf(mention.id()).equals(m.group(1)))
                        .findFirst()
                        .map(mention -> "@" + mention.name())
                        .orElse(m.group())));
    }

    private OffsetDateTime now() {
        return Instant.now(clock).atOffset(ZoneOffset.UTC);
    }
}
