package io.sextant.app.identity.access;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.web.filter.OncePerRequestFilter;

/// Believes a proxy that says it was reached by https, so that cookies are marked secure there. Only that: who pretends
/// it makes their own cookies stricter, whereas a pretended address would get round the throttle, and is not believed
/// unless `server.forward-headers-strategy` says so.
final class ForwardedScheme extends OncePerRequestFilter {
    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var forwarded = !request.isSecure() && "https".equalsIgnoreCase(request.getHeader("X-Forwarded-Proto"));
        chain.doFilter(forwarded ? new Secure(request) : request, response);
    }

    private static final class Secure extends HttpServletRequestWrapper {
        Secure(HttpServletRequest request) {
            super(request);
        }

        @Override
        public boolean isSecure() {
            return true;
        }

        @Override
        public String getScheme() {
            return "https";
        }
    }
}
