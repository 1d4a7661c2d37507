package io.sextant.app.identity.access;

import io.sextant.app.identity.Absences;
import io.sextant.app.identity.Actor;
import io.sextant.app.identity.InPlace;
import io.sextant.app.identity.Needs;
import io.sextant.app.identity.Open;
import io.sextant.app.identity.Permission;
import io.sextant.app.identity.SignedIn;
import io.sextant.app.kernel.Reason;
import io.sextant.app.platform.rest.Problem;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.AuthenticationCredentialsNotFoundException;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/// Lets a request through to its handler when the handler's annotation allows the actor. A handler that says nothing
/// lets nobody through; [#verify] finds it before the first request does.
final class AccessCheck implements HandlerInterceptor {
    /// What a handler asks for.
    sealed interface Rule {
        /// Nothing.
        record Anyone() implements Rule {}

        /// To be signed in.
        record AnyoneSignedIn() implements Rule {}

        /// One of these permissions.
        record OneOf(Set<Permission> permissions) implements Rule {}
    }

    /// Handlers that are not ours and cannot carry our annotations: the frame of all pages knows no accounts, and what
    /// it serves is for everyone.
    private final List<String> openPackages;

    private final Supplier<Absences> absences;

    AccessCheck(List<OpenPackage> more, Supplier<Absences> absences) {
        this.absences = absences;
        var all = new ArrayList<>(List.of("io.sextant.app.platform.ui", "org.springframework.boot.webmvc"));
        more.forEach(open -> all.add(open.name()));
        this.openPackages = List.copyOf(all);
    }

    /// What this handler asks for; absent when it does not say, or says two things.
    @Nullable
    Rule rule(HandlerMethod handler) {
        return rule(handler.getMethod(), handler.getBeanType());
    }

    private @Nullable Rule rule(Method method, Class<?> type) {
        var rules = new ArrayList<Rule>();
        var needs = method.getAnnotation(Needs.class);
        if (needs != null && needs.value().length > 0) {
            rules.add(new Rule.OneOf(Set.copyOf(Arrays.asList(needs.value()))));
        }
        if (method.isAnnotationPresent(SignedIn.class)) {
            rules.add(new Rule.AnyoneSignedIn());
        }
        if (method.isAnnotationPresent(Open.class)
                || openPackages.contains(type.getPackageName())
                || openPackages.stream().anyMatch(open -> type.getPackageName().startsWith(open + "."))) {
            rules.add(new Rule.Anyone());
        }
        return rules.size() == 1 ? rules.getFirst() : null;
    }

    /// Stops start-up when a handler does not say who may call it.
    void verify(RequestMappingHandlerMapping mapping) {
        var silent = mapping.getHandlerMethods().values().stream()
                .filter(handler -> rule(handler) == null)
                .map(HandlerMethod::toString)
                .sorted()
                .collect(Collectors.joining("\n  "));
        if (!silent.isEmpty()) {
            throw new IllegalStateException(
                    "these handlers need exactly one of @Needs, @SignedIn and @Open:\n  " + silent);
        }
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (handler instanceof HandlerMethod method) {
            var rule = rule(method);
            if (rule == null) {
                throw new AccessDeniedException("no rule");
            }
            check(rule, placed(method, request));
        }
        return true;
    }

    /// Who acts here: whoever is signed in, or they in the place of somebody for whom they stand in and whom the
    /// request
    /// names.
    private @Nullable Actor placed(HandlerMethod handler, HttpServletRequest request) {
        var actor = ActorAuthentication.current();
        var named = request.getParameter(InPlace.PARAMETER);
        if (actor == null
                || named == null
                || named.isEmpty()
                || !AnnotatedElementUtils.hasAnnotation(handler.getBeanType(), InPlace.class)
                        && !handler.hasMethodAnnotation(InPlace.class)) {
            return actor;
        }
        var placed = named.matches("\\d{1,18}")
                ? absences.get().inPlaceOf(actor, Long.parseLong(named)).orElse(null)
                : null;
        if (placed == null) {
            if (!request.getRequestURI().startsWith(request.getContextPath() + "/api/")) {
                throw new AccessDeniedException("does not stand in for them");
            }
            throw Problem.refused(List.of(Reason.whole("identity.absence.over.notAllowed")))
                    .exception();
        }
        request.setAttribute(ActorArgument.PLACED, placed);
        return placed;
    }

    /// Whoever acts in somebody's place stays there on the page that follows.
    @Override
    public void postHandle(
            HttpServletRequest request, HttpServletResponse response, Object handler, @Nullable ModelAndView view) {
        if (view == null || !(request.getAttribute(ActorArgument.PLACED) instanceof Actor placed)) {
            return;
        }
        var name = view.getViewName();
        var absent = placed.inPlaceOf();
        if (absent != null && name != null && name.startsWith("redirect:")) {
            view.addObject(InPlace.PARAMETER, absent.userId());
        }
    }

    private static void check(Rule rule, @Nullable Actor actor) {
        switch (rule) {
            case Rule.Anyone() -> {
                // Come in.
            }
            case Rule.AnyoneSignedIn() -> signedIn(actor);
            case Rule.OneOf(var permissions) -> {
                if (permissions.stream().noneMatch(signedIn(actor)::may)) {
                    throw new AccessDeniedException(permissions.toString());
                }
            }
        }
    }

    private static Actor signedIn(@Nullable Actor actor) {
        if (actor == null) {
            throw new AuthenticationCredentialsNotFoundException("nobody is signed in");
        }
        return actor;
    }
}
