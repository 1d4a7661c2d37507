package io.sextant.app.demand.publishing;

import static io.sextant.app.kernel.Outcome.done;
import static io.sextant.app.kernel.Outcome.refused;

import io.sextant.app.demand.Content;
import io.sextant.app.demand.Stage;
import io.sextant.app.demand.Texts;
import io.sextant.app.demand.UseCase;
import io.sextant.app.demand.UseCaseId;
import io.sextant.app.demand.UseCases;
import io.sextant.app.demand.gating.Answer;
import io.sextant.app.demand.publishing.Publication.Part;
import io.sextant.app.demand.publishing.Shown.Decided;
import io.sextant.app.identity.Actor;
import io.sextant.app.identity.Permission;
import io.sextant.app.identity.Units;
import io.sextant.app.kernel.Auditable;
import io.sextant.app.kernel.Outcome;
import io.sextant.app.kernel.Reason;
import io.sextant.app.kernel.Who;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// The door to what is shown without an account. Those who decide at the gates publish and withdraw; whoever may see a
/// use
/// case sees whether it is published. An archived use case is not shown. Thread-safe.
@Service
@Transactional
public class Publications {
    /// Longest contact, in characters.
    public static final int MAX_CONTACT = 200;

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int SLUG_BYTES = 16;

    private final JdbcClient jdbc;
    private final UseCases useCases;
    private final Units units;
    private final PublishingSettings settings;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    Publications(
            JdbcClient jdbc,
            UseCases useCases,
            Units units,
            PublishingSettings settings,
            ApplicationEventPublisher events,
            Clock clock) {
        this.jdbc = jdbc;
        this.useCases = useCases;
        this.units = units;
        this.settings = settings;
        this.events = events;
        this.clock = clock;
    }

    /// A use case was published, shown otherwise, or withdrawn.
    record Published(
            Who by,
            UseCaseId id,
            String verb,
            Map<String, @Nullable Object> before,
            Map<String, @Nullable Object> after)
            implements Auditable {
        @Override
        public String action() {
            return "use-case." + verb;
        }

        @Override
        public String subjectType() {
            return "use-case";
        }

        @Override
        public String subjectId() {
            return id.code();
        }
    }

    /// Whether anything is shown at all.
    public boolean allowed() {
        return settings.allowed();
    }

    /// Whether the actor may publish and withdraw this use case.
    public boolean mayPublish(Actor actor, UseCase useCase) {
        return settings.allowed()
                && !useCase.archived()
                && actor.may(Permission.DECIDE_GATES, useCase.content().unitId());
    }

    /// How a use case is published; empty when it is not, or when the actor may not see it.
    @Transactional(readOnly = true)
    public Optional<Publication> of(Actor actor, UseCaseId id) {
        return useCases.find(actor, id).flatMap(u -> stored(u.key()));
    }

    /// Shows a use case to whoever has its address, or shows other parts of it; the address stays.
    ///
    /// @param contact whom readers may turn to; absent shows nobody
    public Outcome<Publication> publish(Actor actor, UseCaseId id, Set<Part> parts, @Nullable String contact) {
        UseCase useCase = useCases.lock(actor, id).orElse(null);
        if (useCase == null) {
            return refused(Reason.whole("demand.refused.notFound", id.code()));
        }
        if (!settings.allowed()) {
            return refused(Reason.whole("demand.shown.refused.off"));
        }
        if (useCase.archived()) {
            return refused(Reason.whole("demand.refused.archived", id.code()));
        }
        if (!mayPublish(actor, useCase)) {
            return refused(Reason.whole("demand.shown.refused.may"));
        }
        String whom = contact == null || contact.isBlank() ? null : contact.strip();
        if (whom != null && whom.length() > MAX_CONTACT) {
            return refused(Reason.of("contact", "demand.problem.tooLong", whom.length(), MAX_CONTACT));
        }
        if (whom != null && whom.chars().anyMatch(Character::isISOControl)) {
            return refused(Reason.of("contact", "demand.problem.control"));
        }
        Publication before = stored(useCase.key()).orElse(null);
        Set<Part> shown = parts.isEmpty() ? EnumSet.noneOf(Part.class) : EnumSet.copyOf(parts);
        jdbc.sql("""
                        insert into demand.publication (use_case_id, slug, parts, contact, since, by_id, by_name)
                        values (:key, :slug, :parts, :contact, :now, :byId, :by)
                        on conflict (use_case_id) do update set parts = excluded.parts, contact = excluded.contact
                        """)
                .param("key", useCase.key())
                .param("slug", slug())
                .param("parts", shown.stream().map(Part::name).toArray(String[]::new))
                .param("contact", whom, Types.VARCHAR)
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .param("byId", actor.id(), Types.BIGINT)
                .param("by", actor.name())
                .update();
        Publication after = stored(useCase.key()).orElseThrow();
        if (before == null || !before.equals(after)) {
            events.publishEvent(new Published(
                    actor.who(), id, before == null ? "published" : "publication-changed", told(before), told(after)));
        }
        return done(after);
    }

