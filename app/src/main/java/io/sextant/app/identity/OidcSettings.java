package io.sextant.app.identity;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// The service by which the company's people sign in (OpenID Connect), where there is one.
///
/// @param issuer its address as it names itself; without one there is no such way in
/// @param clientId the name under which it knows this Sextant
/// @param name what people call it, for the button; empty for a general word
/// @param claim the claim that lists a person's groups
/// @param roles what groups give: `group=ROLE`, or `group=ROLE@UNIT` for a role in one unit and those below it
@ConfigurationProperties("sextant.oidc")
public record OidcSettings(
        @Nullable String issuer,
        @DefaultValue("") String clientId,
        @DefaultValue("") String clientSecret,
        @DefaultValue("") String name,
        @DefaultValue({"openid", "profile", "email"}) List<String> scopes,
        @DefaultValue("groups") String claim,
        @DefaultValue List<String> roles) {
    public OidcSettings {
        scopes = List.copyOf(scopes);
        roles = List.copyOf(roles);
    }

    /// Whether there is such a service.
    public boolean configured() {
        return issuer != null && !issuer.isBlank() && !clientId.isBlank();
    }

    @Override
    public String toString() {
        return "OidcSettings[" + issuer + ", " + clientId + "]";
    }
}
