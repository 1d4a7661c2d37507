package io.sextant.app.board;

import io.sextant.app.board.Brief.Alike;
import io.sextant.app.board.Brief.AxisKnown;
import io.sextant.app.board.Brief.Earlier;
import io.sextant.app.board.Brief.Group;
import io.sextant.app.board.Brief.Law;
import io.sextant.app.board.Brief.Named;
import io.sextant.app.board.Brief.Question;
import io.sextant.app.demand.Axis;
import io.sextant.app.demand.Moves.Arrivals;
import io.sextant.app.demand.Overview;
import io.sextant.app.demand.Stage;
import io.sextant.app.demand.StageMove;
import io.sextant.app.demand.UseCaseId;
import io.sextant.app.platform.knowledge.InventoryKnowledge;
import io.sextant.app.platform.ui.AllMessages;
import io.sextant.app.platform.ui.Lang;
import io.sextant.app.platform.ui.Messages;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Briefs of every size, made without a database.
public final class SampleBriefs {
    private static final Instant MADE = Instant.parse("2026-11-23T08:30:00Z");
    private static final Instant READ = Instant.parse("2026-11-22T21:05:00Z");

    private SampleBriefs() {}

    /// A teller over the real messages and the real points of law.
    public static Storyteller teller(Messages messages) {
        return new Storyteller(
                messages,
                InventoryKnowledge.load(InventoryKnowledge.CURRENT).rules().touchpoints(),
                (code, lang) -> switch (code) {
                    case "ASS" -> lang == Lang.FR ? "Armorique Assurances" : "Armorique Insurance";
                    case "SAN" -> lang == Lang.FR ? "Armorique Santé" : "Armorique Health";
                    case "DSI" -> lang == Lang.FR ? "Direction des systèmes d’information" : "Information systems";
                    case "RES" -> lang == Lang.FR ? "Armorique Réseaux" : "Armorique Networks";
                    case "MOB" -> lang == Lang.FR ? "Armorique Mobilités" : "Armorique Transport";
                    case "LONG" ->
                        "Direction générale déléguée à la transformation, à la simplification et à la qualité du service";
                    default -> code;
                },
                () -> "Groupe Armorique");
    }

    /// A story told by a teller over the real messages.
    public static Story tell(Brief brief, Lang lang) {
        return teller(AllMessages.load()).tell(brief, lang);
    }

    /// Nothing on record.
    public static Brief empty() {
        return brief(
                "Premier point sur l’IA",
                null,
                overview(0, Map.of(), Map.of(), 0, Map.of(), Map.of(), Map.of(), 0, Map.of(), Map.of(), 0, false),
                Map.of(),
                new Law(0, 0, Map.of()),
                new Alike(0, 0, 0, List.of()),
                null,
                List.of());
    }

    /// Three use cases of one unit, nothing read yet.
    public static Brief three() {
        return brief(
                "Point sur l’IA de la direction des systèmes d’information",
                "DSI",
                overview(
                        3,
                        counts("IDEA", 2, "PILOT", 1),
                        counts("GENERATIVE", 2, "-", 1),
                        0,
                        counts("CONDITIONAL", 1, "UNKNOWN", 2),
                        counts("Support", 1, "-", 2),
                        counts("2026", 1, "-", 2),
                        38,
                        counts("baseline", 3, "sponsor", 2, "outcome", 1),
                        Map.of(),
                        0,
                        false),
                counts("DSI", 3),
                new Law(0, 0, Map.of()),
                new Alike(0, 0, 0, List.of()),
                null,
                List.of(new Question("unmeasured", 3, 0, "unit=DSI&missing=baseline")));
    }

    /// One use case, read and quiet.
    public static Brief one() {
        return brief(
                "Un seul",
                null,
                overview(
                        1,
                        counts("RUN", 1),
                        counts("NONE_RULES", 1),
                        0,
                        counts("CLEAR", 1),
                        counts("Support", 1),
                        counts("2026", 1),
                        100,
                        Map.of(),
                        Map.of(),
                        0,
                        true),
                counts("DSI", 1),
                new Law(0, 0, Map.of()),
                new Alike(0, 0, 0, List.of()),
                null,
                List.of(new Question("ownerless", 1, 0, "stage=RUN&missing=businessOwner")));
    }

