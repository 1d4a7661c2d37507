package io.sextant.app.identity;

import static io.sextant.app.testing.Accounts.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sextant.app.kernel.Outcome;
import io.sextant.app.testing.Accounts;
import io.sextant.app.testing.SextantTest;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@SextantTest
class DoorsTest {
    @Autowired
    private Units units;

    @Autowired
    private People people;

    @Autowired
    private Accounts accounts;

    @Autowired
    private Passwords passwords;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private ApplicationEventPublisher events;

    @Autowired
    private PlatformTransactionManager transactions;

    private Unit unit(@Nullable Unit parent) {
        return done(units.create(
                Actor.system(),
                new Units.NewUnit(null, "Unité " + UUID.randomUUID(), null, parent == null ? null : parent.id())));
    }

    private static String code(Outcome<?> outcome) {
        return ((Outcome.Refused<?>) outcome).reasons().getFirst().code();
    }

    @Test
    void enteringAsAPersonaCountsAsAVisit() {
        var personas =
                new DemoPersonas(people, jdbc, events, Clock.systemUTC(), true, InetAddress.getLoopbackAddress());
        var persona = done(people.createPersona(
                Actor.system(),
                new People.NewPerson(
                        "visitor-" + UUID.randomUUID() + "@example.org", "Camille Visite", null, Set.of())));
        assertThat(persona.lastLoginAt()).isNull();
        var before = Instant.now().minusSeconds(1);

        var entered = new TransactionTemplate(transactions).execute(status -> personas.enter(persona.id()));

        assertThat(entered).isPresent();
        assertThat(people.find(Actor.system(), persona.id()).orElseThrow().lastLoginAt())
                .isAfter(before);
        assertThat(jdbc.sql(
                                "select action from audit.event where subject_type = 'user' and subject_id = :id order by seq")
                        .param("id", String.valueOf(persona.id()))
                        .query(String.class)
                        .list())
                .contains("session.opened");
    }

    @Test
    void aUnitNeverComesToLieBelowItself() {
        var top = unit(null);
        var below = unit(unit(top));
        var refused = units.move(Actor.system(), top.id(), top.version(), below.id());
        assertThat(code(refused)).isEqualTo("identity.unit.cycle");
    }

    @Test
    void aRoleInAUnitHoldsInAllBelowItAndNowhereElse() {
        var top = unit(null);
        var below = unit(unit(top));
        var other = unit(null);
        var owner = accounts.actor(new Grant(Role.BUSINESS_OWNER, top.id()));
        assertThat(owner.may(Permission.EDIT_USE_CASES, below.id())).isTrue();
        assertThat(owner.may(Permission.EDIT_USE_CASES, other.id())).isFalse();
        assertThat(owner.may(Permission.EDIT_USE_CASES, null)).isFalse();
        var office = accounts.actor(new Grant(Role.AI_OFFICE, top.id()));
        done(units.rename(office, below.id(), below.version(), new Units.Renaming(null, "Autre", null)));
        assertThatThrownBy(() ->
                        units.rename(office, other.id(), other.version(), new Units.Renaming(null, "Autre", null)))
                .isInstanceOf(AccessDeniedException.class);
    }

    @Test
    void aMergedUnitsRolesAndChildrenGoToTheOneThatTakesOver() {
        var from = unit(null);
        var child = unit(from);
        var into = unit(null);
        var person = accounts.person(new Grant(Role.BUSINESS_OWNER, from.id()));
        done(units.close(Actor.system(), from.id(), from.version(), into.id(), "merged"));
        assertThat(units.find(child.id()).orElseThrow().parentId()).isEqualTo(into.id());
        assertThat(people.find(Actor.system(), person.id()).orElseThrow().grants())
                .containsExactly(new Grant(Role.BUSINESS_OWNER, into.id()));
        assertThat(units.find(from.id()).orElseThrow().open()).isFalse();
    }

    @Test
    void aFullUnitIsNotClosedAndAClosedOneNotChosen() {
        var full = unit(null);
        var child = unit(full);
        assertThat(code(units.close(Actor.system(), full.id(), full.version(), null, null)))
                .isEqualTo("identity.unit.hasChildren");
        var closed = done(units.close(Actor.system(), child.id(), child.version(), null, null));
        assertThat(code(units.create(Actor.system(), new Units.NewUnit(null, "Sous", null, closed.id()))))
                .isEqualTo("identity.unit.closed");
        assertThat(done(units.reopen(Actor.system(), closed.id(), closed.version()))
                        .open())
                .isTrue();
    }

    @Test
    void anAdministratorsRoleIsNotLimitedToAUnit() {
        var unit = unit(null);
        var refused = people.create(
                Actor.system(),
                new People.NewPerson(
                        "x" + UUID.randomUUID() + "@example.org",
                        "X",
                        null,
                        Set.of(new Grant(Role.ADMINISTRATOR, unit.id()))));
        assertThat(code(refused)).isEqualTo("identity.grant.everywhere");
    }

