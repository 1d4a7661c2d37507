package io.sextant.app.notice.hook;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Locale;

/// Where a webhook leads, and whether Sextant may go there: to public addresses over HTTPS, so that nobody reaches the
/// inside of the company through it; elsewhere only where the installation allows it.
///
/// @param host name or address
/// @param port as given, or that of the scheme
/// @param path with its query
record Destination(boolean tls, String host, int port, String path) {
    static final int MAX_URL = 2_000;

    /// An address that is no destination.
    static final class Refused extends Exception {
        private final String key;

        /// @param key the end of the message's key
        Refused(String key) {
            super(key);
            this.key = key;
        }

        String key() {
            return key;
        }
    }

    /// Reads an address.
    ///
    /// @param inside whether plain HTTP is allowed
    static Destination of(String url, boolean inside) throws Refused {
        URI uri;
        try {
            uri = new URI(url.strip());
        } catch (URISyntaxException e) {
            throw new Refused("url");
        }
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        String host = uri.getHost();
        if (url.length() > MAX_URL
                || host == null
                || host.isEmpty()
                || uri.getUserInfo() != null
                || uri.getFragment() != null) {
            throw new Refused("url");
        }
        if (!scheme.equals("https") && !(inside && scheme.equals("http"))) {
            throw new Refused("https");
        }
        boolean tls = scheme.equals("https");
        int port = uri.getPort() == -1 ? tls ? 443 : 80 : uri.getPort();
        if (port < 1 || port > 65_535) {
            throw new Refused("url");
        }
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        String query = uri.getRawQuery();
        // As ASCII, so that nothing but one request line is written.
        String line = URI.create(path + (query == null ? "" : "?" + query)).toASCIIString();
        return new Destination(tls, host.replaceAll("^\\[|]$", ""), port, line);
    }

    /// The address to connect to, looked up now and used as it is: whoever answers for the name cannot send Sextant
    /// elsewhere between the look and the connection.
    ///
    /// @param inside whether addresses inside the company are allowed
    InetAddress resolve(boolean inside) throws Refused {
        InetAddress[] found;
        try {
            found = InetAddress.getAllByName(host);
        } catch (UnknownHostException e) {
            throw new Refused("unknown");
        }
        if (!inside && Arrays.stream(found).anyMatch(a -> !outside(a))) {
            throw new Refused("inside");
        }
        return found[0];
    }

    /// Whether an address lies in the public internet (IANA special-purpose address registries, RFC 6890).
    static boolean outside(InetAddress address) {
        if (address.isAnyLocalAddress()
                || address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()) {
            return false;
        }
        byte[] b = address.getAddress();
        int first = b[0] & 0xFF;
        int second = b[1] & 0xFF;
        return switch (address) {
            case Inet4Address _ ->
                first != 0
                        && first < 240
                        && !(first == 100 && second >= 64 && second < 128)
                        && !(first == 192 && second == 0 && (b[2] == 0 || b[2] == 2))
                        && !(first == 198 && (second == 18 || second == 19))
                        && !(first == 198 && second == 51 && (b[2] & 0xFF) == 100)
                        && !(first == 203 && second == 0 && b[2] == 113);
            // Global unicast only, without what carries an IPv4 address inside (6to4, Teredo, NAT64) or stands in
            // books.
            case Inet6Address _ ->
                (first & 0xE0) == 0x20
                        && !(first == 0x20 && second == 0x02)
                        && !(first == 0x20 && second == 0x01 && b[2] == 0 && b[3] == 0)
                        && !(first == 0x20 && second == 0x01 && b[2] == 0x0d && (b[3] & 0xFF) == 0xb8);
            default -> false;
        };
    }

    /// The name and port as the `Host` header names them.
    String authority() {
        String name = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        return port == (tls ? 443 : 80) ? name : name + ":" + port;
    }
}
