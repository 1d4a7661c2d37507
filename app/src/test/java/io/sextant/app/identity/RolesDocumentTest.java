package io.sextant.app.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.sextant.app.platform.rest.Problem;
import io.sextant.app.platform.ui.Lang;
import io.sextant.app.platform.ui.Messages;
import io.sextant.app.testing.SextantTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/// Compares the manual's tables with the code. `-Ddocs.update=true` writes the table of roles anew.
@SextantTest
class RolesDocumentTest {
    private static final Path ROLES = Path.of("../docs/reference/roles.md");
    private static final Path PROBLEMS = Path.of("../docs/reference/problems.md");
    private static final String START = "<!-- table of roles: written by a test -->\n";
    private static final String END = "<!-- end -->\n";

    @Autowired
    private Messages messages;

    @Test
    void theManualsTableOfRolesIsThatOfTheCode() throws IOException {
        var manual = Files.readString(ROLES);
        var start = manual.indexOf(START) + START.length();
        var end = manual.indexOf(END);
        var table = table();
        if (Boolean.getBoolean("docs.update")) {
            manual = manual.substring(0, start) + table + manual.substring(end);
            Files.writeString(ROLES, manual);
            end = manual.indexOf(END);
        }
        assertThat(manual.substring(start, end))
                .as("run this test with -Ddocs.update=true and read the difference of " + ROLES)
                .isEqualTo(table);
    }

    private String table() {
        var table = new StringBuilder("| | ");
        table.append(Arrays.stream(Role.values())
                        .map(role -> messages.text(Lang.EN, "identity.role." + role + ".title"))
                        .collect(Collectors.joining(" | ")))
                .append(" |\n|---|")
                .append(":-:|".repeat(Role.values().length))
                .append('\n');
        for (var permission : Permission.values()) {
            table.append("| ").append(messages.text(Lang.EN, "identity.permission." + permission));
            for (var role : Role.values()) {
                table.append(role.allows(permission) ? " | ●" : " | ");
            }
            table.append(" |\n");
        }
        table.append("| *may be limited to a unit*");
        for (var role : Role.values()) {
            table.append(role.byUnit() ? " | ●" : " | ");
        }
        return table.append(" |\n").toString();
    }

    @Test
    void theManualListsEveryProblemWithItsStatus() throws IOException {
        var manual = Files.readString(PROBLEMS);
        for (var type : Problem.Type.values()) {
            assertThat(manual).contains("| `" + type.slug() + "` | " + type.status() + " |");
        }
    }

    @Test
    void whoGivesRightsAndWhoUsesThemCanBeTwoPeople() {
        assertThat(Role.ADMINISTRATOR.permissions())
                .contains(Permission.MANAGE_PEOPLE)
                .doesNotContain(Permission.EDIT_USE_CASES, Permission.MAKE_BRIEFS, Permission.IMPORT_USE_CASES);
        assertThat(Arrays.stream(Role.values())
                        .filter(role -> role.allows(Permission.EDIT_USE_CASES))
                        .filter(role -> role.allows(Permission.MANAGE_PEOPLE)))
                .isEmpty();
    }

    @Test
    void theAuditorReadsEverythingAndChangesNothing() {
        assertThat(Role.AUDITOR.permissions())
                .contains(
                        Permission.VIEW_USE_CASES,
                        Permission.VIEW_BRIEFS,
                        Permission.VIEW_AUDIT,
                        Permission.VIEW_PEOPLE,
                        Permission.EXPORT_USE_CASES)
                .doesNotContain(
                        Permission.PROPOSE_USE_CASE,
                        Permission.EDIT_USE_CASES,
                        Permission.ARCHIVE_USE_CASES,
                        Permission.COMMENT,
                        Permission.IMPORT_USE_CASES,
                        Permission.MAKE_BRIEFS,
                        Permission.MANAGE_PEOPLE,
                        Permission.MANAGE_UNITS,
                        Permission.MANAGE_SETTINGS);
    }
}
