package io.sextant.app.demand.attaching;

import static org.assertj.core.api.Assertions.assertThat;

import io.sextant.app.identity.Role;
import io.sextant.app.testing.Accounts;
import io.sextant.app.testing.Http;
import io.sextant.app.testing.Http.Answer;
import io.sextant.app.testing.SextantTest;
import io.sextant.app.testing.Visit;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Files attached to a use case, as programs and people send them.
@SextantTest
class AttachmentsTest {
    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n', 0, 0, 0, 13};
    private static final byte[] JPEG = {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF, (byte) 0xE0, 0, 16};
    private static final byte[] OLD_OFFICE = {
        (byte) 0xD0, (byte) 0xCF, 0x11, (byte) 0xE0, (byte) 0xA1, (byte) 0xB1, 0x1A, (byte) 0xE1
    };

    @LocalServerPort
    private int port;

    @Autowired
    private Accounts accounts;

    @Autowired
    private JdbcClient jdbc;

    private Http office;
    private String useCase;
    private String path;

    @BeforeEach
    void register() {
        office = Http.on(port).as(accounts.token(Role.CIO)).with("Accept-Language", "en");
        useCase = office.post("/api/v1/use-cases", Map.of("title", "With files " + UUID.randomUUID(), "lang", "en"))
                .json()
                .get("id")
                .asString();
        path = "/api/v1/use-cases/" + useCase + "/attachments";
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] zip(String... parts) {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            for (String part : parts) {
                String[] named = part.split("=", 2);
                byte[] content = text(named.length > 1 ? named[1] : "<x/>");
                var entry = new ZipEntry(named[0]);
                if (named[0].equals("mimetype")) {
                    var crc = new CRC32();
                    crc.update(content);
                    entry.setMethod(ZipEntry.STORED);
                    entry.setSize(content.length);
                    entry.setCrc(crc.getValue());
                }
                zip.putNextEntry(entry);
                zip.write(content);
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    @Test
    void aDocumentIsTakenByWhatItHoldsAndGivenBackAsADownload() {
        var taken = new LinkedHashMap<String, byte[]>();
        taken.put("note.pdf application/pdf", text("%PDF-1.7 one"));
        taken.put("plan.PNG image/png", PNG);
        taken.put("photo.jpeg image/jpeg", JPEG);
        taken.put(
                "cadrage é.docx application/vnd.openxmlformats-officedocument.wordprocessingml.document",
                zip("[Content_Types].xml", "word/document.xml", "word/media/image1.png"));
        taken.put(
                "budget.xlsx application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                zip("[Content_Types].xml", "xl/workbook.xml"));
        taken.put(
                "comité.pptx application/vnd.openxmlformats-officedocument.presentationml.presentation",
                zip("[Content_Types].xml", "ppt/presentation.xml"));
        taken.put(
                "note.odt application/vnd.oasis.opendocument.text",
                zip("mimetype=application/vnd.oasis.opendocument.text", "content.xml"));
        taken.put(
                "budget.ods application/vnd.oasis.opendocument.spreadsheet",
                zip("mimetype=application/vnd.oasis.opendocument.spreadsheet", "content.xml"));
        taken.put("mesures.csv text/csv", text("jour;délai\n1;4,2\n"));
        taken.put("lisez-moi.md text/markdown", text("# Cadrage\n\n2 < 3"));
        taken.put("ancien.txt text/plain", "Réunion à l’été".getBytes(Charset.forName("windows-1252")));

        taken.forEach((named, bytes) -> {
            String name = named.substring(0, named.lastIndexOf(' '));
            Answer added = office.upload(path, name, bytes);
            assertThat(added.status()).as(added.text()).isEqualTo(201);
            assertThat(added.json().get("mediaType").asString()).isEqualTo(named.substring(named.lastIndexOf(' ') + 1));
            assertThat(added.json().get("name").asString()).isEqualTo(name);
            assertThat(office.download(added.header("Location"))).isEqualTo(bytes);
            Answer given = office.get(added.header("Location"));
            assertThat(given.header("Content-Disposition")).startsWith("attachment; filename=\"");
            assertThat(given.header("X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(given.header("Content-Type"))
                    .startsWith(added.json().get("mediaType").asString());
        });
        assertThat(office.get(path).json().size()).isEqualTo(taken.size());
    }

    @Test
    void whatCouldHarmOrDeceiveIsRefusedInWords() {
        var refused = new LinkedHashMap<String, byte[]>();
        refused.put("tool.exe|is a program", text("MZ\u0000\u0003 program"));
        refused.put("report.pdf|is a program", text("MZ\u0000\u0003 program"));
        refused.put("run.sh|is a program", text("#!/bin/sh\necho"));
        refused.put("tool.txt|is a program", new byte[] {0x7F, 'E', 'L', 'F', 2, 1});
        refused.put("page.html|is a web page", text("\uFEFF  <!DOCTYPE html><html></html>"));
        refused.put("notes.txt|is a web page", text("<html><script>alert(1)</script>"));
        refused.put("notes.md|is a web page", text("hello <ScRiPt>alert(1)</script>"));
        refused.put("logo.svg|is a web page", text("<svg xmlns=\"http://www.w3.org/2000/svg\"/>"));
        refused.put("logo.png|is a web page", text("<?xml version=\"1.0\"?><svg/>"));
        refused.put(
                "macro.docm|contains macros", zip("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"));
        refused.put(
                "macro.docx|contains macros", zip("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"));
        refused.put(
                "renamed.xlsx|contains macros",
                zip(
                        "[Content_Types].xml=<Types>application/vnd.ms-excel.sheet.macroEnabled.main+xml</Types>",
                        "xl/workbook.xml"));
        refused.put(
                "old4.xlsx|contains macros",
                zip("[Content_Types].xml", "xl/workbook.xml", "xl/macrosheets/sheet1.xml"));
        refused.put(
                "basic.odt|contains macros",
                zip("mimetype=application/vnd.oasis.opendocument.text", "Basic/Standard/Module1.xml"));
        refused.put("docs.zip|is an archive", zip("a.txt=x"));
        refused.put("docs.docx|is an archive", zip("a.txt=x"));
        refused.put(
                "cut.docx|is incomplete or damaged",
                Arrays.copyOf(zip("[Content_Types].xml", "word/document.xml"), 60));
        refused.put("old.doc|old Office format", OLD_OFFICE);
        refused.put("report.pdf|is PNG, but its name says otherwise", PNG);
        refused.put("report.pdf.exe|is PDF, but its name says otherwise", text("%PDF-1.7"));
        refused.put("report|is PDF, but its name says otherwise", text("%PDF-1.7"));
        refused.put("data.json|is a text", text("{\"a\":1}"));
        refused.put("noise.txt|of no accepted type", new byte[] {1, 2, 3, 0, 4, 5});
        refused.put("empty.txt|is empty", new byte[0]);

        refused.forEach((named, bytes) -> {
            String[] parts = named.split("\\|");
            Answer answer = office.upload(path, parts[0], bytes);
            assertThat(answer.status()).as(named + answer.text()).isEqualTo(422);
            assertThat(answer.text()).as(named).contains(parts[1]);
            assertThat(office.with("Accept-Language", "fr")
                            .upload(path, parts[0], bytes)
                            .text())
                    .contains("«\u202f" + parts[0] + "\u202f»");
        });
        assertThat(office.get(path).json().size()).isZero();
    }

    @Test
    void aNameLosesItsPathAndWhatCannotBeSeen() {
        Answer added = office.upload(path, "C:\\docs\\../..\\no\u202Ete \u200B finale.pdf", text("%PDF-1.7 named"));

        assertThat(added.status()).as(added.text()).isEqualTo(201);
        assertThat(added.json().get("name").asString()).isEqualTo("note finale.pdf");
    }

    @Test
    void sizesAndNumbersAreBounded() {
        byte[] large = new byte[20 * 1024 * 1024 + 1];
        System.arraycopy(text("%PDF-1.7"), 0, large, 0, 8);
        Answer tooLarge = office.upload(path, "large.pdf", large);
        assertThat(tooLarge.status()).isEqualTo(422);
        assertThat(tooLarge.text()).contains("larger than 20 MB");
        assertThat(office.upload(path, "just.pdf", Arrays.copyOf(large, large.length - 1))
                        .status())
                .isEqualTo(201);

        for (int i = 1; i < 30; i++) {
            assertThat(office.upload(path, "n" + i + ".txt", text("note " + i)).status())
                    .isEqualTo(201);
        }
        Answer tooMany = office.upload(path, "n30.txt", text("note 30"));
        assertThat(tooMany.status()).isEqualTo(422);
        assertThat(tooMany.text()).contains("30 files at most");
    }

    @Test
    void theSameFileSentTwiceAtOnceIsAttachedOnce() throws Exception {
        try (var pool = Executors.newFixedThreadPool(4)) {
            List<Future<Answer>> sent = java.util.stream.IntStream.range(0, 4)
                    .mapToObj(i -> pool.submit(() -> office.upload(path, "twice " + i + ".txt", text("the same"))))
                    .toList();
            var statuses = new java.util.ArrayList<Integer>();
            for (Future<Answer> answer : sent) {
                statuses.add(answer.get().status());
            }
            assertThat(statuses).containsExactlyInAnyOrder(201, 422, 422, 422);
        }
        assertThat(office.upload(path, "again.txt", text("the same")).text()).contains("attached already");
    }

    @Test
    void aFileTakenAwayCanBePutBackAndTheTrailNamesEachStep() {
        long id = office.upload(path, "note.txt", text("once")).json().get("id").asLong();

        assertThat(office.delete(path + "/" + id).status()).isEqualTo(200);
        assertThat(office.get(path + "/" + id).status()).isEqualTo(404);
        assertThat(office.get(path).json().at("/0/removedAt").asString()).isNotEmpty();
        assertThat(office.post(path + "/" + id + "/restore", Map.of()).status()).isEqualTo(200);
        assertThat(office.download(path + "/" + id)).isEqualTo(text("once"));

        assertThat(jdbc.sql(
                                "select action || ' ' || (change::jsonb -> 'after' ->> 'name') from audit.event where subject_id = :id and action like 'use-case.attachment%' order by seq")
                        .param("id", useCase)
                        .query(String.class)
                        .list())
                .containsExactly(
                        "use-case.attachment-added note.txt",
                        "use-case.attachment-removed note.txt",
                        "use-case.attachment-put-back note.txt");
    }

    @Test
    void whoMaySeeMayReadAndOnlyWhoMayEditMayChange() {
        long id = office.upload(path, "note.txt", text("once")).json().get("id").asLong();
        Http reader = Http.on(port).as(accounts.token(Role.AUDITOR)).with("Accept-Language", "en");

        assertThat(reader.download(path + "/" + id)).isEqualTo(text("once"));
        assertThat(reader.upload(path, "mine.txt", text("mine")).text()).contains("does not let you change");
        assertThat(reader.delete(path + "/" + id).status()).isBetween(400, 499);
        assertThat(Http.on(port).get(path + "/" + id).status()).isEqualTo(401);
        assertThat(office.get("/api/v1/use-cases/UC-1999-0001/attachments").status())
                .isEqualTo(404);
        assertThat(office.get("/api/v1/use-cases/nonsense/attachments").status())
                .isEqualTo(404);
        String other = office.post("/api/v1/use-cases", Map.of("title", "Other", "lang", "en"))
                .json()
                .get("id")
                .asString();
        assertThat(office.get("/api/v1/use-cases/" + other + "/attachments/" + id)
                        .status())
                .as("the file of another use case")
                .isEqualTo(404);
        assertThat(office.with("If-Match", "\"1\"")
                        .delete("/api/v1/use-cases/" + useCase)
                        .status())
                .isBetween(200, 299);
        assertThat(office.upload(path, "late.txt", text("late")).text()).contains("is archived");
    }

    @Test
    void aPersonAttachesTakesAwayAndPutsBack() {
        Visit visit = Visit.signedIn(port, accounts.person(Role.CIO).email());
        String page = "/use-cases/" + useCase + "/attachments";
        assertThat(visit.get(page, "Accept-Language", "fr").text()).contains("Aucun fichier joint");

        assertThat(visit.upload(page, "note.txt", text("from a page")).status()).isEqualTo(302);
        String shown = visit.get(page, "Accept-Language", "fr").text();
        assertThat(shown).contains("note.txt").contains("est joint au cas d’usage");
        String file = shown.replaceAll("(?s).*?href=\"(" + page + "/\\d+)\".*", "$1");
        assertThat(visit.get(file).header("Content-Disposition")).isEqualTo("attachment; filename=\"note.txt\"");
        assertThat(visit.post(file + "/remove", Map.of()).status()).isEqualTo(302);
        assertThat(visit.get(page, "Accept-Language", "fr").text()).contains("Fichiers retirés", file + "/put-back");
        assertThat(visit.get(file).status()).isEqualTo(404);
        assertThat(visit.post(file + "/put-back", Map.of()).status()).isEqualTo(302);
        assertThat(visit.get(file).text()).isEqualTo("from a page");
        String history = visit.get("/use-cases/" + useCase + "/history", "Accept-Language", "fr")
                .text();
        assertThat(history).containsSubsequence("Fichier remis", "Fichier retiré", "Fichier joint", "Création");
        visit.upload(page, "", new byte[0]);
        assertThat(visit.get(page, "Accept-Language", "en").text()).contains("Choose a file first.");
        visit.upload(page, "x.exe", text("MZ"));
        assertThat(visit.get(page, "Accept-Language", "en").text()).contains("is a program");
    }
}
