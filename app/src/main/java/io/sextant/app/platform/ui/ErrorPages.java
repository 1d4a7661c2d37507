package io.sextant.app.platform.ui;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.TypeMismatchException;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.NonTransientDataAccessResourceException;
import org.springframework.dao.TransientDataAccessResourceException;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import org.springframework.web.multipart.MultipartException;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;

/// What a page says when it cannot be shown: what happened, what to do, the way back, and the name of the request,
/// which the log knows. Never the text of an exception. What htmx asked for a part of a page becomes a word in its
/// corner.
///
/// Two ways lead here: a handler that throws, and a status that a filter or the server announced (`/error`). The API
/// answers for itself.
@Controller
class ErrorPages implements ErrorController, HandlerExceptionResolver {
    private static final Logger LOG = LoggerFactory.getLogger(ErrorPages.class);
    private static final Set<Integer> TOLD = Set.of(400, 403, 404, 409, 413, 422, 429, 500, 503);

    private final UiMaker maker;

    ErrorPages(UiMaker maker) {
        this.maker = maker;
    }

    @Override
    public @Nullable ModelAndView resolveException(
            HttpServletRequest request, HttpServletResponse response, @Nullable Object handler, Exception thrown) {
        // Who is not let in, the guards know how to turn away.
        if (api(request.getRequestURI(), request)
                || thrown instanceof AccessDeniedException
                || thrown instanceof AuthenticationException) {
            return null;
        }
        if (thrown instanceof AsyncRequestNotUsableException || response.isCommitted()) {
            return new ModelAndView();
        }
        return page(status(thrown), thrown, request, response);
    }

    /// What a filter or the server announced.
    @RequestMapping("${server.error.path:${error.path:/error}}")
    Object announced(HttpServletRequest request, HttpServletResponse response) {
        var thrown = request.getAttribute(RequestDispatcher.ERROR_EXCEPTION) instanceof Throwable t ? t : null;
        var status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer code ? code : 404;
        if (thrown != null && status >= 500) {
            status = status(thrown);
        }
        var asked = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI) instanceof String uri ? uri : "";
        if (api(asked, request)) {
            return ResponseEntity.status(status).body(ProblemDetail.forStatus(status));
        }
        return page(status, thrown, request, response);
    }

    private ModelAndView page(
            int status, @Nullable Throwable thrown, HttpServletRequest request, HttpServletResponse response) {
        if (status >= 500) {
            LOG.error(
                    "{} {} failed with {}, told to the reader as {}",
                    request.getMethod(),
                    request.getRequestURI(),
                    status,
                    Correlation.of(request),
                    thrown);
        }
        var told = TOLD.contains(status) ? status : status >= 500 ? 500 : 400;
        response.setStatus(status);
        response.setHeader("Cache-Control", "no-store");
        var ui = maker.of(request);
        if (ui.partial()) {
            response.setHeader("HX-Retarget", "#toasts");
            response.setHeader("HX-Reswap", "beforeend");
            return new ModelAndView("platform/ui/errorNotice", Map.of("status", told));
        }
        // While the database is away nobody knows who reads, and no form could be taken.
        return new ModelAndView("platform/ui/errorPage", Map.of("status", told, "alone", status == 503));
    }

    /// The status that tells of an exception: 503 where the database is away, what the exception itself says where it
    /// does, 500 where it is our fault.
    static int status(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof DataAccessResourceFailureException
                    || cause instanceof NonTransientDataAccessResourceException
                    || cause instanceof TransientDataAccessResourceException
                    || cause instanceof CannotCreateTransactionException) {
                return 503;
            }
        }
        return switch (thrown) {
            case ErrorResponse response -> response.getStatusCode().value();
            case TypeMismatchException _, HttpMessageNotReadableException _, MultipartException _ -> 400;
            case ConcurrencyFailureException _ -> 409;
            default -> 500;
        };
    }

    private static boolean api(String path, HttpServletRequest request) {
        return path.startsWith(request.getContextPath() + "/api/");
    }
}
