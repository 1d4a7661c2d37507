package io.sextant.app.demand.importing;

import static org.assertj.core.api.Assertions.assertThat;

import io.sextant.app.identity.Actor;
import io.sextant.app.identity.Role;
import io.sextant.app.identity.Units;
import io.sextant.app.testing.Accounts;
import io.sextant.app.testing.Http;
import io.sextant.app.testing.Http.Answer;
import io.sextant.app.testing.SextantTest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.poi.xssf.usermodel.XSSFRow;
import org.apache.poi.xssf.usermodel.XSSFSheet;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/// The round trip: the register leaves as a file, people change cells in a spreadsheet, the file comes back.
@SextantTest
class RoundTripTest {
    /// What is in no file, or changes with each version.
    private static final Set<String> KEPT_BY_THE_REGISTER =
            Set.of("version", "need", "completeness", "createdAt", "createdBy", "updatedAt", "updatedBy", "sights");

    @LocalServerPort
    private int port;

    @Autowired
    private Accounts accounts;

    @Autowired
    private Units units;

    private Http office;
    private String source;
    private String unit;
    private String other;
    /// Codes of the use cases: one with everything, one with a title alone, one with what files mangle.
    private String full;
    private String bare;
    private String odd;

    @BeforeEach
    void register() {
        office = Http.on(port).as(accounts.token(Role.CIO));
        source = "round-" + UUID.randomUUID().toString().substring(0, 8);
        unit = unit("Recouvrement " + source);
        other = unit("Épargne " + source);
        full = registered(everything());
        bare = registered(Map.of("title", "Bare", "lang", "en", "source", source));
        odd = registered(mangled());
    }

    private Map<String, Object> mangled() {
        var all = new LinkedHashMap<String, Object>();
        all.put("title", "+33 is no sum\u00A0: a title");
        all.put("lang", "en");
        all.put("problem", "=cmd|'/C calc'!A0");
        all.put("baseline", "N/A");
        all.put("outcome", "'=quoted; \"twice\", and, more\nin\tlines");
        all.put("description", "-");
        all.put("sponsor", "@home");
        all.put("tags", List.of("a, b; c", "two  spaces", "n/a"));
        all.put(
                "links",
                List.of(
                        Map.of("label", "Report (page 2):", "url", "https://example.org/a(b)?q=1,2;3."),
                        Map.of("label", "The same address", "url", "https://example.org/a(b)?q=1,2;3.")));
        all.put("extra", Map.of("Title", "a heading of ours", "007", "0042", "Empty", "—"));
        all.put("source", source);
        return all;
    }

    private String unit(String name) {
        return Accounts.done(units.create(Actor.system(), new Units.NewUnit(null, name, name, null)))
                .code();
    }

    private String registered(Map<String, Object> body) {
        Answer answer = office.post("/api/v1/use-cases", body);
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return answer.json().get("id").asString();
    }

    private Map<String, Object> everything() {
        var all = new LinkedHashMap<String, Object>();
        all.put("lang", "fr");
        all.put("title", "Prévision des impayés");
        all.put("problem", "Les impayés coûtent 2,4 M€ par an\u202F; personne ne les voit venir.");
        all.put("baseline", "4,1 % d’impayés à 90 jours");
        all.put("outcome", "3 % en 2027");
        all.put("beneficiaries", "Agences");
        all.put("alternative", "Un tableau de règles");
        all.put("description", "Deux\nlignes");
        all.put("domain", "Risque");
        all.put(
                "translation",
                Map.of("title", "Forecast of arrears", "problem", "Arrears cost 2.4 M€ a year", "domain", "Risk"));
        all.put("sponsor", "Anne Petit");
        all.put("businessOwner", "Marc Roux");
        all.put("technicalOwner", "Lina Costa");
        all.put("unit", unit);
        all.put("kind", "CLASSICAL_ML");
        all.put("stage", "PILOT");
        all.put("aiNeeded", true);
        all.put("startYear", 2024);
        all.put("endYear", 2028);
        all.put("tags", List.of("crédit", "prévision"));
        all.put("links", List.of(Map.of("label", "Cadrage", "url", "https://exemple.fr/cadrage")));
        all.put("extra", Map.of("Fournisseur", "Interne", "Budget (k€)", "120"));
        all.put("source", source);
        all.put("externalKey", "F-1");
        return all;
    }

    private Map<String, JsonNode> state(String code) {
        var state = new TreeMap<String, JsonNode>();
        office.get("/api/v1/use-cases/" + code).json().propertyStream().forEach(e -> {
            if (!KEPT_BY_THE_REGISTER.contains(e.getKey())) {
                state.put(e.getKey(), e.getValue());
            }
        });
        return state;
    }

    private byte[] export(String language, String format) {
        return office.with("Accept-Language", language)
                .download("/api/v1/use-cases/export." + format + "?source=" + source);
    }

