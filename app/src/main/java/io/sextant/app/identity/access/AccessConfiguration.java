package io.sextant.app.identity.access;

import io.sextant.app.identity.Absences;
import io.sextant.app.identity.Actors;
import io.sextant.app.identity.SecondFactors;
import io.sextant.app.identity.SignIn;
import io.sextant.app.identity.Site;
import io.sextant.app.identity.Tokens;
import io.sextant.app.platform.rest.Problem;
import io.sextant.app.platform.rest.Problem.Type;
import io.sextant.app.platform.rest.Problems;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;
import org.springframework.security.web.context.RequestAttributeSecurityContextRepository;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.csrf.CsrfException;
import org.springframework.security.web.csrf.CsrfTokenRepository;
import org.springframework.session.FindByIndexNameSessionRepository;
import org.springframework.session.Session;
import org.springframework.session.config.SessionRepositoryCustomizer;
import org.springframework.session.jdbc.JdbcIndexedSessionRepository;
import org.springframework.session.web.http.CookieSerializer;
import org.springframework.session.web.http.DefaultCookieSerializer;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/// Puts the guards in place: one chain for the API, which knows tokens and no cookies, one for what programs elsewhere
/// deliver, which knows neither, since each delivery proves itself, and one for the pages, which know cookies and no
/// tokens.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(AccessSettings.class)
class AccessConfiguration {
    private static final String SESSION_COOKIE = "sextant_session";
    private static final String CSRF_COOKIE = "sextant_csrf";

    @Bean
    Site site(AccessSettings settings) {
        return new Site(settings.url());
    }

