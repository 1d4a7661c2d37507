package io.sextant.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.sextant.app.testing.Http;
import io.sextant.app.testing.SextantTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// Compares what the controllers are with what `docs/reference/openapi.json` says of them. `-Dopenapi.update=true`
/// writes the file anew, for its difference to be read.
@SextantTest
class OpenApiTest {
    private static final Path DOCUMENT = Path.of("../docs/reference/openapi.json");
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    @LocalServerPort
    private int port;

    @Test
    void theCommittedDescriptionIsThatOfTheControllers() throws IOException {
        var answer = Http.on(port).get("/v3/api-docs/v1");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        var described = JSON.writeValueAsString(sorted(answer.json())) + "\n";
        if (Boolean.getBoolean("openapi.update")) {
            Files.writeString(DOCUMENT, described);
        }
        assertThat(Files.exists(DOCUMENT) ? Files.readString(DOCUMENT) : "")
                .as("run this test with -Dopenapi.update=true and read the difference of " + DOCUMENT)
                .isEqualTo(described);
    }

    @Test
    void theApplicationServesTheCommittedDescriptionToAnyone() throws IOException {
        var served = Http.on(port).get("/api/v1/openapi.json");
        assertThat(served.status()).isEqualTo(200);
        assertThat(served.header("Content-Type")).startsWith("application/json");
        assertThat(served.json().path("openapi").asString()).startsWith("3.");
        assertThat(served.json().path("paths").has("/api/v1/users")).isTrue();
    }

    /// Objects by key, so that the order in which controllers are found does not matter.
    private static Object sorted(JsonNode node) {
        if (node.isObject()) {
            var all = new TreeMap<String, Object>();
            node.properties().forEach(entry -> all.put(entry.getKey(), sorted(entry.getValue())));
            return all;
        }
        if (node.isArray()) {
            return node.valueStream().map(OpenApiTest::sorted).toList();
        }
        return node;
    }
}