    private JsonNode finished(Answer brought) {
        assertThat(brought.status()).as(brought.text()).isIn(201, 202);
        JsonNode done = office.get("/api/v1/imports/" + brought.json().get("id").asLong() + "?wait=30")
                .json();
        assertThat(done.at("/work/state").asString()).as(done.toString()).isEqualTo("DONE");
        return done;
    }

    private JsonNode checked(String name, byte[] file) {
        Answer brought = office.upload("/api/v1/imports", name, file);
        assertThat(brought.json().at("/file/own").asBoolean())
                .as(brought.text())
                .isTrue();
        assertThat(office.send("POST", brought.header("Location") + "/dry-run", null)
                        .status())
                .isEqualTo(202);
        return finished(brought);
    }

    private JsonNode applied(JsonNode checked) {
        Answer started =
                office.send("POST", "/api/v1/imports/" + checked.get("id").asLong() + "/apply", null);
        JsonNode done = finished(started);
        assertThat(done.get("state").asString()).as(done.toString()).isEqualTo("APPLIED");
        return done;
    }

    private void undone(JsonNode applied) {
        finished(office.send("POST", "/api/v1/imports/" + applied.get("id").asLong() + "/undo", null));
    }

    /// The cells of a file, by row and heading, as a spreadsheet shows and saves them.
    private interface Book {
        void type(String code, String heading, String value);

        void add(Map<String, String> cells);

        byte[] saved();
    }

    private static Book open(String format, byte[] file) {
        return format.equals("xlsx") ? new Workbook(file) : new Text(file);
    }

    private static final class Workbook implements Book {
        private final XSSFWorkbook book;
        private final XSSFSheet sheet;

        Workbook(byte[] file) {
            try {
                book = new XSSFWorkbook(new ByteArrayInputStream(file));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            sheet = book.getSheetAt(0);
        }

        private int column(String heading) {
            for (var cell : sheet.getRow(0)) {
                if (cell.getStringCellValue().equals(heading)) {
                    return cell.getColumnIndex();
                }
            }
            throw new AssertionError("no column " + heading);
        }

        @Override
        public void type(String code, String heading, String value) {
            for (int r = 1; r <= sheet.getLastRowNum(); r++) {
                XSSFRow row = sheet.getRow(r);
                if (row.getCell(0).getStringCellValue().equals(code)) {
                    var old = row.getCell(column(heading));
                    if (old != null) {
                        row.removeCell(old);
                    }
                    if (value.matches("\\d{4}")) {
                        row.createCell(column(heading)).setCellValue(Integer.parseInt(value));
                    } else if (!value.isEmpty()) {
                        row.createCell(column(heading)).setCellValue(value);
                    }
                    return;
                }
            }
            throw new AssertionError("no row " + code);
        }

        @Override
        public void add(Map<String, String> cells) {
            XSSFRow row = sheet.createRow(sheet.getLastRowNum() + 1);
            cells.forEach((heading, value) -> row.createCell(column(heading)).setCellValue(value));
        }

        @Override
        public byte[] saved() {
            var out = new ByteArrayOutputStream();
            try (book) {
                book.write(out);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return out.toByteArray();
        }
    }

    private static final class Text implements Book {
        private final char delimiter;
        private final List<List<String>> rows;

        Text(byte[] file) {
            String text = new String(file, StandardCharsets.UTF_8).substring(1);
            delimiter = text.indexOf(';') >= 0 && text.indexOf(';') < text.indexOf('\n') ? ';' : ',';
            rows = parsed(text, delimiter);
        }

        private static List<List<String>> parsed(String text, char delimiter) {
            List<List<String>> rows = new ArrayList<>();
            List<String> row = new ArrayList<>();
            var cell = new StringBuilder();
            boolean quoted = false;
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                if (quoted) {
                    if (c == '"' && i + 1 < text.length() && text.charAt(i + 1) == '"') {
                        cell.append(c);
                        i++;
                    } else if (c == '"') {
                        quoted = false;
                    } else {
                        cell.append(c);
                    }
                } else if (c == '"') {
                    quoted = true;
                } else if (c == delimiter || c == '\n') {
                    row.add(cell.toString());
                    cell.setLength(0);
                    if (c == '\n') {
                        rows.add(row);
                        row = new ArrayList<>();
                    }
                } else if (c != '\r') {
                    cell.append(c);
                }
            }
            return rows;
        }

        private int column(String heading) {
            int column = rows.getFirst().indexOf(heading);
            assertThat(column).as(heading).isGreaterThanOrEqualTo(0);
            return column;
        }

        @Override
        public void type(String code, String heading, String value) {
            for (List<String> row : rows) {
                if (row.getFirst().equals(code)) {
                    row.set(column(heading), value);
                    return;
                }
            }
            throw new AssertionError("no row " + code);
        }

        @Override
        public void add(Map<String, String> cells) {
            List<String> row =
                    new ArrayList<>(rows.getFirst().stream().map(h -> "").toList());
            cells.forEach((heading, value) -> row.set(column(heading), value));
            rows.add(row);
        }

        @Override
        public byte[] saved() {
            return rows.stream()
                    .map(row -> row.stream()
                            .map(cell -> '"' + cell.replace("\"", "\"\"") + '"')
                            .collect(Collectors.joining(String.valueOf(delimiter))))
                    .collect(Collectors.joining("\r\n"))
                    .getBytes(StandardCharsets.UTF_8);
        }
    }

