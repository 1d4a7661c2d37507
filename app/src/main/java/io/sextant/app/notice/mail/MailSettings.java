package io.sextant.app.notice.mail;

import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// The company's mail server (`sextant.mail.*`). Without a host, nothing is sent.
///
/// @param host name of the server
/// @param port 587 for STARTTLS, 465 for TLS from the start, 25 without
/// @param user name to sign in with; absent for a server that asks for none
/// @param password the password that goes with it
/// @param from the address letters come from, such as `Sextant <sextant@example.org>`
/// @param security how the connection is protected
/// @param attempts how often a letter is tried before it is given up
@ConfigurationProperties("sextant.mail")
public record MailSettings(
        @Nullable String host,
        @DefaultValue("587") int port,
        @Nullable String user,
        @Nullable String password,
        @DefaultValue("sextant@localhost") String from,
        @DefaultValue("STARTTLS") Security security,
        @DefaultValue("8") int attempts) {
    /// How a connection is protected.
    public enum Security {
        /// In clear at first, then TLS, or not at all.
        STARTTLS,
        /// TLS from the start.
        TLS,
        /// In clear: for a server on the same machine.
        NONE
    }

    public MailSettings {
        try {
            new InternetAddress(from, true);
        } catch (AddressException e) {
            throw new IllegalArgumentException("sextant.mail.from is not an address: " + from, e);
        }
        if (attempts < 1 || attempts > 50) {
            throw new IllegalArgumentException("sextant.mail.attempts is between 1 and 50");
        }
    }

    /// Whether letters are sent at all.
    public boolean on() {
        return host != null && !host.isBlank();
    }

    @Override
    public String toString() {
        return "MailSettings[" + host + ":" + port + ", " + security + "]";
    }
}
