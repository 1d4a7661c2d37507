package io.sextant.app.platform.knowledge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sextant.app.identity.Role;
import io.sextant.engine.gates.GatePack;
import io.sextant.engine.gates.pack.PackFile;
import io.sextant.engine.gates.pack.PackReader;
import io.sextant.engine.gates.pack.Problem;
import io.sextant.engine.gates.pack.Reading;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class GatePackMessagesTest {
    private static Properties messages(String language) throws Exception {
        Properties messages = new Properties();
        try (Reader reader = new InputStreamReader(
                Objects.requireNonNull(
                        KnowledgeFault.class.getResourceAsStream("messages_" + language + ".properties")),
                StandardCharsets.UTF_8)) {
            messages.load(reader);
        }
        return messages;
    }

    private static List<PackFile> shipped() throws Exception {
        List<PackFile> files = new ArrayList<>();
        for (String name : PackReader.FILES) {
            try (InputStream in =
                    KnowledgeFault.class.getClassLoader().getResourceAsStream("knowledge/gates/2026-11/" + name)) {
                files.add(new PackFile(name, Objects.requireNonNull(in, name).readAllBytes()));
            }
        }
        return files;
    }

    @Test
    void everyProblemOfAPackHasAMessageInBothLanguages() throws Exception {
        for (String language : List.of("fr", "en")) {
            Properties messages = messages(language);
            for (String code : Problem.CODES) {
                assertThat(messages.getProperty("gates.pack." + code))
                        .as(language + " " + code)
                        .isNotBlank();
            }
        }
    }

    @Test
    void aProblemReadsAsASentence() throws Exception {
        List<PackFile> files = new ArrayList<>(shipped());
        String gates = new String(files.get(1).bytes(), StandardCharsets.UTF_8);
        files.set(
                1,
                new PackFile(
                        "gates.yaml",
                        gates.replace("when: unitNamed", "when: unitName").getBytes(StandardCharsets.UTF_8)));
        List<Problem> problems = ((Reading.Refused) PackReader.read("2026-11", files)).problems();
        assertThat(problems).hasSize(1);
        Problem problem = problems.getFirst();
        assertThat(new MessageFormat(messages("fr").getProperty(problem.code()), Locale.FRENCH)
                        .format(problem.args().toArray()))
                .isEqualTo("Le fait «\u202FunitName\u202F» n’est pas déclaré."
                        + " Vouliez-vous dire «\u202FunitNamed\u202F»\u202F?");
    }

    @Test
    void anEditionThatIsNotThereIsAFaultThatNamesItsFiles() {
        assertThatThrownBy(() -> new GateKnowledge("1999-01").pack())
                .isInstanceOf(KnowledgeFault.class)
                .hasMessageContaining("gates.yaml gates.pack.file-missing");
    }

    @Test
    void theRolesOfTheShippedPackAreThoseOfPeople() throws Exception {
        GatePack pack = new GateKnowledge(GateKnowledge.CURRENT).pack();
        assertThat(pack.roles())
                .isSubsetOf(Arrays.stream(Role.values()).map(Enum::name).toList());
    }
}
