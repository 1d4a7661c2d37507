package io.sextant.app.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import jakarta.servlet.Filter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.servlet.context.AnnotationConfigServletWebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.annotation.web.configuration.OAuth2AuthorizationServerConfiguration;
import org.springframework.security.core.authority.FactorGrantedAuthority;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.oidc.OidcUserInfo;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.context.SecurityContextHolderFilter;

/// A real authorization server on a free port of this machine, at which somebody is signed in already; what it says of
/// them is the test's to choose.
final class AuthorizationServer {
    static final String SECRET = "not a secret of anybody";

    private static final AtomicReference<String> SUBJECT = new AtomicReference<>("nobody");
    private static final AtomicReference<Consumer<Map<String, Object>>> CLAIMS = new AtomicReference<>(claims -> {});
    private static final AtomicReference<Map<String, Object>> TOLD = new AtomicReference<>(Map.of());
    private static final AtomicReference<String> BACK = new AtomicReference<>("http://localhost/none");
    private static @Nullable AnnotationConfigServletWebServerApplicationContext running;

    private AuthorizationServer() {}

    /// The address of the server, which is started by the first who asks.
    static synchronized String issuer() {
        if (running == null) {
            var context = new AnnotationConfigServletWebServerApplicationContext();
            context.register(Parts.class);
            context.refresh();
            running = context;
        }
        return "http://localhost:"
                + java.util.Objects.requireNonNull(running.getWebServer()).getPort();
    }

    /// The only address it sends people back to.
    static void sendsBackTo(String address) {
        BACK.set(address);
    }

    /// Who is signed in there, and what it says of them.
    static void hasSignedIn(String subject, Consumer<Map<String, Object>> claims) {
        SUBJECT.set(subject);
        CLAIMS.set(claims);
        TOLD.set(Map.of("sub", subject));
    }

    /// What it tells of them when it is asked beside the token.
    static void tells(Map<String, Object> told) {
        TOLD.set(told);
    }

    @Configuration(proxyBeanMethods = false)
    @EnableWebSecurity
    static class Parts {
        @Bean
        TomcatServletWebServerFactory tomcat() {
            var tomcat = new TomcatServletWebServerFactory(0);
            // Filters answer; Tomcat asks them only where some servlet would.
            tomcat.setRegisterDefaultServlet(true);
            return tomcat;
        }

        @Bean
        SecurityFilterChain endpoints(HttpSecurity http) {
            Filter signedIn = (request, response, chain) -> {
                SecurityContextHolder.setContext(
                        new SecurityContextImpl(UsernamePasswordAuthenticationToken.authenticated(
                                SUBJECT.get(), "", List.of(FactorGrantedAuthority.fromAuthority("FACTOR_PASSWORD")))));
                chain.doFilter(request, response);
            };
            return http.oauth2AuthorizationServer(server -> server.oidc(oidc ->
                            oidc.userInfoEndpoint(info -> info.userInfoMapper(asked -> new OidcUserInfo(TOLD.get())))))
                    .oauth2ResourceServer(resource -> resource.jwt(Customizer.withDefaults()))
                    .authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
                    .addFilterAfter(signedIn, SecurityContextHolderFilter.class)
                    .build();
        }

        @Bean
        RegisteredClientRepository clients() {
            return new RegisteredClientRepository() {
                @Override
                public void save(RegisteredClient client) {
                    // It would keep the secret hashed; it is in a test's memory only.
                }

                @Override
                public RegisteredClient findById(String id) {
                    return client();
                }

                @Override
                public @Nullable RegisteredClient findByClientId(String id) {
                    return id.equals("sextant") ? client() : null;
                }
            };
        }

        private static RegisteredClient client() {
            return RegisteredClient.withId("sextant")
                    .clientId("sextant")
                    .clientSecret("{noop}" + SECRET)
                    .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
                    .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
                    .redirectUri(BACK.get())
                    .scope("openid")
                    .scope("profile")
                    .scope("email")
                    .clientSettings(ClientSettings.builder()
                            .requireProofKey(true)
                            .requireAuthorizationConsent(false)
                            .build())
                    .build();
        }

        @Bean
        JWKSource<SecurityContext> keys() throws JOSEException {
            return new ImmutableJWKSet<>(
                    new JWKSet(new RSAKeyGenerator(2048).keyID("test").generate()));
        }

        @Bean
        JwtDecoder decoder(JWKSource<SecurityContext> keys) {
            return OAuth2AuthorizationServerConfiguration.jwtDecoder(keys);
        }

        @Bean
        AuthorizationServerSettings settings() {
            return AuthorizationServerSettings.builder().build();
        }

        @Bean
        OAuth2TokenCustomizer<JwtEncodingContext> claims() {
            return context -> {
                if (context.getTokenType().getValue().equals("id_token")) {
                    context.getClaims().claims(CLAIMS.get());
                }
            };
        }
    }
}
