package io.sextant.app.identity.access;

import io.sextant.app.identity.Actor;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextImpl;

/// The actor of a request, as Spring Security carries it. Lives as long as the request and is never stored.
final class ActorAuthentication extends AbstractAuthenticationToken {
    private final transient Actor actor;

    private ActorAuthentication(Actor actor) {
        super(List.of());
        this.actor = actor;
        setAuthenticated(true);
    }

    static SecurityContext context(Actor actor) {
        return new SecurityContextImpl(new ActorAuthentication(actor));
    }

    /// The actor of the current request; absent for a stranger.
    static @Nullable Actor current() {
        return SecurityContextHolder.getContext().getAuthentication() instanceof ActorAuthentication a ? a.actor : null;
    }

    @Override
    public Actor getPrincipal() {
        return actor;
    }

    @Override
    public @Nullable Object getCredentials() {
        return null;
    }

    /// The id of the account.
    @Override
    public String getName() {
        return String.valueOf(actor.id());
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
