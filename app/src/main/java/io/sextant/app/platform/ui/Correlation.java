package io.sextant.app.platform.ui;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.SecureRandom;
import org.slf4j.MDC;
import org.springframework.web.filter.OncePerRequestFilter;

/// Gives each request a short name, which the answer carries in `X-Correlation-Id`, every line of the log in `MDC`
/// and every error page in plain sight: what a person reads out to support is what support searches for.
/// It also says, on every answer, what a page may load: nothing that is not ours.
public final class Correlation extends OncePerRequestFilter {
    /// The header that carries it.
    public static final String HEADER = "X-Correlation-Id";

    /// The content security policy of every answer.
    public static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
                    + "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private static final String ATTRIBUTE = "sextant.correlation";
    // Without the letters and digits that people take for one another when they read aloud.
    private static final String LETTERS = "abcdefghjkmnpqrstuvwxyz23456789";
    private static final SecureRandom RANDOM = new SecureRandom();

    Correlation() {}

    /// The name of a request.
    public static String of(HttpServletRequest request) {
        return request.getAttribute(ATTRIBUTE) instanceof String id ? id : fresh(request);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var id = of(request);
        response.setHeader(HEADER, id);
        response.setHeader("Content-Security-Policy", POLICY);
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Referrer-Policy", "same-origin");
        response.setHeader("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=()");
        response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
        MDC.put("correlation", id);
        try {
            chain.doFilter(request, response);
        } finally {
            MDC.remove("correlation");
        }
    }

    private static String fresh(HttpServletRequest request) {
        var id = new StringBuilder(9);
        for (var i = 0; i < 8; i++) {
            id.append(i == 4 ? "-" : "").append(LETTERS.charAt(RANDOM.nextInt(LETTERS.length())));
        }
        request.setAttribute(ATTRIBUTE, id.toString());
        return id.toString();
    }
}
