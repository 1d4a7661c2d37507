package io.sextant.app.identity;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// An authenticator as a program: makes one passkey (ES256) and signs what it is told to, also what no honest one
/// would.
/// What it writes follows WebAuthn §6.1 and §6.5.
final class SoftKey {
    private static final int PRESENT = 0x01;
    private static final int VERIFIED = 0x04;
    private static final int ATTESTED = 0x40;

    private final KeyPair keys;
    private final byte[] id = new byte[16];
    private byte[] handle = new byte[0];
    private String origin;
    private String host = "localhost";
    private int flags = PRESENT | VERIFIED;
    private int count;

    private SoftKey(String origin) {
        this.origin = origin;
        new SecureRandom().nextBytes(id);
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            keys = generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// One in a browser that has a page of this port open.
    static SoftKey on(int port) {
        return new SoftKey("http://localhost:" + port);
    }

    /// Says from now on that the page came from elsewhere.
    SoftKey in(String otherOrigin) {
        origin = otherOrigin;
        return this;
    }

    /// Signs from now on for another host.
    SoftKey under(String otherHost) {
        host = otherHost;
        return this;
    }

    /// Says from now on that it did not make sure who holds it.
    SoftKey unverified() {
        flags = PRESENT;
        return this;
    }

    /// Has signed so often.
    SoftKey counting(int times) {
        count = times;
        return this;
    }

    /// Says from now on that it belongs to somebody else.
    SoftKey of(SoftKey other) {
        handle = other.handle;
        return this;
    }

    /// Makes the passkey that these options ask for.
    String make(String options) {
        var asked = JsonMapper.shared().readTree(options);
        handle = Base64.getUrlDecoder().decode(asked.path("user").path("id").asString());
        var point = ((ECPublicKey) keys.getPublic()).getW();
        // RFC 9053: kty EC2, alg ES256, crv P-256, x, y.
        var cose = joined(
                HexFormat.of().parseHex("a5010203262001215820"),
                fixed(point.getAffineX()),
                HexFormat.of().parseHex("225820"),
                fixed(point.getAffineY()));
        var data = joined(
                authenticatorData(flags | ATTESTED),
                new byte[16],
                ByteBuffer.allocate(2).putShort((short) id.length).array(),
                id,
                cose);
        var attestation = joined(
                HexFormat.of().parseHex("a363"),
                ascii("fmt"),
                HexFormat.of().parseHex("64"),
                ascii("none"),
                HexFormat.of().parseHex("67"),
                ascii("attStmt"),
                HexFormat.of().parseHex("a068"),
                ascii("authData"),
                HexFormat.of().parseHex("58"),
                new byte[] {(byte) data.length},
                data);
        return credential(Map.of(
                "clientDataJSON",
                text(clientData("webauthn.create", asked)),
                "attestationObject",
                text(attestation),
                "transports",
                new String[] {"internal"}));
    }

    /// Signs what these options ask for.
    String sign(String options) {
        var asked = JsonMapper.shared().readTree(options);
        var said = clientData("webauthn.get", asked);
        var data = authenticatorData(flags);
        try {
            var signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(keys.getPrivate());
            signature.update(data);
            signature.update(sha256(said));
            return credential(Map.of(
                    "clientDataJSON",
                    text(said),
                    "authenticatorData",
                    text(data),
                    "signature",
                    text(signature.sign()),
                    "userHandle",
                    text(handle)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private String credential(Map<String, Object> response) {
        return JsonMapper.shared()
                .writeValueAsString(Map.of(
                        "id",
                        text(id),
                        "rawId",
                        text(id),
                        "type",
                        "public-key",
                        "response",
                        response,
                        "clientExtensionResults",
                        Map.of()));
    }

    private byte[] clientData(String type, JsonNode asked) {
        return JsonMapper.shared()
                .writeValueAsString(Map.of(
                        "type",
                        type,
                        "challenge",
                        asked.path("challenge").asString(),
                        "origin",
                        origin,
                        "crossOrigin",
                        false))
                .getBytes(StandardCharsets.UTF_8);
    }

    private byte[] authenticatorData(int flagged) {
        return joined(
                sha256(ascii(host)),
                new byte[] {(byte) flagged},
                ByteBuffer.allocate(4).putInt(count).array());
    }

    private static byte[] fixed(BigInteger coordinate) {
        var bytes = coordinate.toByteArray();
        var fixed = new byte[32];
        var from = Math.max(0, bytes.length - 32);
        System.arraycopy(bytes, from, fixed, 32 - (bytes.length - from), bytes.length - from);
        return fixed;
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static String text(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static byte[] joined(byte[]... parts) {
        var all = new ByteArrayOutputStream();
        for (var part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
