package io.sextant.app.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Rooms write their migrations apart and Flyway runs them in one order, so a version must be taken only once.
class MigrationsTest {
    private static final Path MIGRATIONS = Path.of("src/main/resources/db/migration");

    @Test
    void everyMigrationHasAVersionOfItsOwn() throws IOException {
        List<String> versions = migrations().stream()
                .map(file -> file.getFileName().toString().replaceAll("__.*", ""))
                .toList();
        assertThat(versions).isNotEmpty().doesNotHaveDuplicates();
    }

    @Test
    void everyMigrationIsNamedAfterItsRoom() throws IOException {
        assertThat(migrations()).map(MIGRATIONS::relativize).allSatisfy(file -> assertThat(file.toString())
                .matches("([a-z]+)/V\\d{8}_\\d{4}__\\1_[a-z_]+\\.sql"));
    }

    private static List<Path> migrations() throws IOException {
        try (var all = Files.walk(MIGRATIONS)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }
}
