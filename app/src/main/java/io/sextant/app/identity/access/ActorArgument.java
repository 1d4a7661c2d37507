package io.sextant.app.identity.access;

import io.sextant.app.identity.Actor;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/// Hands the actor to the handlers that ask for one; an open handler may find it absent.
final class ActorArgument implements HandlerMethodArgumentResolver {
    /// The request attribute that holds the actor who takes somebody's place.
    static final String PLACED = "sextant.placed";

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType() == Actor.class;
    }

    @Override
    public @Nullable Object resolveArgument(
            MethodParameter parameter,
            @Nullable ModelAndViewContainer container,
            NativeWebRequest request,
            @Nullable WebDataBinderFactory binder) {
        return request.getAttribute(PLACED, RequestAttributes.SCOPE_REQUEST) instanceof Actor placed
                ? placed
                : ActorAuthentication.current();
    }
}
