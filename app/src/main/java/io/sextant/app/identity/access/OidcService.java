package io.sextant.app.identity.access;

import io.sextant.app.identity.Federation;
import io.sextant.app.identity.OidcSettings;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.MediaType;
import org.springframework.security.oauth2.client.endpoint.OAuth2AuthorizationCodeGrantRequest;
import org.springframework.security.oauth2.client.endpoint.RestClientAuthorizationCodeTokenResponseClient;
import org.springframework.security.oauth2.client.oidc.authentication.OidcIdTokenDecoderFactory;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrations;
import org.springframework.security.oauth2.core.OAuth2AuthorizationException;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationExchange;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationResponse;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;

/// Speaks with the service by which the company's people sign in: OpenID Connect Core 1.0, authorization code with PKCE
/// (RFC 7636). What it offers is asked when it is first needed, so that Sextant starts without it. Thread-safe.
@Component
public class OidcService {
    private static final Logger log = LoggerFactory.getLogger(OidcService.class);
    private static final SecureRandom RANDOM = new SecureRandom();

    /// What is remembered of somebody while they are away at the service.
    ///
    /// @param state ties the answer to this browser
    /// @param nonce ties the token to this request
    /// @param verifier proves that who exchanges the code asked for it
    /// @param back the address they come back to
    public record Errand(String state, String nonce, String verifier, String back) {}

    private final OidcSettings settings;
    private final RestClientAuthorizationCodeTokenResponseClient tokens =
            new RestClientAuthorizationCodeTokenResponseClient();
    private final OidcIdTokenDecoderFactory decoders = new OidcIdTokenDecoderFactory();
    private volatile @Nullable ClientRegistration known;

    OidcService(OidcSettings settings) {
        this.settings = settings;
    }

    /// Whether there is such a service.
    public boolean configured() {
        return settings.configured();
    }

    /// What people call it; empty for a general word.
    public String name() {
        return settings.name();
    }

    /// A new errand that ends at this address.
    public Errand errand(String back) {
        return new Errand(random(), random(), random(), back);
    }

    /// Where to send the browser; empty when the service does not answer.
    public Optional<String> address(Errand errand) {
        return registration().map(service -> request(service, errand).getAuthorizationRequestUri());
    }

    /// Where a browser ends its session at the service, to come back to this address; empty when it offers no such
    /// place, or was not needed yet.
    public Optional<String> farewell(String back) {
        var service = known;
        if (service == null) {
            return Optional.empty();
        }
        var end = service.getProviderDetails().getConfigurationMetadata().get("end_session_endpoint");
        return end instanceof String address
                ? Optional.of(address + (address.contains("?") ? "&" : "?") + "client_id="
                        + encoded(settings.clientId()) + "&post_logout_redirect_uri=" + encoded(back))
                : Optional.empty();
    }

    /// Exchanges the code for who it is; empty when the code, the token's signature, issuer, audience, dates or nonce
    /// do
    /// not hold, which the log tells.
    public Optional<Federation.Identity> redeem(Errand errand, String code) {
        var service = registration().orElse(null);
        if (service == null) {
            return Optional.empty();
        }
        try {
            var answer = OAuth2AuthorizationResponse.success(code)
                    .redirectUri(errand.back())
                    .state(errand.state())
                    .build();
            var exchange = new OAuth2AuthorizationExchange(request(service, errand), answer);
            var response = tokens.getTokenResponse(new OAuth2AuthorizationCodeGrantRequest(service, exchange));
            if (!(response.getAdditionalParameters().get("id_token") instanceof String text)) {
                log.warn("The sign-in service gave no ID token");
                return Optional.empty();
            }
            var token = decoders.createDecoder(service).decode(text);
            if (token.getIssuer() == null || token.getSubject() == null) {
                log.warn("The sign-in service gave a token about nobody");
                return Optional.empty();
            }
            if (!errand.nonce().equals(token.getClaimAsString("nonce"))) {
                log.warn("The sign-in service gave a token of another request");
                return Optional.empty();
            }
            var claims = new HashMap<>(token.getClaims());
            if (!claims.containsKey(settings.claim()) || !claims.containsKey("email")) {
                // A service that keeps its ID tokens short tells the rest when asked; what is signed counts first.
                told(service, token, response.getAccessToken().getTokenValue()).forEach(claims::putIfAbsent);
            }
            return Optional.of(identity(token, claims));
        } catch (OAuth2AuthorizationException | JwtException | RestClientException e) {
            log.warn("A sign-in was refused: {}", e.getMessage());
            return Optional.empty();
        }
    }

