package io.sextant.app.platform.ui;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/// Makes the [Ui] of a request, once, for its template and for the handlers that ask for it as an argument.
final class UiMaker implements HandlerMethodArgumentResolver {
    private final Ui.Kit kit;

    UiMaker(Ui.Kit kit) {
        this.kit = kit;
    }

    Ui of(HttpServletRequest request) {
        if (request.getAttribute(Ui.class.getName()) instanceof Ui ui) {
            return ui;
        }
        var ui = new Ui(request, kit);
        request.setAttribute(Ui.class.getName(), ui);
        return ui;
    }

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType() == Ui.class;
    }

    @Override
    public Object resolveArgument(
            MethodParameter parameter,
            @Nullable ModelAndViewContainer container,
            NativeWebRequest request,
            @Nullable WebDataBinderFactory binder) {
        var http = request.getNativeRequest(HttpServletRequest.class);
        if (http == null) {
            throw new IllegalStateException("pages are read over HTTP");
        }
        return of(http);
    }
}