    @Test
    void anUntouchedExportChangesNothingInEitherLanguageAndFormat() {
        for (String language : List.of("fr", "en")) {
            for (String format : List.of("xlsx", "csv")) {
                byte[] exported = export(language, format);
                for (byte[] file : List.of(exported, open(format, exported).saved())) {
                    JsonNode found = checked("register." + format, file);
                    assertThat(found.at("/summary/unchanged").asInt())
                            .as(office.get("/api/v1/imports/" + found.get("id").asLong() + "/rows")
                                    .text())
                            .isEqualTo(3);
                    assertThat(found.at("/summary/problems/WARNING").asInt()).isZero();
                    assertThat(found.at("/summary/problems/ERROR").asInt()).isZero();
                    assertThat(office.with("Accept-Language", "en")
                                    .send(
                                            "POST",
                                            "/api/v1/imports/" + found.get("id").asLong() + "/apply",
                                            null)
                                    .text())
                            .contains("There is nothing to write");
                }
            }
        }
    }

    @Test
    void everyFieldChangedInASpreadsheetComesBackAndNothingElse() {
        Map<String, List<String>> headings = Map.of(
                "fr",
                        List.of(
                                "Intitulé",
                                "Problème métier",
                                "Situation actuelle, mesurée",
                                "Domaine métier",
                                "Entité (code)",
                                "Parrain",
                                "Responsable métier",
                                "Responsable technique",
                                "Type d’IA",
                                "Étape",
                                "Faut-il de l’IA\u202F?",
                                "Année de début",
                                "Année de fin",
                                "Étiquettes",
                                "Liens",
                                "Problème métier (traduction)",
                                "Domaine métier (traduction)"),
                "en",
                        List.of(
                                "Title",
                                "Business problem",
                                "Baseline",
                                "Business domain",
                                "Unit (code)",
                                "Sponsor",
                                "Business owner",
                                "Technical owner",
                                "Kind of AI",
                                "Stage",
                                "Is AI needed?",
                                "Start year",
                                "End year",
                                "Tags",
                                "Links",
                                "Business problem (translation)",
                                "Business domain (translation)"));
        Map<String, JsonNode> before = state(full);
        Map<String, JsonNode> bareBefore = state(bare);
        Map<String, JsonNode> oddBefore = state(odd);
        for (String language : List.of("fr", "en")) {
            boolean french = language.equals("fr");
            List<String> names = Objects.requireNonNull(headings.get(language));
            for (String format : List.of("xlsx", "csv")) {
                List<String> values = List.of(
                        "Prévision des impayés, version 2",
                        "Nouveau problème\nsur deux lignes",
                        "",
                        "Crédit",
                        other,
                        "Paul Noir",
                        "Marc Roux",
                        "",
                        french ? "IA générative" : "Generative AI",
                        french ? "En service" : "In use",
                        french ? "Non" : "No",
                        "2025",
                        "",
                        "crédit\nimpayés, retards",
                        "https://exemple.fr/note\nCadrage https://exemple.fr/cadrage",
                        "",
                        "Lending");
                Book book = open(format, export(language, format));
                for (int i = 0; i < values.size(); i++) {
                    book.type(full, names.get(i), values.get(i));
                }
                book.type(full, "Fournisseur", "");
                book.type(full, "Budget (k€)", "95,5");

                JsonNode found = checked("retour." + format, book.saved());
                JsonNode rows = office.get("/api/v1/imports/" + found.get("id").asLong() + "/rows?effect=CHANGED")
                        .json();
                assertThat(found.at("/summary/changed").asInt())
                        .as(found.toString())
                        .isEqualTo(1);
                assertThat(found.at("/summary/unchanged").asInt()).isEqualTo(2);
                assertThat(found.at("/summary/fields").propertyNames())
                        .as(rows.toString())
                        .containsExactlyInAnyOrder(
                                "title",
                                "problem",
                                "baseline",
                                "domain",
                                "unitId",
                                "sponsor",
                                "technicalOwner",
                                "kind",
                                "stage",
                                "aiNeeded",
                                "startYear",
                                "endYear",
                                "tags",
                                "links",
                                "translation.problem",
                                "translation.domain",
                                "extra.Fournisseur",
                                "extra.Budget (k€)");
                assertThat(rows.at("/items/0/changes/baseline/before").asString())
                        .isEqualTo("4,1 % d’impayés à 90 jours");
                assertThat(rows.at("/items/0/changes/baseline/after").isNull()).isTrue();

                JsonNode done = applied(found);
                Map<String, JsonNode> after = state(full);
                assertThat(different(before, after))
                        .containsExactlyInAnyOrder(
                                "title",
                                "problem",
                                "baseline",
                                "domain",
                                "unit",
                                "sponsor",
                                "technicalOwner",
                                "kind",
                                "stage",
                                "aiNeeded",
                                "startYear",
                                "endYear",
                                "tags",
                                "links",
                                "translation",
                                "extra");
                assertThat(at(after, "problem").asString()).isEqualTo("Nouveau problème\nsur deux lignes");
                assertThat(at(after, "baseline").isNull()).isTrue();
                assertThat(at(after, "unit").asString()).isEqualTo(other);
                assertThat(at(after, "kind").asString()).isEqualTo("GENERATIVE");
                assertThat(at(after, "stage").asString()).isEqualTo("RUN");
                assertThat(at(after, "aiNeeded").asBoolean()).isFalse();
                assertThat(at(after, "startYear").asInt()).isEqualTo(2025);
                assertThat(at(after, "tags").toString()).isEqualTo("[\"crédit\",\"impayés, retards\"]");
                assertThat(at(after, "links").size()).isEqualTo(2);
                assertThat(at(after, "links").at("/1/label").asString()).isEqualTo("Cadrage");
                assertThat(at(after, "extra").toString()).isEqualTo("{\"Budget (k€)\":\"95,5\"}");
                assertThat(at(after, "translation").at("/title").asString()).isEqualTo("Forecast of arrears");
                assertThat(state(bare)).isEqualTo(bareBefore);
                assertThat(state(odd)).isEqualTo(oddBefore);

                undone(done);
                assertThat(state(full)).isEqualTo(before);
            }
        }
    }

