package io.sextant.app.platform.rest;

import io.sextant.app.kernel.Reason;
import io.sextant.app.platform.rest.Problem.Type;
import io.sextant.app.platform.ui.Correlation;
import io.sextant.app.platform.ui.Lang;
import io.sextant.app.platform.ui.Messages;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.TypeMismatchException;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.MissingRequestHeaderException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.multipart.MaxUploadSizeExceededException;
import org.springframework.web.multipart.MultipartException;
import org.springframework.web.multipart.support.MissingServletRequestPartException;
import org.springframework.web.servlet.LocaleResolver;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.exc.PropertyBindingException;
import tools.jackson.databind.json.JsonMapper;

/// Words problems in the caller's language and writes them (RFC 9457), whatever went wrong and wherever: in a filter,
/// in a controller, or in the server itself. A fault says nothing of its cause but the correlation id, under which the
/// log has it.
public final class Problems {
    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);
    private static final String RETRY_AFTER = "Retry-After";
    private static final String DATABASE_BACK_SECONDS = "10";

    private final Messages messages;
    private final LocaleResolver locales;
    private final JsonMapper json;

    Problems(Messages messages, LocaleResolver locales, JsonMapper json) {
        this.messages = messages;
        this.locales = locales;
        this.json = json;
    }

    /// Answers with a problem. Does nothing when the answer has already begun.
    public void write(Problem problem, HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (response.isCommitted()) {
            return;
        }
        var lang = lang(request);
        response.resetBuffer();
        response.setStatus(problem.type().status());
        response.setHeader("ETag", null);
        problem.headers().forEach(response::setHeader);
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.setCharacterEncoding(StandardCharsets.UTF_8);
        response.setHeader("Content-Language", lang.code());
        response.setHeader("Cache-Control", "no-store");
        var body = json.writeValueAsBytes(body(problem, lang, request));
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
        response.flushBuffer();
    }

    private Map<String, Object> body(Problem problem, Lang lang, HttpServletRequest request) {
        var key = "rest.problem." + problem.type().slug();
        var body = new LinkedHashMap<String, Object>();
        body.put("type", problem.type().uri());
        body.put("title", messages.text(lang, key + ".title"));
        body.put("status", problem.type().status());
        body.put("detail", detail(problem, lang, key));
        body.put("instance", request.getRequestURI());
        body.put("correlationId", Correlation.of(request));
        if (!problem.reasons().isEmpty()) {
            body.put(
                    "errors",
                    problem.reasons().stream().map(r -> error(lang, r)).toList());
        }
        body.putAll(problem.members());
        return body;
    }

    /// A refusal's own words say more than those of its type.
    private String detail(Problem problem, Lang lang, String key) {
        var whole = problem.reasons().stream().filter(r -> r.field() == null).toList();
        return whole.isEmpty()
                ? messages.text(lang, key + ".detail", problem.args().toArray())
                : whole.stream().map(r -> messages.text(lang, r)).collect(Collectors.joining(" "));
    }

    private Map<String, @Nullable Object> error(Lang lang, Reason reason) {
        var error = new LinkedHashMap<String, @Nullable Object>();
        error.put("field", reason.field());
        error.put("code", reason.code());
        error.put("message", messages.text(lang, reason));
        var mend = reason.code() + ".mend";
        if (messages.has(lang, mend)) {
            error.put("mend", messages.text(lang, mend, reason.args().toArray()));
        }
        return error;
    }

    private Lang lang(HttpServletRequest request) {
        try {
            return Lang.of(locales.resolveLocale(request));
        } catch (RuntimeException e) {
            // Who asks may itself be what failed, as when the database is away.
            return Lang.of(request.getLocale());
        }
    }

    /// The problem behind anything thrown. A fault is logged here, once, with its stack.
    public Problem of(Throwable thrown, HttpServletRequest request) {
        var problem = known(thrown);
        if (problem.type() == Type.FAULT) {
            LOG.error(
                    "{} {} failed [{}]", request.getMethod(), request.getRequestURI(), Correlation.of(request), thrown);
        } else if (problem.type() == Type.UNAVAILABLE) {
            LOG.warn(
                    "{} {} found no database [{}]: {}",
                    request.getMethod(),
                    request.getRequestURI(),
                    Correlation.of(request),
                    thrown.toString());
        }
        return problem;
    }

    private static Problem known(Throwable thrown) {
        for (var cause = thrown; cause != null; cause = cause.getCause()) {
            var problem = one(cause);
            if (problem != null) {
                return problem;
            }
        }
        return Problem.of(Type.FAULT);
    }

    private static @Nullable Problem one(Throwable thrown) {
        return switch (thrown) {
            case ProblemException e -> e.problem();
            case AccessDeniedException e -> Problem.of(Type.FORBIDDEN);
            case AuthenticationException e -> unauthenticated(Type.UNAUTHENTICATED);
            case HttpMessageNotReadableException e -> unreadable(e);
            case MaxUploadSizeExceededException e -> Problem.of(Type.TOO_LARGE);
            case MethodArgumentTypeMismatchException e -> wrongValue(e.getName());
            case TypeMismatchException e -> wrongValue(e.getPropertyName());
            case MissingServletRequestParameterException e -> missing(e.getParameterName());
            case MissingServletRequestPartException e -> missing(e.getRequestPartName());
            case MultipartException e -> Problem.of(Type.BAD_REQUEST);
            case MissingRequestHeaderException e -> missing(e.getHeaderName());
            case HttpRequestMethodNotSupportedException e ->
                Problem.of(Type.METHOD_NOT_ALLOWED, e.getMethod())
                        .with(
                                "Allow",
                                String.join(
                                        ", ",
                                        e.getSupportedMethods() == null ? new String[0] : e.getSupportedMethods()));
            case HttpMediaTypeNotSupportedException e ->
                Problem.of(Type.UNSUPPORTED_MEDIA_TYPE).with("Accept", MediaType.toString(e.getSupportedMediaTypes()));
            case DataAccessResourceFailureException e -> unavailable();
            case CannotCreateTransactionException e -> unavailable();
            case TransactionSystemException e -> unavailable();
            case ConcurrencyFailureException e -> Problem.of(Type.CONFLICT).with(RETRY_AFTER, "1");
            case ErrorResponse e -> ofStatus(e.getStatusCode().value());
            default -> null;
        };
    }

    /// The problem of an error that somebody announced by its status alone.
    static Problem ofStatus(int status) {
        return switch (status) {
            case 401 -> unauthenticated(Type.UNAUTHENTICATED);
            case 403 -> Problem.of(Type.FORBIDDEN);
            case 404 -> Problem.of(Type.NOT_FOUND);
            case 405 -> Problem.of(Type.METHOD_NOT_ALLOWED, "");
            case 406 -> Problem.of(Type.NOT_ACCEPTABLE);
            case 409 -> Problem.of(Type.CONFLICT);
            case 413 -> Problem.of(Type.TOO_LARGE);
            case 415 -> Problem.of(Type.UNSUPPORTED_MEDIA_TYPE);
            case 503 -> unavailable();
            default -> status >= 500 ? Problem.of(Type.FAULT) : Problem.of(Type.BAD_REQUEST);
        };
    }

    /// A problem of missing or failed identification, with the challenge that RFC 9110 §11.6.1 asks for.
    public static Problem unauthenticated(Type type) {
        return Problem.of(type)
                .with(
                        "WWW-Authenticate",
                        type == Type.UNAUTHENTICATED
                                ? "Bearer realm=\"Sextant\""
                                : type == Type.WRONG_PASSWORD || type == Type.CODE_REQUIRED
                                        ? "Basic realm=\"Sextant\", charset=\"UTF-8\""
                                        : "Bearer realm=\"Sextant\", error=\"invalid_token\"");
    }

    private static Problem unavailable() {
        return Problem.of(Type.UNAVAILABLE).with(RETRY_AFTER, DATABASE_BACK_SECONDS);
    }

    private static Problem missing(String name) {
        return Problem.of(Type.BAD_REQUEST).because(Reason.of(name, "rest.parameter.missing", name));
    }

    private static Problem wrongValue(@Nullable String name) {
        return name == null
                ? Problem.of(Type.BAD_REQUEST)
                : Problem.of(Type.BAD_REQUEST).because(Reason.of(name, "rest.parameter.wrong", name));
    }

    private static Problem unreadable(HttpMessageNotReadableException thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof ProblemException e) {
                return e.problem();
            }
            if (cause instanceof DatabindException e && !e.getPath().isEmpty()) {
                var field = path(e);
                var code = e instanceof PropertyBindingException ? "rest.field.unknown" : "rest.field.wrong";
                return new Problem(Type.INVALID, List.of(), List.of(Reason.of(field, code, field)), Map.of(), Map.of());
            }
            if (cause instanceof JacksonException e && e.getLocation() != null) {
                return Problem.of(
                                Type.MALFORMED,
                                e.getLocation().getLineNr(),
                                e.getLocation().getColumnNr())
                        .member("line", e.getLocation().getLineNr())
                        .member("column", e.getLocation().getColumnNr());
            }
        }
        return Problem.of(Type.MALFORMED, 1, 1);
    }

    private static String path(DatabindException thrown) {
        var path = new StringBuilder();
        for (var part : thrown.getPath()) {
            if (part.getPropertyName() == null) {
                path.append('[').append(part.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(part.getPropertyName());
            }
        }
        return path.toString();
    }
}
