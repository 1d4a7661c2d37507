package io.sextant.app.demand.importing;

import static org.assertj.core.api.Assertions.assertThat;

import io.sextant.app.identity.Permission;
import io.sextant.app.identity.Role;
import io.sextant.app.testing.Accounts;
import io.sextant.app.testing.Http;
import io.sextant.app.testing.Http.Answer;
import io.sextant.app.testing.SextantTest;
import io.sextant.app.testing.SharedData;
import io.sextant.app.testing.Visit;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.poi.xssf.usermodel.XSSFSheet;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/// Imports and exports as programs and people use them, over real HTTP.
@SextantTest
class ImportHttpTest {
    @LocalServerPort
    private int port;

    @Autowired
    private Accounts accounts;

    private Http office;

    @BeforeEach
    void enter() {
        office = Http.on(port).as(accounts.token(Role.CIO));
    }

    private static String fresh(String name) {
        return name + "-" + UUID.randomUUID().toString().substring(0, 8);
    }

    private Answer finished(long id) {
        Answer answer = office.get("/api/v1/imports/" + id + "?wait=30");
        for (int i = 0;
                i < 6
                        && Set.of("WAITING", "RUNNING")
                                .contains(answer.json().at("/work/state").asString());
                i++) {
            answer = office.get("/api/v1/imports/" + id + "?wait=30");
        }
        assertThat(answer.json().at("/work/state").asString()).as(answer.text()).isEqualTo("DONE");
        return answer;
    }

    private long imported(String source, String text) {
        Answer brought = office.upload(
                "/api/v1/imports?apply=true&source=" + source, source + ".csv", text.getBytes(StandardCharsets.UTF_8));
        assertThat(brought.status()).as(brought.text()).isEqualTo(202);
        long id = brought.json().get("id").asLong();
        assertThat(finished(id).json().get("state").asString()).isEqualTo("APPLIED");
        return id;
    }

    private JsonNode listed(String source) {
        return new tools.jackson.databind.json.JsonMapper()
                .valueToTree(rows(office.download("/api/v1/use-cases/export.csv?source=" + source)));
    }

    private static List<List<String>> rows(byte[] csv) {
        String text = new String(csv, StandardCharsets.UTF_8);
        return text.substring(1)
                .lines()
                .map(line -> List.of(line.split(",", -1)))
                .toList();
    }

    private static final String TEXT = """
            Ref,Name,Description,Status,Start year,Supplier
            A1,Forecast of deposits,"Predicts deposits, by day",in use,2021,Northwind
            A2,Sorting of complaints,=cmd|'/C calc'!A0,pilot,2024,
            """;

    @Test
    void oneCallBringsChecksAndWritesAFile() {
        String source = fresh("one-call");
        Answer brought = office.upload(
                "/api/v1/imports?apply=true&source=" + source, "register.csv", TEXT.getBytes(StandardCharsets.UTF_8));

        assertThat(brought.status()).as(brought.text()).isEqualTo(202);
        assertThat(brought.header("Location")).matches("/api/v1/imports/\\d+");
        assertThat(brought.header("ETag")).isNotEmpty();
        JsonNode done = finished(brought.json().get("id").asLong()).json();
        assertThat(done.get("state").asString()).isEqualTo("APPLIED");
        assertThat(done.at("/summary/created").asInt()).isEqualTo(2);
        assertThat(listed(source)).hasSize(3);
    }

