package io.sextant.app.identity;

import io.sextant.app.kernel.Outcome;
import io.sextant.app.kernel.Reason;
import io.sextant.app.kernel.Who;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// The door to who is away and who stands in for whom: from the first day to the last, by what the absent person may do
/// at that moment and no more, never along a chain. Thread-safe.
@Component
public class Absences {
    /// The longest absence, in days.
    public static final int LONGEST = 366;

    private static final int MOST = 100;

    /// An absence to be.
    ///
    /// @param standIn who acts meanwhile; absent for nobody
    public record Wanted(
            @Nullable LocalDate from,
            @Nullable LocalDate until,
            @Nullable Long standIn) {}

    /// Somebody who is away today.
    ///
    /// @param grants the roles that wait for them
    public record Away(Person.Name person, Person.@Nullable Name standIn, LocalDate until, List<Grant> grants) {
        public Away {
            grants = List.copyOf(grants);
        }
    }

    private final JdbcClient jdbc;
    private final Actors actors;
    private final Organisations organisations;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    Absences(
            JdbcClient jdbc,
            Actors actors,
            Organisations organisations,
            ApplicationEventPublisher events,
            Clock clock) {
        this.jdbc = jdbc;
        this.actors = actors;
        this.organisations = organisations;
        this.events = events;
        this.clock = clock;
    }

    /// The day it is for absences.
    public LocalDate today() {
        return LocalDate.now(clock);
    }

    /// When a person is away, the latest first: for themselves and for those who see people.
    @Transactional(readOnly = true)
    public List<Absence> of(Actor actor, long userId) {
        if (!actor.is(userId)) {
            actor.require(Permission.VIEW_PEOPLE);
        }
        return jdbc.sql(SELECT + " where a.user_id = :id order by a.from_day desc, a.id desc limit " + MOST)
                .param("id", userId)
                .query(this::absence)
                .list();
    }

    /// For whom the actor stands in, today or later.
    @Transactional(readOnly = true)
    public List<Absence> entrusted(Actor actor) {
        return jdbc.sql(SELECT + """
                         where a.stand_in_id = :id and a.ended_at is null and a.released_at is null
                           and a.until_day >= :today and p.disabled_at is null
                         order by a.from_day, a.id limit
                        """ + MOST)
                .param("id", actor.id())
                .param("today", today())
                .query(this::absence)
                .list();
    }

    /// The actor in the place of each for whom they stand in today.
    @Transactional(readOnly = true)
    public List<Actor> places(Actor actor) {
        if (actor.id() == null || actor.inPlaceOf() != null) {
            return List.of();
        }
        return entrusted(actor).stream()
                .filter(a -> a.state() == Absence.State.NOW)
                .flatMap(a -> actors.inPlaceOf(actor, a.person().id()).stream())
                .toList();
    }

    /// The actor in the place of that person; empty when they do not stand in for them today.
    @Transactional(readOnly = true)
    public Optional<Actor> inPlaceOf(Actor actor, long absent) {
        return places(actor).stream().filter(a -> a.speaksFor(absent)).findFirst();
    }

    /// Everybody who is away today and has an account.
    @Transactional(readOnly = true)
    public List<Away> away() {
        return jdbc.sql(SELECT + """
                         where a.ended_at is null and :today between a.from_day and a.until_day and p.disabled_at is null
                         order by p.name, p.id
                        """)
                .param("today", today())
                .query((row, n) -> {
                    var absence = absence(row, n);
                    return new Away(absence.person(), absence.standingIn(), absence.until(), Actors.grants(row));
                })
                .list();
    }

    /// Says that a person is away: they themselves, or an administrator for somebody ill, who does not put themselves
    /// in
    /// their place.
    @Transactional
    public Outcome<Absence> declare(Actor actor, long userId, Wanted wanted) {
        if (!actor.is(userId)) {
            actor.require(Permission.MANAGE_PEOPLE);
        }
        organisations.lock();
        if (!open(userId)) {
            return Outcome.refused(Reason.whole("identity.user.notFound"));
        }
        var reasons = problems(actor, userId, wanted);
        if (!reasons.isEmpty()) {
            return new Outcome.Refused<>(reasons);
        }
        var id = jdbc.sql("""
                        insert into identity.absence
                            (user_id, stand_in_id, from_day, until_day, declared_at, declared_by_id, declared_by_name)
                        values (:user, :standIn, :from, :until, :now, :byId, :byName) returning id
                        """)
                .param("user", userId)
                .param("standIn", wanted.standIn())
                .param("from", wanted.from())
                .param("until", wanted.until())
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .param("byId", actor.id())
                .param("byName", actor.name())
                .query(Long.class)
                .single();
        var absence = read(id).orElseThrow();
        tell(actor.who(), "user.away", absence);
        return Outcome.done(absence);
    }

    private List<Reason> problems(Actor actor, long userId, Wanted wanted) {
        var reasons = new ArrayList<Reason>();
        var from = wanted.from();
        var until = wanted.until();
        var today = today();
        if (from == null || from.isBefore(today) || from.isAfter(today.plusDays(LONGEST))) {
            reasons.add(Reason.of("from", "identity.absence.from", today, today.plusDays(LONGEST)));
        } else if (until == null || until.isBefore(from) || until.isAfter(from.plusDays(LONGEST - 1L))) {
            reasons.add(Reason.of("until", "identity.absence.until", from, from.plusDays(LONGEST - 1L)));
        } else {
            overlap("user_id", userId, from, until)
                    .ifPresent(other ->
                            reasons.add(Reason.of("from", "identity.absence.overlap", other.from(), other.until())));
        }
        var standIn = wanted.standIn();
        if (standIn == null) {
            return reasons;
        }
        if (standIn == userId) {
            reasons.add(Reason.of("standIn", "identity.absence.self"));
        } else if (!open(standIn)) {
            reasons.add(Reason.of("standIn", "identity.absence.nobody"));
        } else if (!actor.is(userId) && actor.is(standIn)) {
            reasons.add(Reason.of("standIn", "identity.absence.administrator"));
        } else if (reasons.isEmpty() && from != null && until != null) {
            overlap("user_id", standIn, from, until)
                    .ifPresent(other -> reasons.add(Reason.of(
                            "standIn", "identity.absence.away", other.person().name(), other.from(), other.until())));
        }
        return reasons;
    }