    /// One use case that touches that area.
    public static Brief withArea(String area) {
        Brief one = one();
        Overview now = overview(
                1,
                one.now().byStage(),
                one.now().byKind(),
                0,
                one.now().byNeed(),
                one.now().byDomain(),
                one.now().byYear(),
                100,
                Map.of(),
                counts(area, 1),
                0,
                true);
        return brief(
                "Un sujet",
                null,
                now,
                one.entities(),
                new Law(1, 1, counts(area, 1)),
                one.alike(),
                null,
                one.questions());
    }

    /// Names that no careful person would give: scripts we have no letters for, markup, one endless word.
    public static Brief hostile() {
        Brief one = one();
        Overview now = overview(
                2,
                counts("RUN", 2),
                counts("GENERATIVE", 2),
                0,
                counts("UNKNOWN", 2),
                counts("<script>alert('x')</script> & Cie", 1, "W".repeat(200), 1),
                counts("-", 2),
                0,
                counts("problem", 2),
                Map.of(),
                2,
                true);
        return brief(
                "日本語 🚀 <b>gras</b> &amp; العربية ]]> " + "W".repeat(80),
                null,
                now,
                counts("LONG", 2),
                new Law(0, 0, Map.of()),
                new Alike(
                        1,
                        1,
                        0,
                        List.of(new Group(
                                1,
                                "<i>étiquette</i>",
                                "<i>label</i>",
                                true,
                                2,
                                1,
                                List.of(
                                        new Named("UC-2026-0001", "W".repeat(200), "<b>&</b>", "LONG"),
                                        new Named("UC-2026-0002", "数据分析", "数据分析", null))))),
                null,
                one.questions());
    }

    /// A group's portfolio of forty-three, with a brief before it.
    public static Brief group() {
        var arrivals = List.of(
                new Arrivals(
                        Stage.RUN,
                        2,
                        List.of(
                                move(
                                        11,
                                        "Lire les factures de soins papier sans les ressaisir",
                                        "Reading paper care invoices without rekeying them",
                                        Stage.PILOT,
                                        Stage.RUN),
                                move(
                                        17,
                                        "Prévoir la charge des plateaux téléphoniques",
                                        "Forecasting the load of call centres",
                                        Stage.PILOT,
                                        Stage.RUN))),
                new Arrivals(
                        Stage.PILOT,
                        5,
                        IntStream.rangeClosed(21, 25)
                                .mapToObj(n -> move(
                                        n,
                                        "Répondre aux réclamations n° " + n,
                                        "Answering complaints no. " + n,
                                        Stage.FRAMED,
                                        Stage.PILOT))
                                .toList()));
        var earlier = new Earlier(
                4,
                Instant.parse("2026-09-01T07:00:00Z"),
                "Portefeuille d’IA, rentrée 2026",
                37,
                counts("IDEA", 9, "QUALIFIED", 8, "FRAMED", 9, "PILOT", 4, "RUN", 6, "RETIRED", 1),
                58,
                9,
                30,
                6,
                1,
                arrivals);
        return brief(
                "Portefeuille d’IA, novembre 2026",
                null,
                overview(
                        43,
                        counts("IDEA", 8, "QUALIFIED", 9, "FRAMED", 7, "PILOT", 7, "RUN", 8, "RETIRED", 3, "-", 1),
                        counts("NONE_RULES", 4, "CLASSICAL_ML", 18, "GENERATIVE", 14, "AGENT", 5, "-", 2),
                        6,
                        counts("CLEAR", 15, "CONDITIONAL", 19, "BLOCKING", 3, "UNKNOWN", 6),
                        counts(
                                "Relation client",
                                9,
                                "Prestations santé",
                                7,
                                "Maintenance",
                                6,
                                "Finance",
                                5,
                                "Ressources humaines",
                                4,
                                "Juridique",
                                3,
                                "Achats",
                                2,
                                "Communication et affaires publiques",
                                2,
                                "Sécurité",
                                1,
                                "Logistique",
                                1,
                                "-",
                                3),
                        counts(
                                "2017", 1, "2019", 3, "2021", 4, "2022", 2, "2023", 5, "2024", 8, "2025", 11, "2026", 6,
                                "-", 3),
                        68,
                        counts(
                                "baseline",
                                17,
                                "alternative",
                                15,
                                "sponsor",
                                12,
                                "aiNeeded",
                                11,
                                "outcome",
                                9,
                                "technicalOwner",
                                8,
                                "beneficiaries",
                                6,
                                "businessOwner",
                                5,
                                "startYear",
                                3),
                        counts(
                                "recruitment",
                                3,
                                "credit",
                                2,
                                "insurance",
                                4,
                                "worker-management",
                                2,
                                "emotion-recognition",
                                1,
                                "education",
                                1,
                                "biometric-identification",
                                1),
                        12,
                        true),
                counts("ASS", 15, "SAN", 9, "DSI", 7, "MOB", 6, "RES", 5, "-", 1),
                new Law(12, 7, counts("recruitment", 1, "credit", 2, "insurance", 3, "worker-management", 1)),
                new Alike(
                        5,
                        1,
                        4,
                        List.of(
                                similar(1, "réclamations, réponse, courrier, rédaction", false, 4),
                                similar(2, "factures, lecture, saisie", true, 2),
                                similar(3, "prévision, appels, charge", false, 2),
                                similar(4, "contrats, clauses, recherche documentaire", false, 2),
                                similar(5, "maintenance prédictive, capteurs", false, 2))),
                earlier,
                List.of(
                        new Question("ownerless", 1, 0, "stage=RUN&missing=businessOwner"),
                        new Question("legal", 7, 4, "stage=PILOT&stage=RUN&area=recruitment"),
                        new Question("lookAlikes", 12, 5, "lookalike=true"),
                        new Question("blocking", 2, 0, "stage=PILOT&stage=RUN&need=BLOCKING"),
                        new Question("oldPilots", 3, 2, "stage=PILOT&year=2023&year=2024"),
                        new Question("unmeasured", 17, 0, "missing=baseline")));
    }