    @Test
    void theStepsAreTakenOneByOneAndNothingIsWrittenBeforeTheLast() {
        String source = fresh("steps");
        Answer brought = office.upload("/api/v1/imports", "steps.csv", TEXT.getBytes(StandardCharsets.UTF_8));
        assertThat(brought.status()).isEqualTo(201);
        JsonNode file = brought.json().get("file");
        assertThat(file.get("delimiter").asString()).isEqualTo(",");
        assertThat(brought.json().at("/columns/1/target").asString()).isEqualTo("title");
        String path = brought.header("Location");

        Answer blind = office.patch(path, Map.of("source", source));
        assertThat(blind.status()).isEqualTo(428);
        Answer changed = office.with("If-Match", brought.header("ETag"))
                .patch(
                        path,
                        Map.of(
                                "source",
                                source,
                                "remember",
                                false,
                                "columns",
                                Map.of("Supplier", "tags", "Start year", "ignore")));
        assertThat(changed.status()).as(changed.text()).isEqualTo(200);
        assertThat(changed.json().at("/options/source").asString()).isEqualTo(source);
        Answer late = office.with("If-Match", brought.header("ETag")).patch(path, Map.of("source", "other"));
        assertThat(late.status()).isEqualTo(412);
        Answer wrong = office.with("If-Match", changed.header("ETag"))
                .with("Accept-Language", "fr")
                .patch(path, Map.of("columns", Map.of("Ref", "title", "No such", "domain")));
        assertThat(wrong.status()).isEqualTo(422);
        assertThat(wrong.text()).contains("No such");

        long id = brought.json().get("id").asLong();
        assertThat(office.send("POST", path + "/apply", null).status()).isEqualTo(422);
        assertThat(office.send("POST", path + "/dry-run", null).status()).isEqualTo(202);
        JsonNode checked = finished(id).json();
        assertThat(checked.get("state").asString()).isEqualTo("CHECKED");
        assertThat(checked.at("/summary/created").asInt()).isEqualTo(2);
        assertThat(listed(source)).hasSize(1);
        JsonNode rows = office.get(path + "/rows?effect=NEW&limit=1").json();
        assertThat(rows.at("/items/0/title").asString()).isEqualTo("Forecast of deposits");
        assertThat(office.get(path + "/rows?effect=NEW&limit=1&cursor="
                                + rows.get("next").asString())
                        .json()
                        .at("/items/0/row")
                        .asInt())
                .isEqualTo(3);

        assertThat(office.send("POST", path + "/apply", null).status()).isEqualTo(202);
        assertThat(finished(id).json().get("state").asString()).isEqualTo("APPLIED");
        assertThat(listed(source)).hasSize(3);

        assertThat(office.send("POST", path + "/undo", null).status()).isEqualTo(202);
        JsonNode undone = finished(id).json();
        assertThat(undone.get("state").asString()).isEqualTo("UNDONE");
        assertThat(undone.at("/undone/removed").asInt()).isEqualTo(2);
        assertThat(listed(source)).hasSize(1);
    }

    @Test
    void workThatIsStoppedLeavesNothingAndCanBeStartedAgain() {
        String source = fresh("stopped");
        var text = new StringBuilder("Key,Title,Problem\n");
        for (int i = 1; i <= 4_000; i++) {
            text.append("K-")
                    .append(i)
                    .append(",Sort the letters of desk ")
                    .append(i)
                    .append(",They wait for days.\n");
        }
        Answer brought = office.upload(
                "/api/v1/imports?apply=true&source=" + source,
                source + ".csv",
                text.toString().getBytes(StandardCharsets.UTF_8));
        assertThat(brought.status()).as(brought.text()).isEqualTo(202);
        String path = "/api/v1/imports/" + brought.json().get("id").asLong();

        Answer stopped = office.with("Accept-Language", "fr").send("POST", path + "/stop", null);

        assertThat(stopped.status()).as(stopped.text()).isEqualTo(200);
        assertThat(stopped.json().at("/work/state").asString()).isEqualTo("FAILED");
        assertThat(stopped.json().at("/work/problem").asString()).startsWith("Quelqu’un a arrêté ce travail.");
        assertThat(listed(source)).hasSize(1);
        Answer again = office.send("POST", path + "/stop", null);
        assertThat(again.status()).isEqualTo(422);
        assertThat(again.text()).contains("No work is going on");
        assertThat(office.send("POST", "/api/v1/imports/999999999/stop", null).status())
                .isEqualTo(404);

        assertThat(office.send("POST", path + "/dry-run", null).status()).isEqualTo(202);
        assertThat(finished(brought.json().get("id").asLong())
                        .json()
                        .at("/summary/created")
                        .asInt())
                .isEqualTo(4_000);
    }

