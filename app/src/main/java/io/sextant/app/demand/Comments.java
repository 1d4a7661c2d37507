package io.sextant.app.demand;

import static io.sextant.app.kernel.Outcome.done;
import static io.sextant.app.kernel.Outcome.refused;

import io.sextant.app.identity.Actor;
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
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// What people say to each other about a use case. Authors may change or withdraw their own words; a withdrawn comment
/// leaves its place and its date.
@Service
@Transactional
public class Comments {
    /// Longest comment, in characters.
    public static final int MAX_BODY = 10_000;

    private final JdbcClient jdbc;
    private final UseCases useCases;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    Comments(JdbcClient jdbc, UseCases useCases, ApplicationEventPublisher events, Clock clock) {
        this.jdbc = jdbc;
        this.useCases = useCases;
        this.events = events;
        this.clock = clock;
    }

    /// One comment; `body` is empty once withdrawn.
    public record Comment(
            long id,
            Instant at,
            @Nullable Long byId,
            String byName,
            String body,
            @Nullable String translation,
            @Nullable Instant editedAt,
            boolean withdrawn) {

        /// Whether this actor wrote it.
        public boolean by(Actor actor) {
            return byId != null && Objects.equals(byId, actor.who().userId());
        }
    }

    /// A comment was added, changed or withdrawn; the words themselves stay with the use case.
    record Commented(Who by, UseCaseId id, String verb, long comment) implements Auditable {
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
            return Map.of("comment", comment);
        }
    }

    /// The comments of a use case, the oldest first; empty when the actor may not see it.
    @Transactional(readOnly = true)
    public List<Comment> of(Actor actor, UseCaseId id) {
        return useCases.find(actor, id)
                .map(u -> jdbc.sql("select * from demand.comment where use_case_id = :key order by id")
                        .param("key", u.key())
                        .query(Comments::comment)
                        .list())
                .orElse(List.of());
    }

    /// Adds a comment.
    public Outcome<Comment> add(Actor actor, UseCaseId id, String body) {
        Optional<UseCase> useCase = useCases.find(actor, id);
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
        long comment = jdbc.sql("""
                        insert into demand.comment (use_case_id, at, by_id, by_name, body)
                        values (:key, :at, :byId, :byName, :body) returning id
                        """)
                .param("key", useCase.get().key())
                .param("at", now())
                .param("byId", actor.who().userId(), Types.BIGINT)
                .param("byName", actor.who().name())
                .param("body", body.strip())
                .query(Long.class)
                .single();
        events.publishEvent(new Commented(actor.who(), id, "added", comment));
        announce(actor, useCase.get(), body.strip());
        return done(find(comment));
    }

    /// Tells the owners that somebody spoke.
    private void announce(Actor actor, UseCase useCase, String body) {
        Content content = useCase.content();
        var owners = new HashSet<Long>();
        for (Person owner : Arrays.asList(content.businessOwner(), content.technicalOwner())) {
            Long account = owner == null ? null : owner.userId();
            if (account != null) {
                owners.add(account);
            }
        }
        events.publishEvent(new Announcement(
                actor.who(),
                Announcement.Kind.COMMENT,
                owners,
                List.of(),
                Permission.VIEW_USE_CASES.name(),
                content.unitId(),
                useCase.id().code(),
                "/use-cases/" + useCase.id().code() + "/discussion",
                "demand.telling.comment",
                List.of(title(useCase)),
                body));
    }

    private static Announcement.Both title(UseCase useCase) {
        String own = useCase.content().texts().title();
        Texts translation = useCase.content().translation();
        String other = translation == null || translation.title().isBlank() ? own : translation.title();
        return useCase.content().lang().equals("fr")
                ? new Announcement.Both(own, other)
                : new Announcement.Both(other, own);
    }

    /// Changes one's own comment.
    public Outcome<Comment> edit(Actor actor, UseCaseId id, long comment, String body) {
        Optional<Reason> hindrance = hindrance(actor, id, comment).or(() -> problem(body));
        if (hindrance.isPresent()) {
            return refused(hindrance.get());
        }
        jdbc.sql("update demand.comment set body = :body, translation = null, edited_at = :now where id = :id")
                .param("body", body.strip())
                .param("now", now())
                .param("id", comment)
                .update();
        events.publishEvent(new Commented(actor.who(), id, "edited", comment));
        return done(find(comment));
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
        events.publishEvent(new Commented(actor.who(), id, "withdrawn", comment));
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
        events.publishEvent(new Commented(actor.who(), id, "put-back", comment));
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
        return jdbc.sql("select * from demand.comment where id = :id")
                .param("id", id)
                .query(Comments::comment)
                .single();
    }

    private static Comment comment(ResultSet row, int n) throws SQLException {
        boolean withdrawn = row.getObject("deleted_at") != null;
        Object by = row.getObject("by_id");
        OffsetDateTime edited = row.getObject("edited_at", OffsetDateTime.class);
        return new Comment(
                row.getLong("id"),
                row.getObject("at", OffsetDateTime.class).toInstant(),
                by == null ? null : row.getLong("by_id"),
                row.getString("by_name"),
                withdrawn ? "" : row.getString("body"),
                withdrawn ? null : row.getString("translation"),
                edited == null ? null : edited.toInstant(),
                withdrawn);
    }

    private OffsetDateTime now() {
        return Instant.now(clock).atOffset(ZoneOffset.UTC);
    }
}