    /// An inventory of 1,826, long names and scripts of many countries included.
    public static Brief inventory() {
        var entities = new LinkedHashMap<String, Long>();
        entities.put("LONG", 412L);
        for (int i = 1; i <= 29; i++) {
            entities.put("Администрация " + i + " · Διοίκηση Łódź", 60L - i);
        }
        entities.put(
                "-",
                1826L - entities.values().stream().mapToLong(Long::longValue).sum());
        var domains = new LinkedHashMap<String, Long>();
        for (int i = 0; i < 40; i++) {
            domains.put(
                    i == 0
                            ? "General public services, executive and legislative organs, financial and fiscal affairs, external affairs"
                            : "Domain number " + i + " with a name that goes on",
                    i == 0 ? 700L : 40L - i);
        }
        var groups = IntStream.rangeClosed(1, 12)
                .mapToObj(n -> similar(
                        n,
                        "chatbot, citizens, questions, municipality, answering, virtual assistant, service desk, website",
                        n % 3 == 0,
                        60 - 4L * n))
                .toList();
        var areas = counts(
                "law-enforcement",
                212,
                "benefits",
                140,
                "biometric-identification",
                96,
                "education",
                60,
                "migration",
                55,
                "recruitment",
                41,
                "justice",
                38,
                "emotion-recognition",
                9,
                "social-scoring",
                4,
                "credit",
                3);
        return brief(
                "Inventaire européen des usages de l’IA dans le secteur public : ce que le registre dit, tait et demande (2025-2026)",
                null,
                overview(
                        1826,
                        counts("IDEA", 120, "FRAMED", 309, "PILOT", 487, "RUN", 715, "RETIRED", 94, "-", 101),
                        counts("CLASSICAL_ML", 905, "GENERATIVE", 171, "AGENT", 12, "NONE_RULES", 61, "-", 677),
                        1149,
                        counts("BLOCKING", 12, "CONDITIONAL", 14, "UNKNOWN", 1800),
                        domains,
                        counts(
                                "1998", 1, "2008", 3, "2015", 40, "2016", 71, "2017", 96, "2018", 188, "2019", 260,
                                "2020", 240, "2021", 250, "2022", 200, "2023", 180, "2024", 160, "2025", 30, "-", 107),
                        36,
                        counts(
                                "baseline",
                                1826,
                                "alternative",
                                1826,
                                "aiNeeded",
                                1826,
                                "sponsor",
                                1826,
                                "businessOwner",
                                1826,
                                "technicalOwner",
                                1826,
                                "problem",
                                1800,
                                "kind",
                                677,
                                "unitId",
                                400,
                                "startYear",
                                107,
                                "stage",
                                101),
                        areas,
                        431,
                        true),
                entities,
                new Law(
                        601,
                        433,
                        counts(
                                "law-enforcement",
                                150,
                                "benefits",
                                99,
                                "biometric-identification",
                                61,
                                "education",
                                33,
                                "migration",
                                30,
                                "recruitment",
                                12)),
                new Alike(118, 31, 77, groups),
                null,
                List.of(
                        new Question("ownerless", 715, 0, "stage=RUN&missing=businessOwner"),
                        new Question("legal", 433, 6, "stage=PILOT&stage=RUN"),
                        new Question("lookAlikes", 431, 118, "lookalike=true"),
                        new Question("blocking", 9, 0, "need=BLOCKING"),
                        new Question("oldPilots", 398, 2, "stage=PILOT"),
                        new Question("unmeasured", 1826, 0, "missing=baseline")));
    }