    @Test
    void theSameKeySentTwiceBringsTheFileOnce() {
        Http twice = office.with("Idempotency-Key", fresh("key"));
        byte[] bytes = TEXT.getBytes(StandardCharsets.UTF_8);
        String path = "/api/v1/imports?apply=true&source=" + fresh("idem");

        Answer first = twice.upload(path, "twice.csv", bytes);
        Answer second = twice.upload(path, "twice.csv", bytes);

        assertThat(first.status()).as(first.text()).isEqualTo(202);
        assertThat(second.json().get("id")).isEqualTo(first.json().get("id"));
        assertThat(second.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(finished(first.json().get("id").asLong()).json().get("state").asString())
                .isEqualTo("APPLIED");
    }

    @Test
    void problemsAreNamedInTheCallersLanguageAndCanBeTakenAway() {
        Answer brought = office.upload(
                "/api/v1/imports",
                "fautes.csv",
                "Réf;Nom;Statut\n1;Un;pilote\n1;Deux;pilote\n2;;idée\n3;Quatre;jamais vu\n"
                        .getBytes(StandardCharsets.UTF_8));
        String path = brought.header("Location");
        office.with("If-Match", brought.header("ETag"))
                .patch(path, Map.of("columns", Map.of("Réf", "externalKey"), "remember", false));
        office.send("POST", path + "/dry-run", null);
        finished(brought.json().get("id").asLong());

        JsonNode french = office.with("Accept-Language", "fr")
                .get(path + "/problems?severity=ERROR")
                .json();
        JsonNode english = office.with("Accept-Language", "en")
                .get(path + "/problems?severity=ERROR")
                .json();

        assertThat(french.at("/items/0/row").asInt()).isEqualTo(4);
        assertThat(french.at("/items/0/column").asString()).isEqualTo("B");
        assertThat(french.at("/items/0/mend").asString()).isEqualTo("Donnez un intitulé à la ligne.");
        assertThat(english.at("/items/0/mend").asString()).isEqualTo("Give the row a title.");
        String csv = new String(
                office.with("Accept-Language", "fr").download(path + "/problems.csv"), StandardCharsets.UTF_8);
        assertThat(csv).startsWith("\uFEFFGravité;Ligne;Colonne").contains("Cette ligne a la même clé que la ligne 2");
    }

    @Test
    void whatIsNoTableIsRefusedInWords() {
        Answer refused = office.with("Accept-Language", "fr")
                .upload("/api/v1/imports", "scan.pdf", "%PDF-1.7 x".getBytes(StandardCharsets.UTF_8));

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.json().at("/detail").asString()).contains("scan.pdf").contains("est un PDF");
        assertThat(refused.json().at("/errors/0/mend").asString()).startsWith("Demandez le fichier d’origine");
    }

