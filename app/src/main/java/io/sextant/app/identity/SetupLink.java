package io.sextant.app.identity;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// The link by which the first administrator comes in, shown to whoever can read the console or the data folder of the
/// server until it is used. The database has its secret's hash only. A start that finds the file of an earlier one,
/// still good, shows the same link again.
@Component
class SetupLink {
    private static final Logger LOG = LoggerFactory.getLogger(SetupLink.class);
    private static final String PATH = "/setup?token=";

    private final JdbcClient jdbc;
    private final Path file;
    private final @Nullable URI url;
    private final @Nullable InetAddress address;
    private volatile int port;

    SetupLink(
            JdbcClient jdbc,
            @Value("${sextant.data}") Path data,
            @Value("${sextant.access.url:#{null}}") @Nullable URI url,
            @Value("${server.address:#{null}}") @Nullable InetAddress address) {
        this.jdbc = jdbc;
        this.file = data.resolve("setup-link");
        this.url = url;
        this.address = address;
    }

    @EventListener
    void started(WebServerInitializedEvent event) {
        if (event.getApplicationContext().getServerNamespace() == null) {
            port = event.getWebServer().getPort();
        }
    }

    /// When everything else is up: what is seeded at start may have made a first administrator needless.
    @EventListener
    void ready(ApplicationReadyEvent event) {
        if (port < 0) {
            // A command has the rooms open, and no page to lead to.
            return;
        }
        var waiting = jdbc.sql("select setup_done_at is null from identity.organisation")
                .query(Boolean.class)
                .single();
        if (!waiting) {
            forget();
            return;
        }
        var secret = kept();
        if (secret == null) {
            secret = Secrets.fresh();
            jdbc.sql("update identity.organisation set setup_token_hash = :hash where setup_done_at is null")
                    .param("hash", Secrets.hash(secret))
                    .update();
        }
        var link = base() + PATH + secret;
        write(link);
        // On the console whatever the log's level: it is the only way in.
        System.out.println("Set up Sextant: " + link);
    }

    /// The secret in the file, if it is the one whose hash the database has.
    private @Nullable String kept() {
        try {
            var text = Files.readString(file).strip();
            var at = text.indexOf(PATH);
            var secret = at < 0 ? "" : text.substring(at + PATH.length());
            var hash = jdbc.sql("select setup_token_hash from identity.organisation")
                    .query((row, n) -> new Kept(row.getBytes("setup_token_hash")))
                    .single()
                    .hash();
            return hash != null && Arrays.equals(hash, Secrets.hash(secret)) ? secret : null;
        } catch (IOException e) {
            return null;
        }
    }

    private record Kept(byte @Nullable [] hash) {}

    private String base() {
        if (url != null) {
            return url.toString().replaceAll("/+$", "");
        }
        // The name that the launcher says: a browser keeps the sessions of two names apart.
        var host = address == null || address.isAnyLocalAddress() || address.isLoopbackAddress()
                ? "localhost"
                : literal(address);
        return "http://" + host + ":" + port;
    }

    private static String literal(InetAddress address) {
        var text = address.getHostAddress();
        return text.contains(":") ? "[" + text + "]" : text;
    }

    private void write(String link) {
        try {
            Files.deleteIfExists(file);
            var posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
            var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            try (var channel = posix
                    ? Files.newByteChannel(
                            file,
                            options,
                            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))
                    : Files.newByteChannel(file, options)) {
                channel.write(java.nio.ByteBuffer.wrap((link + "\n").getBytes(StandardCharsets.UTF_8)));
            }
        } catch (IOException e) {
            LOG.warn("cannot write {}: {}. The link is on the console only.", file, e.toString());
        }
    }

    /// Takes the file away: the link opens nothing any more.
    void forget() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.warn("cannot delete {}: {}. Its link opens nothing any more.", file, e.toString());
        }
    }
}