    private static Brief brief(
            String title,
            @Nullable String unit,
            Overview now,
            Map<String, Long> entities,
            Law law,
            Alike alike,
            @Nullable Earlier earlier,
            List<Question> questions) {
        return new Brief(
                7,
                MADE,
                "Claire Morvan",
                title,
                unit,
                now,
                entities,
                Map.of("en", Map.of("Relation client", "Customer relations")),
                law,
                alike,
                earlier,
                Arrays.stream(Axis.values())
                        .map(a -> new AxisKnown(
                                a.name(),
                                a == Axis.DEMAND,
                                a == Axis.DEMAND ? now.total() - now.byNeed().getOrDefault("UNKNOWN", 0L) : 0,
                                now.total()))
                        .toList(),
                questions);
    }

    private static Overview overview(
            long total,
            Map<String, Long> stages,
            Map<String, Long> kinds,
            long kindsRead,
            Map<String, Long> need,
            Map<String, Long> domains,
            Map<String, Long> years,
            int completeness,
            Map<String, Long> missing,
            Map<String, Long> areas,
            long inLookAlikes,
            boolean read) {
        return new Overview(
                total,
                stages,
                kinds,
                kindsRead,
                need,
                Map.of(),
                domains,
                years,
                Map.of(),
                completeness,
                missing,
                areas,
                List.of(),
                inLookAlikes,
                read ? READ : null);
    }

    private static StageMove move(int n, String fr, String en, Stage from, Stage to) {
        return new StageMove(UseCaseId.of(2026, n), fr, en, from, to);
    }

    private static Group similar(long id, String label, boolean same, long size) {
        var members = new ArrayList<Named>();
        for (int i = 1; i <= Math.min(4, size); i++) {
            members.add(new Named(
                    "UC-2026-%04d".formatted(10 * id + i),
                    i % 2 == 1
                            ? "Rédiger plus vite des réponses justes aux réclamations"
                            : "Proposer aux conseillers un brouillon de réponse à chaque courrier reçu, avec les pièces utiles du dossier",
                    i % 2 == 1
                            ? "Writing fair answers to complaints faster"
                            : "Offering advisers a draft answer to each letter received, with the useful documents of the file",
                    i % 2 == 1 ? "ASS" : "SAN"));
        }
        return new Group(id, label, label, same, size, 2, members);
    }

    private static Map<String, Long> counts(Object... pairs) {
        var counts = new LinkedHashMap<String, Long>();
        for (int i = 0; i < pairs.length; i += 2) {
            counts.put((String) pairs[i], ((Number) pairs[i + 1]).longValue());
        }
        return counts;
    }
}
