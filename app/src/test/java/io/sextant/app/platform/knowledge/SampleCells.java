package io.sextant.app.platform.knowledge;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Cells as inventories hold them, made up, the same at every run.
final class SampleCells {
    private static final List<String> SUBJECTS = List.of(
            "invoices",
            "street lights",
            "citizen mail",
            "pension files",
            "road surfaces",
            "energy bills",
            "job adverts",
            "museum visits",
            "tax returns",
            "ticket requests",
            "medical letters",
            "parking permits",
            "customs forms");
    private static final List<String> VERBS = List.of(
            "Sorting", "Forecasting", "Checking", "Summarising", "Translating", "Routing", "Detecting errors in");
    private static final List<String> FIRST =
            List.of("Claire", "Marc", "Ana", "Jörg", "Élodie", "Piet", "Sara", "Luca");
    private static final List<String> LAST = List.of(
            "Martin", "Lefèvre", "Van Dijk", "Müller", "Rossi", "García", "O’Neill", "Dupont-Moretti", "Schmidt");
    private static final List<String> ORGANISATIONS = List.of(
            "Ministry of Finance",
            "City of Lyon",
            "Direction des ressources humaines",
            "Gemeente Utrecht",
            "DSI",
            "Department of Transport",
            "Agence de l’eau",
            "Bundesamt für Justiz",
            "Universidad de Sevilla",
            "Retail Bank Division",
            "Comune di Torino",
            "Customer Service Unit");
    private static final List<String> DOMAINS =
            List.of("Health", "Transport", "Finance", "Human resources", "Environment", "Law & Justice", "Education");

    private SampleCells() {}

    /// Sixty cells of a kind.
    static List<String> of(String kind) {
        List<String> cells = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            cells.add(cell(kind, i));
        }
        return cells;
    }

    private static <T> T pick(List<T> list, int i) {
        return list.get(Math.floorMod(i, list.size()));
    }

    private static String cell(String kind, int i) {
        return switch (kind) {
            case "title" -> pick(VERBS, i) + " " + pick(SUBJECTS, i * 5 + i / 7) + " for team " + (char) ('A' + i % 26);
            case "long" ->
                "The service helps the team with " + pick(SUBJECTS, i) + ", which take " + (i + 3)
                        + " hours each week; it should bring the delay down and free people for "
                        + pick(SUBJECTS, i + 4)
                        + ". It was asked for by several offices.";
            case "short" ->
                pick(List.of("Acme Analytics", "Northwind", "Contoso AI", "Globex"), i)
                        + (i % 3 == 0 ? "" : " " + i % 9);
            case "org" -> pick(ORGANISATIONS, i * 7 + i / 5);
            case "acronym" -> pick(List.of("USDA", "DOT", "DHS", "HHS", "TVA"), i);
            case "person" -> pick(FIRST, i) + " " + pick(LAST, i * 3);
            case "id" -> "DOT-" + (100 + i);
            case "id:n" -> String.valueOf(i + 1);
            case "url" -> i % 4 == 3 ? "" : "https://example.org/case/" + i;
            case "email" -> "team" + i % 9 + "@example.org";
            case "domain" -> pick(DOMAINS, i * 3 + i / 4);
            case "yesno" -> pick(List.of("Yes", "No", "No", "", "Yes"), i);
            case "tick" -> i % 3 == 0 ? "x" : "";
            case "tags" ->
                pick(
                        List.of(
                                "chatbot; citizens",
                                "image processing",
                                "text analysis; mail; routing",
                                "",
                                "forecast"),
                        i);
            case "lang" -> pick(List.of("nld", "eng", "nld"), i);
            case "number" -> String.valueOf(1_000 + i * 37);
            case "few" -> pick(List.of("Employees", "Members of the public", "Both", "Partners"), i);
            case "few:year" -> String.valueOf(2018 + i % 7);
            case "empty" -> "";
            case "date:us" -> i % 5 == 4 ? "" : (i % 12 + 1) + "/" + (i % 28 + 1) + "/" + (2019 + i % 6);
            case "date:iso" -> String.format(Locale.ROOT, "%d-%02d-%02d", 2019 + i % 6, i % 12 + 1, i % 28 + 1);
            case "date:month" -> i % 4 == 3 ? "" : String.format(Locale.ROOT, "%d-%02d", 2019 + i % 6, i % 12 + 1);
            case "date:fr" -> String.format(Locale.ROOT, "%02d/%02d/%d", i % 28 + 1, i % 12 + 1, 2019 + i % 6);
            case "date:de" -> String.format(Locale.ROOT, "%02d.%02d.%d", i % 28 + 1, i % 12 + 1, 2019 + i % 6);
            case "date:frlong" -> pick(List.of("mars 2021", "septembre 2023", "T2 2024", "à définir", "fin 2022"), i);
            case "date:enlong" -> pick(List.of("March 2021", "Q3 2023", "Sept 2024", "TBD", "2022"), i);
            case "stage:us24" ->
                pick(
                        List.of(
                                "Initiated",
                                "Acquisition and/or Development",
                                "Implementation and Assessment",
                                "Operation and Maintenance",
                                "Retired"),
                        i);
            case "stage:us25" ->
                pick(
                        List.of(
                                "a) Pre-deployment – The use case is in a development or acquisition status.",
                                "b) Pilot – The use case has been deployed in a limited test or pilot capacity.",
                                "c) Deployed – The use case is being actively authorized or utilized to support the functions or mission of an agency.",
                                "d) Retired – The use case was reported in the agency’s prior year’s inventory, but its development and/or use has since been discontinued."),
                        i);
            case "stage:nl" -> pick(List.of("In gebruik", "In ontwikkeling", "Buiten gebruik"), i);
            case "stage:ca" -> pick(List.of("In production", "In development", "Retired"), i);
            case "stage:fr" ->
                pick(List.of("En production", "En cadrage", "Pilote", "Idée", "Abandonné", "En développement"), i);
            case "stage:fr-coll" ->
                pick(List.of("en réflexion", "en construction", "POC", "en déploiement", "terminée", "abandonné"), i);
            case "stage:en" -> pick(List.of("Live", "Pilot", "In development", "On hold", "Idea"), i);
            case "stage:de" ->
                pick(List.of("im Einsatz", "in Entwicklung", "Pilotbetrieb", "eingestellt", "geplant"), i);
            case "stage:es" -> pick(List.of("En producción", "En desarrollo", "Piloto", "Planificado"), i);
            case "stage:it" -> pick(List.of("In esercizio", "In sviluppo", "Sperimentazione", "Dismesso"), i);
            case "kind" ->
                pick(
                        List.of(
                                "Classical/Predictive Machine Learning: Models trained on data to make predictions.",
                                "Generative AI: AI that generates new or synthetic content.",
                                "Natural Language Processing: AI that processes human language.",
                                "Computer Vision",
                                "Agentic AI"),
                        i);
            case "kind:nl" -> pick(List.of("Zelflerend algoritme", "Niet zelflerend algoritme", "Generatieve AI"), i);
            case "kind:fr" ->
                pick(
                        List.of(
                                "IA générative",
                                "Machine Learning",
                                "Computer vision",
                                "Réseaux de neurones",
                                "Règles métier"),
                        i);
            case "kind:de" -> pick(List.of("Maschinelles Lernen", "Generative KI", "Bilderkennung", "regelbasiert"), i);
            default -> throw new IllegalArgumentException(kind);
        };
    }
}