    private Optional<Absence> overlap(String column, long userId, LocalDate from, LocalDate until) {
        return jdbc.sql(SELECT + " where a." + column + """
                         = :id and a.ended_at is null and a.from_day <= :until and a.until_day >= :from
                        order by a.from_day limit 1
                        """)
                .param("id", userId)
                .param("from", from)
                .param("until", until)
                .query(this::absence)
                .optional();
    }

    /// Ends one's own absence before its last day, or calls it off; gives back what was entrusted to one, and the
    /// person is
    /// away all the same. Nothing happens when that is done already.
    @Transactional
    public Outcome<Absence> end(Actor actor, long id) {
        organisations.lock();
        var absence = read(id).orElse(null);
        var standIn = absence == null ? null : absence.standIn();
        var own = absence != null && actor.is(absence.person().id());
        if (absence == null || !own && (standIn == null || !actor.is(standIn.id()))) {
            return Outcome.refused(Reason.whole("identity.absence.notFound"));
        }
        return Outcome.done(
                absence.state() == Absence.State.OVER || !own && absence.releasedAt() != null
                        ? absence
                        : finish(actor.who(), absence, own));
    }

    /// Ends a person's absence before its last day, or calls it off, for whoever administers people.
    @Transactional
    public Outcome<Absence> endFor(Actor actor, long userId, long id) {
        actor.require(Permission.MANAGE_PEOPLE);
        organisations.lock();
        var absence = read(id).filter(a -> a.person().id() == userId).orElse(null);
        if (absence == null) {
            return Outcome.refused(Reason.whole("identity.absence.notFound"));
        }
        return Outcome.done(absence.state() == Absence.State.OVER ? absence : finish(actor.who(), absence, true));
    }

    /// Ends what a closed account leaves behind: its own absences, and its standing in for others.
    void close(Who by, long userId) {
        jdbc.sql(SELECT + """
                         where (a.user_id = :id or a.stand_in_id = :id and a.released_at is null)
                           and a.ended_at is null and a.until_day >= :today order by a.id
                        """)
                .param("id", userId)
                .param("today", today())
                .query(this::absence)
                .list()
                .forEach(absence -> finish(by, absence, absence.person().id() == userId));
    }

    private Absence finish(Who by, Absence absence, boolean whole) {
        jdbc.sql("update identity.absence set " + (whole ? "ended_at" : "released_at") + " = :now where id = :id")
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .param("id", absence.id())
                .update();
        tell(by, whole ? "user.back" : "user.released", absence);
        return read(absence.id()).orElseThrow();
    }

    private void tell(Who by, String action, Absence absence) {
        var after = new LinkedHashMap<String, @Nullable Object>();
        after.put("from", absence.from().toString());
        after.put("until", absence.until().toString());
        var standIn = absence.standIn();
        after.put("standIn", standIn == null ? null : standIn.name());
        after.put("standInId", standIn == null ? null : standIn.id());
        events.publishEvent(new IdentityChanged(
                by, action, "user", String.valueOf(absence.person().id()), null, Map.of(), after));
    }

    private boolean open(long userId) {
        return jdbc.sql("select exists (select 1 from identity.user_account where id = :id and disabled_at is null)")
                .param("id", userId)
                .query(Boolean.class)
                .single();
    }

    private Optional<Absence> read(long id) {
        return jdbc.sql(SELECT + " where a.id = :id")
                .param("id", id)
                .query(this::absence)
                .optional();
    }

    private static final String SELECT = """
            select a.id, a.from_day, a.until_day, a.declared_at, a.declared_by_name, a.ended_at, a.released_at,
                   p.id as person_id, p.name as person_name, p.email as person_email,
                   s.id as stand_in_id, s.name as stand_in_name, s.email as stand_in_email,
                   array(select g.role || '@' || coalesce(g.unit_id::text, '')
                         from identity.user_grant g where g.user_id = p.id) as grants
            from identity.absence a join identity.user_account p on p.id = a.user_id
            left join identity.user_account s on s.id = a.stand_in_id""";

    private Absence absence(ResultSet row, int number) throws SQLException {
        var from = row.getObject("from_day", LocalDate.class);
        var until = row.getObject("until_day", LocalDate.class);
        var ended = row.getTimestamp("ended_at");
        var released = row.getTimestamp("released_at");
        var today = today();
        return new Absence(
                row.getLong("id"),
                new Person.Name(row.getLong("person_id"), row.getString("person_name"), row.getString("person_email")),
                row.getString("stand_in_name") == null
                        ? null
                        : new Person.Name(
                                row.getLong("stand_in_id"),
                                row.getString("stand_in_name"),
                                row.getString("stand_in_email")),
                from,
                until,
                ended != null || until.isBefore(today)
                        ? Absence.State.OVER
                        : from.isAfter(today) ? Absence.State.AHEAD : Absence.State.NOW,
                Objects.requireNonNull(row.getTimestamp("declared_at")).toInstant(),
                row.getString("declared_by_name"),
                instant(ended),
                instant(released));
    }

    private static java.time.@Nullable Instant instant(@Nullable Timestamp at) {
        return at == null ? null : at.toInstant();
    }
}
