package io.sextant.app.house;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class LicencesTest {
    private static final Licences RULES = Licences.parse(List.of(
            "rule,subject,licence,because",
            "allow,,Apache-2.0,ours",
            "correct,org.mislabelled:thing,Apache-2.0,the jar says so, and so does the site"));

    @Test
    void aComponentUnderAForeignLicenceIsRefusedByName() {
        assertThat(RULES.refused(sbom("org.network", "server", "{\"license\":{\"id\":\"AGPL-3.0-only\"}}")))
                .containsExactly("org.network:server [AGPL-3.0-only]");
    }

    @Test
    void aComponentWithoutALicenceIsRefused() {
        assertThat(RULES.refused(sbom("org.silent", "thing", ""))).containsExactly("org.silent:thing []");
    }

    @Test
    void oneAllowedLicenceAmongSeveralIsEnough() {
        String choice = "{\"license\":{\"id\":\"GPL-2.0-only\"}},{\"license\":{\"id\":\"Apache-2.0\"}}";
        assertThat(RULES.refused(sbom("org.dual", "thing", choice))).isEmpty();
    }

    @Test
    void aCorrectionReplacesWhatTheAuthorsWroteDown() {
        assertThat(RULES.refused(sbom("org.mislabelled", "thing", "{\"license\":{\"name\":\"Some Foundation\"}}")))
                .isEmpty();
    }

    @Test
    void aCorrectionOfSomethingNoLongerShippedIsFound() {
        assertThat(RULES.idle(sbom("org.other", "thing", "{\"license\":{\"id\":\"Apache-2.0\"}}")))
                .containsExactly("org.mislabelled:thing");
    }

    @Test
    void aRuleWithoutAReasonIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Licences.parse(List.of("rule,subject,licence,because", "allow,,MIT,")));
    }

    private static JsonNode sbom(String group, String name, String licences) {
        return JsonMapper.shared()
                .readTree("{\"components\":[{\"group\":\"" + group + "\",\"name\":\"" + name + "\",\"licenses\":["
                        + licences + "]}]}");
    }
}