    /// What the service says at its UserInfo endpoint (OpenID Connect Core 1.0, 5.3); nothing where it has none, does
    /// not
    /// answer, or speaks of somebody else.
    private static Map<String, Object> told(ClientRegistration service, Jwt token, String access) {
        var address = service.getProviderDetails().getUserInfoEndpoint().getUri();
        if (address == null || address.isBlank()) {
            return Map.of();
        }
        try {
            var told = RestClient.create()
                    .get()
                    .uri(URI.create(address))
                    .headers(headers -> headers.setBearerAuth(access))
                    .accept(MediaType.APPLICATION_JSON)
                    .retrieve()
                    .body(new ParameterizedTypeReference<Map<String, Object>>() {});
            if (told == null || !Objects.equals(token.getSubject(), told.get("sub"))) {
                log.warn("What the sign-in service tells at {} is about somebody else and does not count", address);
                return Map.of();
            }
            return told;
        } catch (RestClientException e) {
            log.warn("The sign-in service does not tell more at {}: {}", address, e.getMessage());
            return Map.of();
        }
    }

    private Federation.Identity identity(Jwt token, Map<String, Object> claims) {
        var verified = claims.get("email_verified");
        return new Federation.Identity(
                Objects.requireNonNull(token.getIssuer()).toString(),
                Objects.requireNonNull(token.getSubject()),
                claims.get("email") instanceof String email ? email : null,
                Boolean.TRUE.equals(verified) || "true".equals(verified),
                claims.get("name") instanceof String name ? name : null,
                groups(claims.get(settings.claim())));
    }

    private static Set<String> groups(@Nullable Object claim) {
        var groups = new LinkedHashSet<String>();
        if (claim instanceof Collection<?> several) {
            several.forEach(group -> groups.add(String.valueOf(group)));
        } else if (claim != null) {
            groups.add(claim.toString());
        }
        return groups;
    }

    private OAuth2AuthorizationRequest request(ClientRegistration service, Errand errand) {
        return OAuth2AuthorizationRequest.authorizationCode()
                .clientId(service.getClientId())
                .authorizationUri(
                        Objects.requireNonNull(service.getProviderDetails().getAuthorizationUri()))
                .redirectUri(errand.back())
                .scopes(Set.copyOf(service.getScopes()))
                .state(errand.state())
                .additionalParameters(Map.of(
                        "nonce", errand.nonce(),
                        "code_challenge", challenge(errand.verifier()),
                        "code_challenge_method", "S256"))
                .attributes(held -> held.put("code_verifier", errand.verifier()))
                .build();
    }

    private Optional<ClientRegistration> registration() {
        var service = known;
        if (service != null) {
            return Optional.of(service);
        }
        if (!configured()) {
            return Optional.empty();
        }
        try {
            var found = ClientRegistrations.fromIssuerLocation(Objects.requireNonNull(settings.issuer()))
                    .registrationId("sextant")
                    .clientId(settings.clientId())
                    .clientSecret(settings.clientSecret())
                    .scope(List.copyOf(settings.scopes()))
                    .redirectUri(
                            URI.create("http://localhost/login/oidc/return").toString())
                    .build();
            known = found;
            return Optional.of(found);
        } catch (IllegalArgumentException | IllegalStateException | RestClientException e) {
            log.warn("The sign-in service {} does not answer as it should: {}", settings.issuer(), e.getMessage());
            return Optional.empty();
        }
    }

    private static String challenge(String verifier) {
        try {
            return text(MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static String random() {
        var bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        return text(bytes);
    }

    private static String text(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static String encoded(String text) {
        return java.net.URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
