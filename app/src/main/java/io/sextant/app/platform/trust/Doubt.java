package io.sextant.app.platform.trust;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// Why a server is not believed when it is called over TLS.
public enum Doubt {
    /// No authority that is known vouches for its certificate.
    UNTRUSTED,
    /// Its certificate is that of another name.
    OTHER_NAME,
    /// Its certificate is out of date, or not valid yet.
    OUT_OF_DATE,
    /// It speaks no TLS there.
    NO_TLS;

    /// How deep causes are followed.
    private static final int DEPTH = 20;

    /// The beginning of the keys.
    private static final String KEYS = "platform.trust.";

    /// The message that says it, with its mend.
    public String key() {
        return KEYS + name();
    }

    /// Whether a text that was kept is such a message rather than words of a server.
    public static boolean says(String text) {
        return text.startsWith(KEYS);
    }

    /// Why a call failed, where that lies in whom it reached.
    public static Optional<Doubt> in(Throwable failure) {
        Throwable at = failure;
        for (int depth = 0; at != null && depth < DEPTH; depth++) {
            Doubt doubt = of(at);
            if (doubt != null) {
                return Optional.of(doubt);
            }
            at = at.getCause();
        }
        return Optional.empty();
    }

    private static @Nullable Doubt of(Throwable at) {
        String said = at.getMessage() == null ? "" : at.getMessage();
        return switch (at) {
            case CertPathBuilderException _ -> UNTRUSTED;
            case CertificateExpiredException _, CertificateNotYetValidException _ -> OUT_OF_DATE;
            // The JDK says by words alone that the name is another one (RFC 2818, section 3.1).
            case CertificateException _
            when said.startsWith("No name matching") || said.startsWith("No subject alternative") -> OTHER_NAME;
            case SSLException _ when said.startsWith("Unsupported or unrecognized SSL message") -> NO_TLS;
            default -> null;
        };
    }
}
