package io.sextant.app.identity;

import java.util.List;

/// What browsers are asked for, in the words of WebAuthn §5.4 and §5.5; bytes are base64url without padding.
public final class PasskeyOptions {
    private PasskeyOptions() {}

    /// Asks for a new passkey.
    ///
    /// @param timeout in milliseconds
    /// @param excludeCredentials those that exist, so that no device makes a second one
    public record Creation(
            Party rp,
            User user,
            String challenge,
            List<Algorithm> pubKeyCredParams,
            long timeout,
            List<Credential> excludeCredentials,
            Selection authenticatorSelection,
            String attestation) {}

    /// Asks for the signature of a passkey.
    ///
    /// @param timeout in milliseconds
    /// @param allowCredentials those that may answer; empty where any may
    public record Request(
            String challenge, String rpId, long timeout, List<Credential> allowCredentials, String userVerification) {}

    /// Who asks.
    public record Party(String id, String name) {}

    /// Whose passkey it will be.
    ///
    /// @param id random
    /// @param name the address by which its owner tells accounts apart
    public record User(String id, String name, String displayName) {}

    /// How it may sign (RFC 9053).
    public record Algorithm(String type, long alg) {}

    /// A passkey that exists.
    public record Credential(String type, String id, List<String> transports) {}

    /// Which kind is wanted.
    public record Selection(String residentKey, boolean requireResidentKey, String userVerification) {}
}
