package io.sextant.app.demand.importing;

import io.sextant.app.demand.Readings;
import io.sextant.app.identity.Actor;
import io.sextant.app.kernel.Outcome;
import io.sextant.app.platform.launch.Rehearsed;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import org.springframework.stereotype.Component;

/// An import of made-up rows, from the file to the reading: it is what a new user does first, and waits for.
@Component
final class ImportRehearsal implements Rehearsed {
    private static final int ROWS = 1_500;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String[] THINGS = {
        "deposits",
        "complaints",
        "invoices",
        "job applications",
        "water leaks",
        "energy use",
        "claims",
        "contracts",
        "les dépôts",
        "les réclamations",
        "les factures",
        "les candidatures",
        "les fuites d’eau",
        "les contrats"
    };
    private static final String[] DOINGS = {
        "Forecast of",
        "Sorting of",
        "Answers about",
        "Detection of errors in",
        "Summary of",
        "Prévision pour",
        "Tri automatique pour",
        "Assistant conversationnel pour",
        "Détection d’anomalies dans"
    };
    private static final String[] REASONS = {
        "Staff read them one by one, which takes two days and lets some slip through.",
        "A large language model drafts an answer that an adviser checks and sends.",
        "Un modèle d’apprentissage automatique estime le risque à partir de l’historique.",
        "The tool ranks candidates and shortlists CVs; a person decides.",
        "Le personnel y passe 12 000 heures par an et les délais s’allongent."
    };

    private final Imports imports;
    private final Readings readings;

    ImportRehearsal(Imports imports, Readings readings) {
        this.imports = imports;
        this.readings = readings;
    }

    @Override
    public void rehearse() throws Exception {
        Actor system = Actor.system();
        byte[] file = rows().getBytes(StandardCharsets.UTF_8);
        if (imports.bring(system, new ByteArrayInputStream(file), "rehearsal.csv", "fr", Imports.Wish.NONE)
                        instanceof Outcome.Done<Import>(Import read)
                && imports.check(system, read.id(), read.version(), true) instanceof Outcome.Done<Import>) {
            imports.await(system, read.id(), PATIENCE);
            readings.readNow();
        }
    }

    /// A table much like an inventory; the same each time.
    private static String rows() {
        var random = new Random(42);
        var rows = new StringBuilder("ID,Name,Description,Organisation,Status,Start Year,Technology,Website,Country\n");
        for (int i = 0; i < ROWS; i++) {
            String thing = THINGS[random.nextInt(THINGS.length)];
            rows.append(i)
                    .append(",\"")
                    .append(DOINGS[random.nextInt(DOINGS.length)])
                    .append(' ')
                    .append(thing)
                    .append(' ')
                    .append(random.nextInt(200))
                    .append("\",\"");
            for (int s = 0; s < 5; s++) {
                rows.append(REASONS[random.nextInt(REASONS.length)])
                        .append(' ')
                        .append(thing)
                        .append(". ");
            }
            rows.append("\",Office ")
                    .append(random.nextInt(60))
                    .append(random.nextBoolean() ? ",Pilot," : ",In use,")
                    .append(2015 + random.nextInt(11))
                    .append(",\"Machine learning, natural language processing\",https://example.org/")
                    .append(i)
                    .append(",France\n");
        }
        return rows.toString();
    }
}