    /// Shows a use case no more; its address is good for nothing from now on. Whether it was published.
    public Outcome<Boolean> withdraw(Actor actor, UseCaseId id) {
        UseCase useCase = useCases.lock(actor, id).orElse(null);
        if (useCase == null) {
            return refused(Reason.whole("demand.refused.notFound", id.code()));
        }
        if (!actor.may(Permission.DECIDE_GATES, useCase.content().unitId())) {
            return refused(Reason.whole("demand.shown.refused.may"));
        }
        Publication before = stored(useCase.key()).orElse(null);
        if (before == null) {
            return done(false);
        }
        jdbc.sql("delete from demand.publication where use_case_id = :key")
                .param("key", useCase.key())
                .update();
        events.publishEvent(new Published(actor.who(), id, "withdrawn-from-public", told(before), told(null)));
        return done(true);
    }

    /// What a stranger with this address sees, in their language where there are texts in it; empty when nothing is
    /// shown
    /// there.
    @Transactional(readOnly = true)
    public Optional<Shown> shown(String slug, String language) {
        if (!settings.allowed() || slug.length() != 22) {
            return Optional.empty();
        }
        return jdbc.sql("""
                        select c.code, p.* from demand.publication p join demand.use_case c on c.id = p.use_case_id
                        where p.slug = :slug and c.archived_at is null
                        """)
                .param("slug", slug)
                .query((row, n) -> Map.entry(row.getString("code"), publication(row)))
                .optional()
                .flatMap(found -> useCases.find(Actor.system(), new UseCaseId(found.getKey()))
                        .map(useCase -> shown(useCase, found.getValue(), language)));
    }

    /// What a stranger sees of a use case, for those who decide whether to show it.
    @Transactional(readOnly = true)
    public Shown preview(UseCase useCase, Publication publication, String language) {
        return shown(useCase, publication, language);
    }

    private Shown shown(UseCase useCase, Publication publication, String language) {
        Content c = useCase.content();
        Texts t = c.in(language);
        boolean translated = c.translation() != null || c.lang().equals(language);
        Set<Part> parts = publication.parts();
        Long unit = c.unitId();
        return new Shown(
                useCase.id().code(),
                translated ? language : c.lang(),
                t.title(),
                c.stage(),
                parts.contains(Part.PROBLEM) ? t.problem() : null,
                parts.contains(Part.OUTCOME) ? t.outcome() : null,
                parts.contains(Part.BENEFICIARIES) ? t.beneficiaries() : null,
                parts.contains(Part.DESCRIPTION) ? t.description() : null,
                parts.contains(Part.KIND) && !c.kindRead() ? c.kind() : null,
                parts.contains(Part.UNIT) && unit != null
                        ? units.tree().find(unit).map(u -> u.name(language)).orElse(null)
                        : null,
                parts.contains(Part.OWNER) && c.businessOwner() != null
                        ? c.businessOwner().name()
                        : null,
                parts.contains(Part.DECISION) ? standing(useCase.key()) : null,
                publication.contact(),
                useCase.updatedAt());
    }

    private @Nullable Decided standing(long key) {
        return jdbc.sql("""
                        select answer, stage, at, fallen_at from demand.decision
                        where use_case_id = :key order by id desc limit 1
                        """)
                .param("key", key)
                .query((row, n) -> row.getObject("fallen_at") != null
                        ? Optional.<Decided>empty()
                        : Optional.of(new Decided(
                                Answer.valueOf(row.getString("answer")),
                                Stage.valueOf(row.getString("stage")),
                                row.getObject("at", OffsetDateTime.class).toInstant())))
                .optional()
                .flatMap(found -> found)
                .orElse(null);
    }

    private Optional<Publication> stored(long key) {
        return jdbc.sql("select * from demand.publication where use_case_id = :key")
                .param("key", key)
                .query((row, n) -> publication(row))
                .optional();
    }

    private static Publication publication(ResultSet row) throws SQLException {
        var parts = EnumSet.noneOf(Part.class);
        List<String> known = Arrays.stream(Part.values()).map(Part::name).toList();
        for (String part : (String[]) row.getArray("parts").getArray()) {
            if (known.contains(part)) {
                parts.add(Part.valueOf(part));
            }
        }
        return new Publication(
                row.getString("slug"),
                parts,
                row.getString("contact"),
                row.getObject("since", OffsetDateTime.class).toInstant(),
                row.getString("by_name"));
    }

    /// What the trail keeps; not the address, which opens the page.
    private static Map<String, @Nullable Object> told(@Nullable Publication publication) {
        var told = new LinkedHashMap<String, @Nullable Object>();
        if (publication == null) {
            return told;
        }
        told.put("parts", publication.parts().stream().map(Part::name).sorted().toList());
        told.put("contact", publication.contact());
        return told;
    }

    private static String slug() {
        byte[] bytes = new byte[SLUG_BYTES];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
