package io.sextant.app.identity;

import io.sextant.app.kernel.Who;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.AccessDeniedException;

/// Whoever is acting, with what they may do and where, as of the start of the request. A value: a right withdrawn
/// meanwhile counts from the next request on.
public final class Actor {
    private final @Nullable Long id;
    private final String name;
    private final @Nullable String email;
    private final @Nullable String language;
    private final String theme;
    private final Who.Channel channel;
    private final List<Grant> grants;
    private final @Nullable Set<Permission> tokenScopes;
    private final Map<Permission, Scope> scopes;
    private final Who.@Nullable Absent inPlaceOf;

    private Actor(
            @Nullable Long id,
            String name,
            @Nullable String email,
            @Nullable String language,
            String theme,
            Who.Channel channel,
            List<Grant> grants,
            @Nullable Set<Permission> tokenScopes,
            Map<Permission, Scope> scopes,
            Who.@Nullable Absent inPlaceOf) {
        this.inPlaceOf = inPlaceOf;
        this.id = id;
        this.name = name;
        this.email = email;
        this.language = language;
        this.theme = theme;
        this.channel = channel;
        this.grants = List.copyOf(grants);
        this.tokenScopes = tokenScopes == null ? null : Set.copyOf(tokenScopes);
        this.scopes = scopes;
    }

    /// A person, in the browser or through a token.
    ///
    /// @param tokenScopes what the token is limited to; absent when there is no token, or no limit
    /// @param subtree the ids of a unit and of all those below it
    static Actor person(
            long id,
            String name,
            String email,
            @Nullable String language,
            String theme,
            Who.Channel channel,
            List<Grant> grants,
            @Nullable Set<Permission> tokenScopes,
            LongFunction<Set<Long>> subtree) {
        return new Actor(
                id,
                name,
                email,
                language,
                theme,
                channel,
                grants,
                tokenScopes,
                resolve(grants, tokenScopes, subtree),
                null);
    }

    /// The same natural person in the place of somebody who is away: with the rights of that one, and no others.
    Actor inPlaceOf(Actor absent) {
        return new Actor(
                id,
                name,
                email,
                language,
                theme,
                channel,
                absent.grants,
                tokenScopes,
                absent.scopes,
                new Who.Absent(java.util.Objects.requireNonNull(absent.id), absent.name));
    }

    /// Sextant itself, which may do everything: start-up, demo data, commands typed on the server.
    public static Actor system() {
        var everything = new EnumMap<Permission, Scope>(Permission.class);
        EnumSet.allOf(Permission.class).forEach(p -> everything.put(p, new Scope.All()));
        return new Actor(
                null, Who.SYSTEM.name(), null, null, "auto", Who.Channel.SYSTEM, List.of(), null, everything, null);
    }

    private static Map<Permission, Scope> resolve(
            List<Grant> grants, @Nullable Set<Permission> tokenScopes, LongFunction<Set<Long>> subtree) {
        var scopes = new EnumMap<Permission, Scope>(Permission.class);
        for (var permission : Permission.values()) {
            var scope = tokenScopes != null && !tokenScopes.contains(permission)
                    ? new Scope.None()
                    : scopeOf(permission, grants, subtree);
            scopes.put(permission, scope);
        }
        return scopes;
    }

    private static Scope scopeOf(Permission permission, List<Grant> grants, LongFunction<Set<Long>> subtree) {
        var units = new HashSet<Long>();
        for (var grant : grants) {
            if (!grant.role().allows(permission)) {
                continue;
            }
            var unit = grant.unitId();
            if (unit == null) {
                return new Scope.All();
            }
            units.addAll(subtree.apply(unit));
        }
        return units.isEmpty() ? new Scope.None() : new Scope.Units(units);
    }

    /// The account; absent when Sextant itself acts.
    public @Nullable Long id() {
        return id;
    }

    /// The name shown to people.
    public String name() {
        return name;
    }

    /// The address of the account; absent when Sextant itself acts.
    public @Nullable String email() {
        return email;
    }

    /// `fr` or `en` as the person chose it; absent leaves it to the browser.
    public @Nullable String language() {
        return language;
    }

    /// `auto`, `light` or `dark`.
    public String theme() {
        return theme;
    }

    /// The way in.
    public Who.Channel channel() {
        return channel;
    }

    /// The roles held.
    public List<Grant> grants() {
        return grants;
    }

    /// What the API token in use is limited to; absent when there is no token, or no limit.
    public @Nullable Set<Permission> tokenScopes() {
        return tokenScopes;
    }

    /// Whether this is the person of that account.
    public boolean is(long userId) {
        return id != null && id == userId;
    }

    /// Whose place they take; absent when they act for themselves.
    public Who.@Nullable Absent inPlaceOf() {
        return inPlaceOf;
    }

    /// Whether what they say is said for the person of that account: for themselves or, in somebody's place, for that
    /// one
    /// alone.
    public boolean speaksFor(long userId) {
        return inPlaceOf == null ? is(userId) : inPlaceOf.userId() == userId;
    }

    /// Whether the person of that account has a part in what they do: they themselves, or the one whose place they
    /// take.
    /// What takes two people takes two of whom neither has a part in what the other does.
    public boolean concerns(@Nullable Long userId) {
        return userId != null && (is(userId) || speaksFor(userId));
    }

    /// Whether the role is held, anywhere.
    public boolean holds(Role role) {
        return grants.stream().anyMatch(g -> g.role() == role);
    }

    /// Whether the permission holds somewhere at all.
    public boolean may(Permission permission) {
        return scope(permission).somewhere();
    }

    /// Whether the permission holds for a thing of this unit; absent stands for a thing that belongs to no unit, which
    /// only a permission held everywhere covers.
    public boolean may(Permission permission, @Nullable Long unitId) {
        return scope(permission).covers(unitId);
    }

    /// Where the permission holds.
    public Scope scope(Permission permission) {
        return scopes.getOrDefault(permission, new Scope.None());
    }

    /// Stops here unless the permission holds somewhere.
    ///
    /// @throws AccessDeniedException which both faces answer with 403
    public void require(Permission permission) {
        if (!may(permission)) {
            throw new AccessDeniedException(permission.name());
        }
    }

    /// Stops here unless the permission holds for a thing of this unit.
    ///
    /// @throws AccessDeniedException which both faces answer with 403
    public void require(Permission permission, @Nullable Long unitId) {
        if (!may(permission, unitId)) {
            throw new AccessDeniedException(permission.name());
        }
    }

    /// The author to write under a change.
    public Who who() {
        return new Who(id, name, channel, inPlaceOf);
    }

    @Override
    public String toString() {
        return "Actor[" + id + ", " + channel + "]";
    }
}
