package io.sextant.app.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/// Throw-away certificates made once for each run by the JDK's `keytool`: an authority that nobody knows, and servers
/// that
/// it vouches for. Only in tests.
public final class Certificates {
    private static final char[] PASSWORD = "seven quiet harbours".toCharArray();
    private static final String HERE = "san=dns:localhost,ip:127.0.0.1";

    /// A server that shows a certificate.
    public enum Server {
        /// This machine, under its names.
        HERE,
        /// Another name.
        ELSEWHERE,
        /// This machine, with a certificate that expired.
        STALE
    }

    private static final class Made {
        static final Path FOLDER = make();
    }

    private Certificates() {}

    /// The authority's certificate, as a file in PEM.
    public static Path authority() {
        return Made.FOLDER.resolve("authority.pem");
    }

    /// How a server speaks TLS.
    public static SSLContext of(Server server) {
        try {
            KeyStore all = store();
            String alias = server.name().toLowerCase(java.util.Locale.ROOT);
            KeyStore one = KeyStore.getInstance("PKCS12");
            one.load(null, null);
            one.setKeyEntry(alias, all.getKey(alias, PASSWORD), PASSWORD, all.getCertificateChain(alias));
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(one, PASSWORD);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyStore store() {
        return store(Made.FOLDER);
    }

    private static KeyStore store(Path folder) {
        try (InputStream in = Files.newInputStream(folder.resolve("keys.p12"))) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, PASSWORD);
            return store;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Path make() {
        try {
            Path folder = Files.createTempDirectory("certificates");
            folder.toFile().deleteOnExit();
            key(folder, "authority", "-ext", "bc:c", "-ext", "ku:c=keyCertSign", "-validity", "30");
            key(folder, "here", "-signer", "authority", "-ext", HERE, "-validity", "20");
            key(folder, "elsewhere", "-signer", "authority", "-ext", "san=dns:other.example.org", "-validity", "20");
            key(folder, "stale", "-signer", "authority", "-ext", HERE, "-startdate", "-30d", "-validity", "10");
            String encoded = Base64.getMimeEncoder(64, "\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII))
                    .encodeToString(store(folder).getCertificate("authority").getEncoded());
            Files.writeString(
                    folder.resolve("authority.pem"),
                    "-----BEGIN CERTIFICATE-----\n" + encoded + "\n-----END CERTIFICATE-----\n");
            try (var files = Files.list(folder)) {
                files.forEach(f -> f.toFile().deleteOnExit());
            }
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void key(Path folder, String alias, String... more) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                alias,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=" + alias,
                "-storetype",
                "PKCS12",
                "-keystore",
                folder.resolve("keys.p12").toString(),
                "-storepass",
                new String(PASSWORD)));
        command.addAll(Arrays.asList(more));
        Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(keytool.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        try {
            if (!keytool.waitFor(60, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
                throw new IllegalStateException(said);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