    private static JsonNode at(Map<String, JsonNode> state, String name) {
        return Objects.requireNonNull(state.get(name), name);
    }

    private static List<String> different(Map<String, JsonNode> before, Map<String, JsonNode> after) {
        return after.keySet().stream()
                .filter(name -> !at(after, name).equals(before.get(name)))
                .toList();
    }

    @Test
    void aPersonWithAnAccountStaysThatPersonUnlessTheNameChanges() {
        long account = accounts.person(Role.BUSINESS_OWNER).id();
        String code = registered(
                Map.of("title", "Owned", "lang", "en", "source", source, "sponsor", "Zoé Blanc", "sponsorId", account));
        Book book = open("xlsx", export("en", "xlsx"));
        book.type(code, "Stage", "Idea");

        applied(checked("owned.xlsx", book.saved()));

        assertThat(at(state(code), "sponsorId").asLong()).isEqualTo(account);
        Book again = open("csv", export("en", "csv"));
        again.type(code, "Sponsor", "Luc Vert");
        applied(checked("owned.csv", again.saved()));
        assertThat(at(state(code), "sponsor").asString()).isEqualTo("Luc Vert");
        assertThat(at(state(code), "sponsorId").isNull()).isTrue();
    }

    @Test
    void aRowThatTheFileCutShortEmptiesNothing() {
        byte[] exported = export("en", "csv");
        String[] lines = new String(exported, StandardCharsets.UTF_8).split("\r?\n");
        int row = 0;
        for (int i = 0; i < lines.length; i++) {
            if (lines[i].startsWith(bare)) {
                row = i;
            }
        }
        Map<String, JsonNode> before = state(bare);
        lines[row] = bare + ",1,Bare and renamed";

        JsonNode found = checked("cut.csv", String.join("\n", lines).getBytes(StandardCharsets.UTF_8));

        assertThat(found.at("/summary/problems/WARNING").asInt()).isEqualTo(1);
        applied(found);
        assertThat(different(before, state(bare))).containsExactly("title");
    }

    @Test
    void aRowAddedByHandBecomesAUseCaseAndACodeOfNoUseCaseIsRefused() {
        for (String format : List.of("xlsx", "csv")) {
            Book book = open(format, export("en", format));
            book.add(Map.of("Title", "Added by hand", "Stage", "Idea", "Source inventory", source));
            book.add(Map.of("Sextant code", "UC-1999-0001", "Title", "Nobody"));

            JsonNode found = checked("added." + format, book.saved());

            assertThat(found.at("/summary/created").asInt())
                    .as(found.toString())
                    .isEqualTo(1);
            assertThat(found.at("/summary/refused").asInt()).isEqualTo(1);
            assertThat(found.at("/summary/unchanged").asInt()).isEqualTo(3);
        }
    }
}