    @Bean
    @Order(1)
    SecurityFilterChain api(
            HttpSecurity http, Tokens tokens, SignIn signIn, SecondFactors factors, Actors actors, Problems problems)
            throws Exception {
        return http.securityMatcher("/api/**")
                .csrf(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .securityContext(
                        context -> context.securityContextRepository(new RequestAttributeSecurityContextRepository()))
                .exceptionHandling(errors -> errors.authenticationEntryPoint((request, response, thrown) ->
                                problems.write(Problems.unauthenticated(Type.UNAUTHENTICATED), request, response))
                        .accessDeniedHandler((request, response, thrown) ->
                                problems.write(Problem.of(Type.FORBIDDEN), request, response)))
                .addFilterBefore(
                        new ApiIdentification(tokens, signIn, factors, actors), AnonymousAuthenticationFilter.class)
                .build();
    }

    @Bean
    @Order(2)
    SecurityFilterChain deliveries(HttpSecurity http) throws Exception {
        return http.securityMatcher("/hooks/**")
                .csrf(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .securityContext(
                        context -> context.securityContextRepository(new RequestAttributeSecurityContextRepository()))
                .build();
    }

    @Bean
    @Order(3)
    SecurityFilterChain pages(HttpSecurity http, BrowserSessions sessions, CsrfTokenRepository csrf) throws Exception {
        return http.securityMatcher("/**")
                .csrf(forms -> forms.csrfTokenRepository(csrf))
                .requestCache(AbstractHttpConfigurer::disable)
                .securityContext(context -> context.securityContextRepository(sessions))
                .logout(out ->
                        out.logoutUrl("/sign-out").deleteCookies(SESSION_COOKIE).logoutSuccessUrl("/login?out"))
                .exceptionHandling(errors -> errors.authenticationEntryPoint(
                                (request, response, thrown) -> toLogin(request, response))
                        .accessDeniedHandler(AccessConfiguration::refuse))
                .build();
    }

    /// A form without its proof is the form of somebody whose session is over, unless they are signed in.
    private static void refuse(HttpServletRequest request, HttpServletResponse response, AccessDeniedException thrown)
            throws IOException {
        if (thrown instanceof CsrfException && ActorAuthentication.current() == null) {
            var form = path(request, "Referer");
            if (form.startsWith("/setup") || form.startsWith("/invitation") || form.startsWith("/idea/")) {
                // Nobody signs in to fill these: they open anew, with a fresh proof.
                response.sendRedirect(request.getContextPath() + form);
            } else {
                toLogin(request, response);
            }
        } else {
            response.sendError(HttpServletResponse.SC_FORBIDDEN);
        }
    }

    /// To the login page and, from there, back to the page that was asked for; a part of a page goes back to the whole.
    private static void toLogin(HttpServletRequest request, HttpServletResponse response) throws IOException {
        var htmx = request.getHeader("HX-Request") != null;
        var asked = request.getMethod().equals("GET");
        var wanted = htmx ? path(request, "HX-Current-URL") : asked ? address(request) : path(request, "Referer");
        var back = wanted.isEmpty() || wanted.equals("/") || wanted.startsWith("/login")
                ? ""
                : "next=" + URLEncoder.encode(wanted, StandardCharsets.UTF_8);
        var query = Stream.of(back, asked && !htmx ? "" : "over")
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining("&"));
        var login = request.getContextPath() + "/login" + (query.isEmpty() ? "" : "?" + query);
        if (htmx) {
            response.setHeader("HX-Redirect", login);
            response.setStatus(HttpServletResponse.SC_NO_CONTENT);
        } else {
            response.sendRedirect(login);
        }
    }

    /// The path and query of the address in a header; empty when it names none.
    private static String path(HttpServletRequest request, String header) {
        var url = request.getHeader(header);
        if (url == null) {
            return "";
        }
        var path = url.replaceFirst("^[a-zA-Z][a-zA-Z0-9+.-]*://[^/]*", "");
        return path.startsWith("/") ? path : "";
    }

    private static String address(HttpServletRequest request) {
        var query = request.getQueryString();
        return request.getRequestURI() + (query == null ? "" : "?" + query);
    }

    @Bean
    CsrfTokenRepository csrfTokens() {
        var tokens = new CookieCsrfTokenRepository();
        tokens.setCookieName(CSRF_COOKIE);
        tokens.setCookieCustomizer(cookie -> cookie.sameSite("Strict"));
        return tokens;
    }

    @Bean
    BrowserSessions browserSessions(
            Actors actors,
            FindByIndexNameSessionRepository<? extends Session> sessions,
            CsrfTokenRepository csrf,
            AccessSettings settings,
            Clock clock) {
        return new BrowserSessions(actors, sessions, csrf, settings, clock);
    }

    @Bean
    SessionRepositoryCustomizer<JdbcIndexedSessionRepository> sessionIdle(AccessSettings settings) {
        return sessions -> sessions.setDefaultMaxInactiveInterval(settings.sessionIdle());
    }

    /// Lax, so that a link in a message opens the page it names; what changes anything is a POST with proof.
    @Bean
    CookieSerializer sessionCookie() {
        var cookie = new DefaultCookieSerializer();
        cookie.setCookieName(SESSION_COOKIE);
        cookie.setSameSite("Lax");
        return cookie;
    }

    @Bean
    FilterRegistrationBean<ForwardedScheme> forwardedScheme() {
        var registration = new FilterRegistrationBean<>(new ForwardedScheme());
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 1);
        return registration;
    }

    @Bean
    AccessCheck accessCheck(ObjectProvider<OpenPackage> open, ObjectProvider<Absences> absences) {
        return new AccessCheck(open.stream().toList(), absences::getObject);
    }

    @Bean
    SmartInitializingSingleton everyHandlerSaysWhoMayCallIt(
            AccessCheck check, ObjectProvider<RequestMappingHandlerMapping> mappings) {
        return () -> mappings.forEach(check::verify);
    }

    @Bean
    WebMvcConfigurer accessOfHandlers(AccessCheck check) {
        return new WebMvcConfigurer() {
            @Override
            public void addInterceptors(InterceptorRegistry registry) {
                registry.addInterceptor(check).order(Ordered.HIGHEST_PRECEDENCE);
            }

            @Override
            public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
                resolvers.add(new ActorArgument());
            }
        };
    }
}
