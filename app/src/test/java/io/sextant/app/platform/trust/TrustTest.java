package io.sextant.app.platform.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.sextant.app.platform.launch.CannotStart;
import io.sextant.app.testing.Certificates;
import io.sextant.app.testing.Certificates.Server;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whom Sextant believes.
class TrustTest {
    @Test
    void aFileThatIsMissingOrHoldsNoCertificateKeepsSextantFromStartingWithItsName(@TempDir Path folder)
            throws Exception {
        Path none = folder.resolve("none.pem");
        assertThatThrownBy(() -> Trust.of(none))
                .isInstanceOf(CannotStart.class)
                .hasMessageContaining("none.pem")
                .hasMessageContaining("sextant.trust.certificates");
        Path empty = Files.writeString(folder.resolve("empty.pem"), "");
        assertThatThrownBy(() -> Trust.of(empty)).isInstanceOf(CannotStart.class);
        Path words = Files.writeString(folder.resolve("words.pem"), "our certificate\n");
        assertThatThrownBy(() -> Trust.of(words)).isInstanceOf(CannotStart.class);
    }

    /// Libraries take what holds for the process: the one that signs people in, for one.
    @Test
    void theSettingHoldsForEverythingThatSextantCalls() throws Exception {
        SSLContext before = SSLContext.getDefault();
        var server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(Certificates.of(Server.HERE)));
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
        try {
            var request = HttpRequest.newBuilder(URI.create(
                            "https://localhost:" + server.getAddress().getPort() + "/"))
                    .build();
            try (var client = HttpClient.newHttpClient()) {
                assertThatThrownBy(() -> client.send(request, BodyHandlers.discarding()))
                        .satisfies(e -> assertThat(Doubt.in(e)).contains(Doubt.UNTRUSTED));
            }
            new TrustConfiguration().trust(Certificates.authority().toString());
            try (var client = HttpClient.newHttpClient()) {
                assertThat(client.send(request, BodyHandlers.discarding()).statusCode())
                        .isEqualTo(204);
            }
        } finally {
            SSLContext.setDefault(before);
            server.stop(0);
        }
    }
}