    @Test
    void theLastAdministratorStays() {
        var kept = accounts.person(new Grant(Role.ADMINISTRATOR, null));
        var others = jdbc.sql("select user_id from identity.user_grant where role = 'ADMINISTRATOR' and user_id <> :id")
                .param("id", kept.id())
                .query(Long.class)
                .list();
        jdbc.sql("update identity.user_account set disabled_at = now() where id = any(:ids)")
                .param("ids", others.toArray(Long[]::new))
                .update();
        try {
            assertThat(code(people.disable(Actor.system(), kept.id(), kept.version(), null)))
                    .isEqualTo("identity.user.lastAdministrator");
            assertThat(code(people.grant(Actor.system(), kept.id(), kept.version(), Set.of(), null)))
                    .isEqualTo("identity.user.lastAdministrator");
        } finally {
            jdbc.sql("update identity.user_account set disabled_at = null where id = any(:ids)")
                    .param("ids", others.toArray(Long[]::new))
                    .update();
        }
    }

    @Test
    void anInvitationOpensOnce() {
        var person = done(people.create(
                Actor.system(),
                new People.NewPerson("inv" + UUID.randomUUID() + "@example.org", "Inès", "fr", Set.of())));
        var link = done(people.invite(Actor.system(), person.id()));
        assertThat(code(people.choosePassword(link.secret(), "too short"))).isEqualTo("identity.password.tooShort");
        done(people.choosePassword(link.secret(), Accounts.PASSWORD));
        assertThat(code(people.choosePassword(link.secret(), Accounts.PASSWORD)))
                .isEqualTo("identity.link.dead");
    }

    @Test
    void peopleComeByNameOrByTheLastTimeTheySignedInEitherWay() {
        var mark = UUID.randomUUID().toString().substring(0, 8);
        for (var name : List.of("Éva", "Anna", "zoé")) {
            done(people.create(
                    Actor.system(),
                    new People.NewPerson(
                            mark + name.length() + name.charAt(1) + "@example.org",
                            name + " " + mark,
                            null,
                            Set.of())));
        }
        jdbc.sql("update identity.user_account set last_login_at = now() where name = :name")
                .param("name", "Anna " + mark)
                .update();
        jdbc.sql("update identity.user_account set last_login_at = now() - interval '1 day' where name = :name")
                .param("name", "zoé " + mark)
                .update();
        assertThat(names(mark, PeopleQuery.Order.NAME)).containsExactly("Anna", "Éva", "zoé");
        assertThat(names(mark, PeopleQuery.Order.NAME_DOWN)).containsExactly("zoé", "Éva", "Anna");
        assertThat(names(mark, PeopleQuery.Order.SEEN)).containsExactly("Éva", "zoé", "Anna");
        assertThat(names(mark, PeopleQuery.Order.SEEN_DOWN)).containsExactly("Anna", "zoé", "Éva");
    }

    private List<String> names(String mark, PeopleQuery.Order order) {
        var query = new PeopleQuery(mark, null, null, null, order);
        return people.list(accounts.actor(Role.AUDITOR), query, null, 0, 10).people().stream()
                .map(p -> p.name().replace(" " + mark, ""))
                .toList();
    }

    @Test
    void peopleAreFoundByPartOfTheirNameWithoutRegardToAccents() {
        var mark = UUID.randomUUID().toString().substring(0, 8);
        done(people.create(
                Actor.system(), new People.NewPerson(mark + "@example.org", "Hélène " + mark, null, Set.of())));
        var found = people.list(
                accounts.actor(Role.AUDITOR),
                new PeopleQuery("helene " + mark, null, null, Person.State.INVITED),
                null,
                0,
                10);
        assertThat(found.total()).isEqualTo(1);
        assertThat(people.names(accounts.actor(Role.EMPLOYEE), mark)).hasSize(1);
    }

    @Test
    void passwordsThatAreTriedFirstAreRefused() {
        for (var weak : new String[] {
            "password1234", "M0tDeP@sse2026!", "azertyuiop12", "123456789012", "aaaaaaaaaaaa", "camille-martin"
        }) {
            assertThat(passwords.objection("password", weak, "Camille Martin", "c@example.org"))
                    .as(weak)
                    .isPresent();
        }
        assertThat(passwords.objection("password", "trois bateaux sur le lac", "Camille Martin"))
                .isEmpty();
    }

    @Test
    void eachFurtherFailureDoublesTheWaitAndADayForgivesAll() {
        var clock = new HandClock();
        var throttle = new Throttle(jdbc, transactions, clock);
        var key = "account:" + UUID.randomUUID();
        var limits = new Throttle.Limits(3, Duration.ofSeconds(30), Duration.ofSeconds(100));
        for (var i = 0; i < 3; i++) {
            assertThat(throttle.attempt(key, limits)).isEmpty();
        }
        assertThat(throttle.attempt(key, limits)).contains(Duration.ofSeconds(30));
        clock.pass(Duration.ofSeconds(30));
        assertThat(throttle.attempt(key, limits)).isEmpty();
        assertThat(throttle.attempt(key, limits)).contains(Duration.ofSeconds(60));
        clock.pass(Duration.ofSeconds(60));
        assertThat(throttle.attempt(key, limits)).isEmpty();
        assertThat(throttle.attempt(key, limits)).contains(Duration.ofSeconds(100));
        clock.pass(Duration.ofDays(2));
        for (var i = 0; i < 3; i++) {
            assertThat(throttle.attempt(key, limits)).isEmpty();
        }
        throttle.succeeded(key);
        assertThat(throttle.attempt(key, limits)).isEmpty();
    }

    private static final class HandClock extends Clock {
        private Instant now = Instant.parse("2026-11-23T08:00:00Z");

        void pass(Duration time) {
            now = now.plus(time);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
