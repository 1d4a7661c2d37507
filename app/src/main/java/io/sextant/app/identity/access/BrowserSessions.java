package io.sextant.app.identity.access;

import io.sextant.app.identity.Actor;
import io.sextant.app.identity.Actors;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.context.DeferredSecurityContext;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.context.HttpRequestResponseHolder;
import org.springframework.security.web.context.SecurityContextRepository;
import org.springframework.security.web.csrf.CsrfTokenRepository;
import org.springframework.session.FindByIndexNameSessionRepository;
import org.springframework.session.Session;

/// The sessions of people in their browsers. A session holds who it is, under which epoch of their credentials it was
/// opened, and when; what they may do is read anew at each request. Only texts and numbers are stored, so that a
/// session survives an upgrade.
public final class BrowserSessions implements SecurityContextRepository {
    private static final String USER = "sextant.user";
    private static final String EPOCH = "sextant.epoch";
    private static final String SINCE = "sextant.since";
    private static final String HALFWAY_USER = "sextant.halfway.user";
    private static final String HALFWAY_EPOCH = "sextant.halfway.epoch";
    private static final String HALFWAY_SINCE = "sextant.halfway.since";
    /// How long a password that was given counts while a code is looked for.
    private static final Duration HALFWAY_LIFE = Duration.ofMinutes(10);
    private static final String AGENT = "sextant.agent";
    private static final String ADDRESS = "sextant.address";
    private static final int AGENT_MAX = 300;

    /// A session as its owner sees it.
    ///
    /// @param key names the session without opening it
    /// @param agent what the browser says of itself
    /// @param address where it came from
    public record OpenSession(
            String key, boolean current, Instant since, Instant lastUsed, String agent, String address) {}

    /// Somebody who gave their password and not their code yet.
    public record Halfway(long userId, int epoch) {}

    private final Actors actors;
    private final FindByIndexNameSessionRepository<? extends Session> sessions;
    private final CsrfTokenRepository csrf;
    private final Duration life;
    private final Clock clock;

    BrowserSessions(
            Actors actors,
            FindByIndexNameSessionRepository<? extends Session> sessions,
            CsrfTokenRepository csrf,
            AccessSettings settings,
            Clock clock) {
        this.actors = actors;
        this.sessions = sessions;
        this.csrf = csrf;
        this.life = settings.sessionLife();
        this.clock = clock;
    }

    /// Opens a session for somebody who has just proved who they are. The identifier of the session changes, and so
    /// does the proof of its forms: what was known before is worth nothing after.
    public void enter(HttpServletRequest request, HttpServletResponse response, long userId, int epoch) {
        var session = request.getSession(false);
        if (session == null) {
            session = request.getSession(true);
        } else {
            request.changeSessionId();
        }
        forgetHalfway(session);
        session.setAttribute(USER, userId);
        session.setAttribute(SINCE, clock.millis());
        session.setAttribute(ADDRESS, request.getRemoteAddr());
        session.setAttribute(AGENT, cut(request.getHeader("User-Agent")));
        session.setAttribute(FindByIndexNameSessionRepository.PRINCIPAL_NAME_INDEX_NAME, String.valueOf(userId));
        renew(session, epoch);
        csrf.saveToken(null, request, response);
    }

    /// Remembers somebody who gave their password and has a code to show. The session is nobody's: it opens no page but
    /// the one that asks for the code.
    public void halfway(HttpServletRequest request, HttpServletResponse response, long userId, int epoch) {
        var earlier = request.getSession(false);
        if (earlier != null) {
            earlier.invalidate();
        }
        var session = request.getSession(true);
        session.setAttribute(HALFWAY_USER, userId);
        session.setAttribute(HALFWAY_EPOCH, epoch);
        session.setAttribute(HALFWAY_SINCE, clock.millis());
        csrf.saveToken(null, request, response);
    }

    /// Who is halfway in; empty for a stranger, for whoever is in, after ten minutes, and when their password changed
    /// or
    /// their account was closed meanwhile.
    public Optional<Halfway> halfway(HttpServletRequest request) {
        var session = request.getSession(false);
        if (session == null
                || !(session.getAttribute(HALFWAY_USER) instanceof Long userId)
                || !(session.getAttribute(HALFWAY_EPOCH) instanceof Integer epoch)
                || !(session.getAttribute(HALFWAY_SINCE) instanceof Long since)) {
            return Optional.empty();
        }
        if (Instant.ofEpochMilli(since).plus(HALFWAY_LIFE).isBefore(clock.instant())
                || actors.ofSession(userId, epoch).isEmpty()) {
            forgetHalfway(session);
            return Optional.empty();
        }
        return Optional.of(new Halfway(userId, epoch));
    }