    @Test
    void theProposalSaysOnWhatItRests() {
        String name = fresh("origen");
        String spanish = """
                ID;Nombre;Descripción
                1;Asistente;El asistente responde a las preguntas de los ciudadanos sobre los impuestos
                2;Cartas;Las cartas se clasifican según el servicio que debe responder a los ciudadanos
                """;
        Answer first = office.upload("/api/v1/imports?apply=true", name + ".csv", utf8(spanish));
        assertThat(finished(first.json().get("id").asLong()).json().get("state").asString())
                .isEqualTo("APPLIED");
        String other = spanish.replace("Asistente", "Previsión").replace("Cartas", "Ahorro");

        Answer brought = office.with("Accept-Language", "en").upload("/api/v1/imports", name + ".csv", utf8(other));
        Visit visit = Visit.signedIn(port, accounts.person(Role.CIO).email());
        String page = visit.get("/imports/" + brought.json().get("id").asLong(), "Accept-Language", "fr")
                .text();

        assertThat(brought.json().at("/options/source").asString()).isEqualTo(name + " (2)");
        assertThat(brought.json().at("/options/lang").asString()).isEqualTo("en");
        assertThat(brought.json().at("/file/notices").valueStream().map(n -> n.get("message")
                        .asString()))
                .contains(
                        "“" + name
                                + "” holds other rows: another name is proposed, so that none of them is overwritten.",
                        "The texts seem to be in Spanish. They are kept as they are and filed as English.");
        assertThat(page)
                .contains(
                        "contient d’autres lignes",
                        "Les textes semblent être en espagnol. Ils sont gardés tels quels et classés en anglais.");
        Answer many = office.upload("/api/v1/imports", "many.csv", utf8("Titre;".repeat(99) + "\n" + "x;".repeat(99)));
        assertThat(visit.get("/imports/" + many.json().get("id").asLong(), "Accept-Language", "fr")
                        .text())
                .as("one line for each kind of remark")
                .contains("Titre (2)", "97 autres remarques de ce genre")
                .doesNotContain("Celui-ci devient «\u202fTitre (3)");
        Answer edition = office.with("Accept-Language", "fr").upload("/api/v1/imports", "otro.csv", utf8(spanish));
        assertThat(edition.json().at("/options/source").asString()).isEqualTo(name);
        assertThat(edition.json().at("/file/notices").valueStream().map(n -> n.get("message")
                        .asString()))
                .anyMatch(m -> m.startsWith("2 des 2 premières lignes sont déjà dans"));
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void aFileMadeToHarmGetsOneAnswerWithWhatToDo(String name, byte[] bytes, String code, String french) {
        Answer shown = office.with("Accept-Language", "fr").upload("/api/v1/imports", name, bytes);
        JsonNode said = shown.status() == 201
                ? shown.json().at("/file/fatal")
                : shown.json().at("/errors/0");

        assertThat(shown.status()).as(shown.text()).isIn(201, 422);
        assertThat(said.at("/code").asString()).isEqualTo(code);
        assertThat(said.at("/message").asString()).contains(french);
        assertThat(said.at("/mend").asString()).isNotBlank();
        Answer written = office.with("Accept-Language", "en").upload("/api/v1/imports?apply=true", name, bytes);
        assertThat(written.status()).as(written.text()).isEqualTo(422);
        assertThat(written.json().at("/errors/0/code").asString()).isEqualTo(code);
        assertThat(written.json().at("/errors/0/mend").asString()).isNotBlank();
        assertThat(written.json().at("/detail").asString()).doesNotContain(french);
    }

    static Stream<Arguments> hostile() throws Exception {
        String sheet =
                "<?xml version=\"1.0\"?>%s<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">"
                        + "<sheetData><row><c t=\"inlineStr\"><is><t>Title</t></is></c></row>"
                        + "<row><c t=\"inlineStr\"><is><t>%s</t></is></c></row></sheetData></worksheet>";
        String entity = "<!DOCTYPE w [<!ENTITY e SYSTEM \"file:///etc/hostname\">]>";
        byte[] old = new byte[4_096];
        System.arraycopy(new byte[] {(byte) 0xD0, (byte) 0xCF, 0x11, (byte) 0xE0}, 0, old, 0, 4);
        byte[] locked = old.clone();
        byte[] marker = "EncryptedPackage".getBytes(StandardCharsets.UTF_16LE);
        System.arraycopy(marker, 0, locked, 1_024, marker.length);
        byte[] noise = new byte[20_000];
        new java.util.Random(7).nextBytes(noise);
        return Stream.of(
                Arguments.of("vide.csv", new byte[0], "platform.sheet.file.empty", "est vide"),
                Arguments.of("blanc.csv", utf8("\n\n;;;\n"), "platform.sheet.empty", "Aucune valeur"),
                Arguments.of("titres.csv", utf8("Ref;Titre\n"), "platform.sheet.noRows", "aucune ligne"),
                Arguments.of("bruit.csv", noise, "platform.sheet.file.binary", "n’est ni un classeur"),
                Arguments.of(
                        "large.csv",
                        utf8("c;".repeat(16_000) + "\n" + "x;".repeat(16_000) + "\n"),
                        "platform.sheet.columns.tooMany",
                        "dépasse 500 colonnes"),
                Arguments.of("vieux.xls", old, "platform.sheet.file.xls", "au format Excel 97-2003"),
                Arguments.of("secret.xlsx", locked, "platform.sheet.file.encrypted", "mot de passe"),
                Arguments.of(
                        "tableau.ods",
                        zip("mimetype", "application/vnd.oasis.opendocument.spreadsheet", "content.xml", "<d/>"),
                        "platform.sheet.file.ods",
                        "au format OpenDocument"),
                Arguments.of(
                        "secret.ods",
                        zip("mimetype", "application/vnd.oasis.opendocument.spreadsheet", "encrypted-package", "…"),
                        "platform.sheet.file.ods",
                        "au format OpenDocument"),
                Arguments.of(
                        "entite.xlsx",
                        workbook(sheet.formatted(entity, "&e;")),
                        "platform.sheet.xlsx.dtd",
                        "déclare un type de document"),
                Arguments.of(
                        "bombe.xlsx",
                        workbook(sheet.formatted("", " ".repeat(60_000_000))),
                        "platform.sheet.zip.bomb",
                        "se décompresse plus de 200 fois"));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] zip(String... parts) throws java.io.IOException {
        var bytes = new java.io.ByteArrayOutputStream();
        try (var zip = new java.util.zip.ZipOutputStream(bytes)) {
            for (int i = 0; i < parts.length; i += 2) {
                zip.putNextEntry(new java.util.zip.ZipEntry(parts[i]));
                zip.write(utf8(parts[i + 1]));
            }
        }
        return bytes.toByteArray();
    }

    private static byte[] workbook(String sheet) throws java.io.IOException {
        String office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        String relations = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
                + "<Relationship Id=\"r1\" Type=\"" + office + "/%s\" Target=\"%s\"/></Relationships>";
        return zip(
                "[Content_Types].xml",
                "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
                        + "<Override PartName=\"/xl/workbook.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/></Types>",
                "_rels/.rels",
                relations.formatted("officeDocument", "xl/workbook.xml"),
                "xl/workbook.xml",
                "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"" + office
                        + "\"><sheets><sheet name=\"S\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>",
                "xl/_rels/workbook.xml.rels",
                relations.formatted("worksheet", "worksheets/sheet1.xml"),
                "xl/worksheets/sheet1.xml",
                sheet);
    }

    @Test
    void aFormWithoutAFileAsksForOne() {
        Visit visit = Visit.signedIn(port, accounts.person(Role.CIO).email());

        for (Answer answer : List.of(
                visit.upload("/imports", "", new byte[0]), visit.post("/imports", Map.of(), "Accept-Language", "fr"))) {
            assertThat(answer.status()).as(answer.text()).isEqualTo(422);
            assertThat(answer.text()).containsAnyOf("Choose a file first.", "Choisissez d’abord un fichier.");
        }
        assertThat(visit.postParts("/imports").status()).isEqualTo(422);
        Answer empty = visit.upload("/imports", "vide.csv", new byte[0]);
        assertThat(empty.status()).isEqualTo(422);
        assertThat(empty.text()).contains("vide.csv");
        assertThat(office.with("Content-Type", "multipart/form-data; boundary=b")
                        .send("POST", "/api/v1/imports", "--b--\r\n")
                        .status())
                .isEqualTo(400);
        assertThat(office.with("Content-Type", "multipart/form-data; boundary=b")
                        .send("POST", "/api/v1/imports", "--x\r\nno parts at all")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void whoMayNotImportIsTurnedAwayAndStrangersImportsDoNotExist() {
        long id = imported(fresh("mine"), TEXT);
        Http reader = Http.on(port).as(accounts.token(Role.AUDITOR));
        assertThat(reader.upload("/api/v1/imports", "x.csv", TEXT.getBytes(StandardCharsets.UTF_8))
                        .status())
                .isEqualTo(403);
        assertThat(reader.get("/api/v1/imports/" + id).status()).isEqualTo(403);
        Http limited = Http.on(port).as(accounts.token(accounts.person(Role.CIO), Set.of(Permission.VIEW_USE_CASES)));
        assertThat(limited.get("/api/v1/imports").status()).isEqualTo(403);
        assertThat(office.get("/api/v1/imports/999999999").status()).isEqualTo(404);
        assertThat(Http.on(port).get("/api/v1/imports").status()).isEqualTo(401);
    }

    @Test
    void anExportChangedInASpreadsheetComesBackWithOnlyWhatWasChanged() throws Exception {
        String source = fresh("round");
        imported(source, TEXT);
        for (String language : List.of("fr", "en")) {
            Http speaker = office.with("Accept-Language", language);
            byte[] untouched = speaker.download("/api/v1/use-cases/export.xlsx?source=" + source);
            JsonNode same = checked(speaker.upload("/api/v1/imports", "export.xlsx", untouched));
            assertThat(same.at("/file/own").asBoolean()).isTrue();
            assertThat(same.at("/summary/unchanged").asInt())
                    .as(same.toString())
                    .isEqualTo(2);
            JsonNode text = checked(speaker.upload(
                    "/api/v1/imports",
                    "export.csv",
                    speaker.download("/api/v1/use-cases/export.csv?source=" + source)));
            assertThat(text.at("/summary/unchanged").asInt())
                    .as(text.toString())
                    .isEqualTo(2);
        }

        byte[] edited = edit(
                office.with("Accept-Language", "fr").download("/api/v1/use-cases/export.xlsx?source=" + source),
                sheet -> {
                    type(sheet, 1, "Étape", "Retiré");
                    sheet.createRow(3).createCell(column(sheet, "Intitulé")).setCellValue("Ajouté à la main");
                });
        Answer brought = office.upload("/api/v1/imports?apply=true", "modifié.xlsx", edited);
        JsonNode done = finished(brought.json().get("id").asLong()).json();

        assertThat(done.at("/summary/changed").asInt()).isEqualTo(1);
        assertThat(done.at("/summary/created").asInt()).isEqualTo(1);
        assertThat(done.at("/summary/fields")).hasSize(1);
        assertThat(done.at("/summary/fields/stage").asInt()).isEqualTo(1);
    }

    @Test
    void whatChangedInTheRegisterSinceTheExportIsNotOverwritten() throws Exception {
        String source = fresh("merge");
        imported(source, TEXT);
        byte[] export = office.with("Accept-Language", "en").download("/api/v1/use-cases/export.xlsx?source=" + source);
        imported(source, TEXT.replace("in use", "retired").replace("Predicts deposits, by day", "Predicts deposits"));

        JsonNode stale = checked(office.upload("/api/v1/imports", "stale.xlsx", export));
        assertThat(stale.at("/summary/unchanged").asInt()).as(stale.toString()).isEqualTo(2);

        byte[] edited = edit(export, sheet -> {
            type(sheet, 1, "Stage", "Pilot");
            type(sheet, 2, "Stage", "Idea");
        });
        JsonNode merged = checked(office.upload("/api/v1/imports", "edited.xlsx", edited));
        assertThat(merged.at("/summary/refused").asInt())
                .as("both changed the same field")
                .isEqualTo(1);
        assertThat(merged.at("/summary/changed").asInt()).isEqualTo(1);
        assertThat(merged.at("/summary/fields")).hasSize(1);
    }

    private JsonNode checked(Answer brought) {
        assertThat(brought.status()).as(brought.text()).isEqualTo(201);
        assertThat(office.send("POST", brought.header("Location") + "/dry-run", null)
                        .status())
                .isEqualTo(202);
        return finished(brought.json().get("id").asLong()).json();
    }

    private static int column(XSSFSheet sheet, String heading) {
        for (var cell : sheet.getRow(0)) {
            if (cell.getStringCellValue().equals(heading)) {
                return cell.getColumnIndex();
            }
        }
        throw new AssertionError("no column " + heading);
    }

    private static void type(XSSFSheet sheet, int row, String heading, String value) {
        // As a person does: the cell gets a new text, and the old one is gone.
        var cells = sheet.getRow(row);
        cells.removeCell(cells.getCell(column(sheet, heading)));
        cells.createCell(column(sheet, heading)).setCellValue(value);
    }

    private interface Edit {
        void on(XSSFSheet sheet);
    }

    private static byte[] edit(byte[] workbook, Edit edit) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (XSSFWorkbook opened = new XSSFWorkbook(new ByteArrayInputStream(workbook))) {
            edit.on(opened.getSheetAt(0));
            opened.write(out);
        }
        return out.toByteArray();
    }

    @Test
    void anExportHoldsNoFormula() {
        String source = fresh("formula");
        imported(source, TEXT);

        String csv = new String(
                office.with("Accept-Language", "en").download("/api/v1/use-cases/export.csv?source=" + source),
                StandardCharsets.UTF_8);

        assertThat(csv)
                .contains("'=cmd|")
                .doesNotContain(",=cmd")
                .startsWith("\uFEFFSextant code,Sextant version,Title");
        assertThat(csv).contains("Supplier").contains("Northwind");
    }

    @Test
    void aPersonGoesFromTheFileToTheRegisterAndBack() {
        String source = fresh("pages");
        var person = accounts.person(Role.CIO);
        Visit visit = Visit.signedIn(port, person.email());
        assertThat(visit.get("/imports").text()).contains("/imports/new");
        assertThat(visit.get("/imports/new").text()).contains("enctype=\"multipart/form-data\"");

        byte[] french =
                "Nº;Intitulé;État\n1;Prévision;en service\n2;Tri;pilote\n".getBytes(Charset.forName("windows-1252"));
        Answer brought = visit.upload("/imports", source + ".csv", french);
        assertThat(brought.status()).as(brought.text()).isEqualTo(302);
        String page = brought.header("Location").replaceAll("https?://[^/]+", "");
        Answer columns = visit.get(page, "Accept-Language", "fr");
        assertThat(columns.status()).as(columns.text()).isEqualTo(200);
        assertThat(columns.text()).contains("windows-1252").contains("name=\"c1\"");
        assertThat(visit.get(page + "?step=columns", "Accept-Language", "en").text())
                .contains("Column of the file");
        assertThat(visit.get(page + "/progress", "HX-Request", "true").header("HX-Redirect"))
                .as("no work was started yet")
                .isEqualTo(page);
        String version = columns.text().replaceAll("(?s).*name=\"version\" value=\"(\\d+)\".*", "$1");

        Answer untitled = visit.post(
                page + "/columns",
                Map.of(
                        "version",
                        version,
                        "source",
                        source,
                        "lang",
                        "fr",
                        "c0",
                        "externalKey",
                        "c1",
                        "extra",
                        "c2",
                        "stage"));
        assertThat(untitled.status()).isEqualTo(422);
        assertThat(untitled.text()).contains("form-faults");
        Answer planned = visit.post(
                page + "/columns",
                Map.of(
                        "version",
                        version,
                        "source",
                        source,
                        "lang",
                        "fr",
                        "c0",
                        "externalKey",
                        "c1",
                        "title",
                        "c2",
                        "stage"));
        assertThat(planned.status()).as(planned.text()).isEqualTo(302);
        finished(Long.parseLong(page.substring(page.lastIndexOf('/') + 1)));
        Answer checked = visit.get(page, "Accept-Language", "fr");
        assertThat(checked.text()).contains(page + "/apply").contains("Prévision");
        assertThat(visit.get(page + "/progress", "HX-Request", "true").header("HX-Redirect"))
                .isEqualTo(page);
        assertThat(visit.get(page + "?effect=REFUSED").status()).isEqualTo(200);
        assertThat(visit.get(page + "/problems.csv").header("Content-Disposition"))
                .contains("attachment");

        String now = checked.text().replaceAll("(?s).*?name=\"version\" value=\"(\\d+)\".*", "$1");
        assertThat(visit.post(page + "/apply", Map.of("version", "1")).status()).isEqualTo(302);
        assertThat(visit.post(page + "/apply", Map.of("version", now)).status()).isEqualTo(302);
        finished(Long.parseLong(page.substring(page.lastIndexOf('/') + 1)));
        Answer applied = visit.get(page, "Accept-Language", "en");
        assertThat(applied.text())
                .as("one step at a time, and no directive that the templates do not know")
                .contains("Undo the import")
                .contains("2 registered, none changed")
                .doesNotContain(page + "/apply", page + "/columns", "@case");

        assertThat(visit.post(page + "/stop", Map.of()).status())
                .as("nothing goes on")
                .isEqualTo(422);
        String then = applied.text().replaceAll("(?s).*?name=\"version\" value=\"(\\d+)\".*", "$1");
        assertThat(visit.post(page + "/undo", Map.of("version", then)).status()).isEqualTo(302);
        finished(Long.parseLong(page.substring(page.lastIndexOf('/') + 1)));
        assertThat(visit.get(page, "Accept-Language", "fr").text()).contains("Tout a été repris");
        assertThat(visit.get("/imports", "Accept-Language", "fr").text()).contains(source + ".csv");
    }

    @Test
    void theEuropeanInventoryGoesThroughTheApiAsWorkbook() throws Exception {
        Path xlsx = SharedData.find("inventories/eu-public-sector-tech-watch-2025.xlsx")
                .orElse(null);
        Assumptions.assumeTrue(xlsx != null, "the inventories are not on this machine");
        String source = fresh("eu");

        Answer brought = office.upload(
                "/api/v1/imports?apply=true&source=" + source,
                xlsx.getFileName().toString(),
                Files.readAllBytes(xlsx));

        assertThat(brought.status()).as(brought.text()).isEqualTo(202);
        JsonNode done = finished(brought.json().get("id").asLong()).json();
        assertThat(done.at("/summary/created").asInt()).isEqualTo(2_007);
        byte[] export = office.download("/api/v1/use-cases/export.xlsx?source=" + source);
        JsonNode back = checked(office.upload("/api/v1/imports", "back.xlsx", export));
        assertThat(back.at("/summary/unchanged").asInt())
                .as(back.at("/summary").toString())
                .isEqualTo(2_007);
    }
}
