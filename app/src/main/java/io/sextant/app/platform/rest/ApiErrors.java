package io.sextant.app.platform.rest;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;

/// Sees to it that nothing under `/api` and `/hooks` ends otherwise than in an answer of ours: what a controller
/// throws, what a
/// filter throws, and what the server announces by a bare status become problems. Never HTML, never a stack.
final class ApiErrors extends OncePerRequestFilter implements HandlerExceptionResolver, Ordered {
    /// Bytes of a JSON body. Files have limits of their own.
    private static final int JSON_MAX = 2 * 1024 * 1024;

    private final Problems problems;

    ApiErrors(Problems problems) {
        this.problems = problems;
    }

    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }

    static boolean covers(HttpServletRequest request) {
        String path = request.getRequestURI().substring(request.getContextPath().length());
        return path.startsWith("/api/") || path.startsWith("/hooks/");
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !covers(request);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try {
            chain.doFilter(BoundedBody.of(request, JSON_MAX), new Announced(request, response));
        } catch (IOException e) {
            if (response.isCommitted()) {
                throw e;
            }
            problems.write(problems.of(e, request), request, response);
        } catch (ServletException | RuntimeException e) {
            problems.write(problems.of(e, request), request, response);
        }
    }

    @Override
    public @Nullable ModelAndView resolveException(
            HttpServletRequest request, HttpServletResponse response, @Nullable Object handler, Exception thrown) {
        if (!covers(request)) {
            return null;
        }
        try {
            problems.write(problems.of(thrown, request), request, response);
        } catch (IOException e) {
            // The caller is gone.
        }
        return new ModelAndView();
    }

    /// An answer in which an error announced by its status becomes a problem.
    private final class Announced extends HttpServletResponseWrapper {
        private final HttpServletRequest request;

        Announced(HttpServletRequest request, HttpServletResponse response) {
            super(response);
            this.request = request;
        }

        @Override
        public void sendError(int status) throws IOException {
            problems.write(Problems.ofStatus(status), request, (HttpServletResponse) getResponse());
        }

        @Override
        public void sendError(int status, String message) throws IOException {
            sendError(status);
        }
    }
}
