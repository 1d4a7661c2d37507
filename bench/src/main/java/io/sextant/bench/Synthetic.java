package io.sextant.bench;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;

/// An inventory of invented use cases, as large as one asks and the same at each run. Words are drawn so that some are
/// frequent and most are rare, as in real texts; otherwise a search would cost the same whatever was searched.
final class Synthetic {
    static final List<String> STAGES = List.of("Idea", "Qualified", "Framed", "Pilot", "Run", "Retired");
    static final List<String> KINDS = List.of("No AI or rules", "Classical machine learning", "Generative AI", "Agent");
    private static final List<String> VERBS = List.of(
            "Predict",
            "Sort",
            "Summarise",
            "Translate",
            "Detect",
            "Forecast",
            "Answer",
            "Match",
            "Route",
            "Check",
            "Draft",
            "Plan",
            "Price",
            "Rank",
            "Read");
    private static final List<String> THINGS = List.of(
            "invoices",
            "claims",
            "complaints",
            "outages",
            "leaks",
            "contracts",
            "tenders",
            "applications",
            "meter" + " readings",
            "work orders",
            "tickets",
            "letters",
            "permits",
            "deliveries",
            "inspections",
            "payments",
            "absences",
            "reports",
            "photographs",
            "calls");
    private static final List<String> WHERE = List.of(
            "in the claims department",
            "for field crews",
            "at the service desk",
            "in procurement",
            "for pensioners",
            "in the control room",
            "for apprentices",
            "in the North region",
            "for small businesses",
            "at headquarters");
    private static final List<String> DOMAINS = List.of(
            "Customer service",
            "Finance",
            "Human resources",
            "Operations",
            "Legal",
            "Purchasing",
            "Maintenance",
            "Security",
            "Health",
            "Mobility");
    private static final String SYLLABLES = "ba co du fe gi ho ju ka le mi no pu ra se ti vo wa xe yo zu";

    private Synthetic() {}

    /// A word of two or three syllables; the low numbers come up far more often than the high.
    static String word(SplittableRandom chance) {
        String[] parts = SYLLABLES.split(" ");
        int rank = (int) Math.min(7_999, Math.pow(chance.nextDouble(), 4) * 8_000);
        return parts[rank % 20] + parts[rank / 20 % 20] + parts[(rank / 400 + rank) % 20];
    }

    /// Writes `rows` use cases under English headings.
    static void write(Path file, int rows) throws IOException {
        var chance = new SplittableRandom(2026);
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write(
                    "Key,Title,Problem,Baseline,Expected outcome,Beneficiaries,Domain,Sponsor,Business owner,Technical"
                            + " owner,Kind of AI,Stage,Start year,Tags\n");
            for (int row = 1; row <= rows; row++) {
                String title = pick(VERBS, chance) + " " + pick(THINGS, chance) + " " + pick(WHERE, chance);
                out.write("K-" + row + "," + title + " " + word(chance) + ",\"" + sentence(chance, 24) + "\",\""
                        + sentence(chance, 10) + "\",\"" + sentence(chance, 12) + "\"," + word(chance) + " teams,"
                        + pick(DOMAINS, chance) + "," + name(chance) + "," + maybe(name(chance), chance) + ","
                        + maybe(name(chance), chance) + "," + maybe(pick(KINDS, chance), chance) + ","
                        + maybe(pick(STAGES, chance), chance) + "," + (2018 + chance.nextInt(9)) + "," + word(chance)
                        + "\n");
            }
        }
    }

    /// An invented title.
    static String title(SplittableRandom chance) {
        return pick(VERBS, chance) + " " + pick(THINGS, chance) + " " + pick(WHERE, chance) + " " + word(chance);
    }

    static String sentence(SplittableRandom chance, int words) {
        var said = new StringBuilder();
        for (int i = 0; i < words; i++) {
            said.append(i == 0 ? "" : " ").append(word(chance));
        }
        return said.append('.').toString();
    }

    private static String name(SplittableRandom chance) {
        String family = word(chance);
        return "Camille " + Character.toUpperCase(family.charAt(0)) + family.substring(1);
    }

    private static String maybe(String value, SplittableRandom chance) {
        return chance.nextInt(4) == 0 ? "" : value;
    }

    private static <T> T pick(List<T> among, SplittableRandom chance) {
        return among.get(chance.nextInt(among.size()));
    }
}
