package io.sextant.app.identity;

import java.net.URI;
import java.util.Locale;
import java.util.Objects;

/// Where passkeys are made and used: a passkey serves under one host, and answers name the origin they were given in.
/// A value.
///
/// @param origin scheme, host and port, as browsers write it (`https://sextant.example`)
/// @param host the host alone, which is the *relying party id* of WebAuthn
public record PasskeyPlace(String origin, String host) {
    /// The place of the pages under this address.
    public static PasskeyPlace of(URI address) {
        var scheme = Objects.requireNonNullElse(address.getScheme(), "").toLowerCase(Locale.ROOT);
        var host = Objects.requireNonNullElse(address.getHost(), "").toLowerCase(Locale.ROOT);
        var port = address.getPort();
        var usual = port == -1 || port == (scheme.equals("https") ? 443 : 80);
        return new PasskeyPlace(scheme + "://" + host + (usual ? "" : ":" + port), host);
    }

    /// Whether browsers take passkeys here: by https, or on one's own machine, and by a name rather than a number.
    public boolean serves() {
        var local = host.equals("localhost") || host.endsWith(".localhost");
        var numeric = host.isEmpty() || host.startsWith("[") || host.matches("[0-9.]+");
        return !numeric && (local || origin.startsWith("https://"));
    }
}