    private static void forgetHalfway(HttpSession session) {
        session.removeAttribute(HALFWAY_USER);
        session.removeAttribute(HALFWAY_EPOCH);
        session.removeAttribute(HALFWAY_SINCE);
    }

    /// Keeps a session open whose owner has just changed their password in it.
    public void renew(HttpSession session, int epoch) {
        session.setAttribute(EPOCH, epoch);
    }

    /// The open sessions of the actor, the last used first.
    public List<OpenSession> list(Actor actor, @Nullable String currentId) {
        return sessions.findByPrincipalName(String.valueOf(actor.id())).values().stream()
                .filter(session -> !session.isExpired())
                .map(session -> new OpenSession(
                        key(session.getId()),
                        session.getId().equals(currentId),
                        session.getCreationTime(),
                        session.getLastAccessedTime(),
                        session.getAttributeOrDefault(AGENT, ""),
                        session.getAttributeOrDefault(ADDRESS, "")))
                .sorted(Comparator.comparing(OpenSession::lastUsed).reversed())
                .toList();
    }

    /// Ends one of the actor's own sessions.
    ///
    /// @return whether there was one of that name
    public boolean end(Actor actor, String key) {
        for (var id : List.copyOf(
                sessions.findByPrincipalName(String.valueOf(actor.id())).keySet())) {
            if (key(id).equals(key)) {
                sessions.deleteById(id);
                return true;
            }
        }
        return false;
    }

    /// Ends all of the actor's sessions but this one.
    public void endOthers(Actor actor, String currentId) {
        for (var id : List.copyOf(
                sessions.findByPrincipalName(String.valueOf(actor.id())).keySet())) {
            if (!id.equals(currentId)) {
                sessions.deleteById(id);
            }
        }
    }

    private Optional<Actor> actor(HttpServletRequest request) {
        var session = request.getSession(false);
        if (session == null
                || !(session.getAttribute(USER) instanceof Long userId)
                || !(session.getAttribute(EPOCH) instanceof Integer epoch)
                || !(session.getAttribute(SINCE) instanceof Long since)) {
            return Optional.empty();
        }
        if (Instant.ofEpochMilli(since).plus(life).isBefore(clock.instant())) {
            session.invalidate();
            return Optional.empty();
        }
        return actors.ofSession(userId, epoch);
    }

    @Override
    public DeferredSecurityContext loadDeferredContext(HttpServletRequest request) {
        return new Deferred(
                () -> actor(request).map(ActorAuthentication::context).orElse(null));
    }

    @Override
    @Deprecated
    public SecurityContext loadContext(HttpRequestResponseHolder holder) {
        return loadDeferredContext(holder.getRequest()).get();
    }

    @Override
    public void saveContext(SecurityContext context, HttpServletRequest request, HttpServletResponse response) {
        // A session is opened by #enter and ended by those who end it; the context itself is made anew each time.
    }

    @Override
    public boolean containsContext(HttpServletRequest request) {
        return actor(request).isPresent();
    }

    private static String cut(@Nullable String agent) {
        return agent == null ? "" : agent.length() > AGENT_MAX ? agent.substring(0, AGENT_MAX) : agent;
    }

    private static String key(String id) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.UTF_8)), 0, 12);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static final class Deferred implements DeferredSecurityContext {
        private final Supplier<@Nullable SecurityContext> load;
        private @Nullable SecurityContext loaded;
        private boolean generated;

        Deferred(Supplier<@Nullable SecurityContext> load) {
            this.load = load;
        }

        @Override
        public SecurityContext get() {
            var context = loaded;
            if (context == null) {
                context = load.get();
                generated = context == null;
                if (context == null) {
                    context = SecurityContextHolder.createEmptyContext();
                }
                loaded = context;
            }
            return context;
        }

        @Override
        public boolean isGenerated() {
            get();
            return generated;
        }
    }
}
