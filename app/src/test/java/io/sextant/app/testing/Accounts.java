package io.sextant.app.testing;

import io.sextant.app.identity.Actor;
import io.sextant.app.identity.Actors;
import io.sextant.app.identity.Grant;
import io.sextant.app.identity.People;
import io.sextant.app.identity.Permission;
import io.sextant.app.identity.Person;
import io.sextant.app.identity.Role;
import io.sextant.app.identity.Tokens;
import io.sextant.app.kernel.Outcome;
import io.sextant.app.kernel.Who;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// People to try things as, made through the doors as the product makes them. Only in tests.
@Component
public class Accounts {
    /// The password of everyone made here.
    public static final String PASSWORD = "seven quiet harbours";

    private static final AtomicInteger COUNT = new AtomicInteger();

    private final People people;
    private final Tokens tokens;
    private final Actors actors;
    private final Map<Role, Person> byRole = new ConcurrentHashMap<>();
    private final Map<Role, String> keys = new ConcurrentHashMap<>();

    Accounts(People people, Tokens tokens, Actors actors) {
        this.people = people;
        this.tokens = tokens;
        this.actors = actors;
    }

    /// Somebody new who holds these roles and has the password [#PASSWORD].
    public Person person(Grant... grants) {
        var number = COUNT.incrementAndGet();
        var made = done(people.create(
                Actor.system(),
                new People.NewPerson(
                        "person" + number + "@example.org",
                        "Camille Essai " + number,
                        null,
                        Set.copyOf(Arrays.asList(grants)))));
        var link = done(people.invite(Actor.system(), made.id()));
        done(people.choosePassword(link.secret(), PASSWORD));
        return people.find(Actor.system(), made.id()).orElseThrow();
    }

    /// Somebody who holds this role everywhere; always the same person.
    public Person person(Role role) {
        return byRole.computeIfAbsent(role, r -> person(new Grant(r, null)));
    }

    /// Somebody new who holds these roles, as the doors take them.
    public Actor actor(Grant... grants) {
        return actors.find(person(grants).id(), Who.Channel.WEB).orElseThrow();
    }

    /// Somebody who holds this role everywhere, as the doors take them.
    public Actor actor(Role role) {
        return actors.find(person(role).id(), Who.Channel.WEB).orElseThrow();
    }

    /// An API token of somebody who holds this role everywhere. Roles that have no right to tokens get theirs by the
    /// test's hand, so that what a role may do can be tried for every role.
    public String token(Role role) {
        return keys.computeIfAbsent(role, r -> token(person(r), null));
    }

    /// An API token of this person.
    ///
    /// @param scopes absent means everything they may do
    public String token(Person person, @Nullable Set<Permission> scopes) {
        var held = Set.copyOf(person.grants());
        var needed = person.grants().stream().noneMatch(g -> g.role().allows(Permission.USE_TOKENS));
        if (needed) {
            regrant(person.id(), Set.of(new Grant(Role.TECHNICAL_OWNER, null)));
        }
        var actor = actors.find(person.id(), Who.Channel.WEB).orElseThrow();
        var secret = done(tokens.create(actor, "test", scopes, 1)).secret();
        if (needed) {
            regrant(person.id(), held);
        }
        return secret;
    }

    private void regrant(long id, Set<Grant> grants) {
        var seen = people.find(Actor.system(), id).orElseThrow().version();
        done(people.grant(Actor.system(), id, seen, grants, null));
    }

    /// The value of something that was done.
    public static <T> T done(Outcome<T> outcome) {
        return switch (outcome) {
            case Outcome.Done<T>(var value) -> Objects.requireNonNull(value);
            case Outcome.Refused<T>(var reasons) -> throw new AssertionError("refused: " + reasons);
            case Outcome.Stale<T>(var current) -> throw new AssertionError("stale: " + current);
        };
    }
}
