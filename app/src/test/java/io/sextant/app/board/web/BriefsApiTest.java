package io.sextant.app.board.web;

import static io.sextant.app.testing.Accounts.done;
import static org.assertj.core.api.Assertions.assertThat;

import io.sextant.app.board.Brief;
import io.sextant.app.board.Briefs;
import io.sextant.app.board.Portfolio;
import io.sextant.app.board.Portfolio.Draft;
import io.sextant.app.demand.Content;
import io.sextant.app.demand.Kind;
import io.sextant.app.demand.Revision.Act;
import io.sextant.app.demand.Stage;
import io.sextant.app.demand.UseCaseId;
import io.sextant.app.demand.Verdict;
import io.sextant.app.demand.store.UseCaseStore;
import io.sextant.app.identity.Actor;
import io.sextant.app.identity.Grant;
import io.sextant.app.identity.Role;
import io.sextant.app.identity.Unit;
import io.sextant.app.kernel.Who;
import io.sextant.app.testing.Accounts;
import io.sextant.app.testing.Http;
import io.sextant.app.testing.SextantTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.text.PDFTextStripper;
import org.apache.poi.xslf.usermodel.XMLSlideShow;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.transaction.support.TransactionTemplate;

@SextantTest
class BriefsApiTest {
    private static final HttpClient FILES = HttpClient.newHttpClient();

    @LocalServerPort
    private int port;

    @Autowired
    private Accounts accounts;

    @Autowired
    private Portfolio portfolio;

    @Autowired
    private Briefs briefs;

    @Autowired
    private UseCaseStore store;

    @Autowired
    private TransactionTemplate transaction;

    private Http as(Role role) {
        return Http.on(port).as(accounts.token(role));
    }

    private Unit small() {
        Unit unit = portfolio.unit("Relation clients", null);
        portfolio.add(unit, Draft.of("Répondre aux réclamations", Stage.RUN));
        portfolio.add(
                unit,
                new Draft(
                        "Trier le courrier",
                        "Sorting the mail",
                        Stage.PILOT,
                        Kind.GENERATIVE,
                        2024,
                        "Ana",
                        null,
                        null,
                        null));
        return unit;
    }

    @Test
    void aBriefIsMadeThroughTheApiAndReadInEitherLanguage() {
        Unit unit = small();
        Http office = as(Role.AI_OFFICE).with("Accept-Language", "fr");
        var made = office.post("/api/v1/briefs", Map.of("title", "Point de novembre", "unit", unit.code()));
        assertThat(made.status()).as(made.toString()).isEqualTo(201);
        long id = made.json().path("id").asLong();
        assertThat(made.header("Location")).isEqualTo("/api/v1/briefs/" + id);
        assertThat(made.json().path("now").path("total").asLong()).isEqualTo(2);
        assertThat(made.json().path("headline").asString()).contains("2 cas d’usage d’IA, dont 1 en service");
        assertThat(made.json().path("questions").path(0).path("code").asString())
                .isEqualTo("ownerless");
        assertThat(made.json().path("questions").path(0).path("query").asString())
                .isEqualTo("stage=RUN&unit=" + unit.code() + "&missing=businessOwner");
        assertThat(made.json().path("knowledge").path(4).path("read").asBoolean())
                .isFalse();

        var read = as(Role.BOARD_READER).with("Accept-Language", "en").get("/api/v1/briefs/" + id);
        assertThat(read.status()).isEqualTo(200);
        assertThat(read.header("Content-Language")).isEqualTo("en");
        assertThat(read.json().path("headline").asString()).startsWith("2 AI use cases, 1 of them in service");
        assertThat(read.json().path("findings").path(0).path("part").asString()).isEqualTo("position");
        assertThat(read.json().path("now")).isEqualTo(made.json().path("now"));
    }

    @Test
    void aPreviewTellsTheSameAndKeepsNothing() {
        Unit unit = small();
        var preview = as(Role.CIO).with("Accept-Language", "en").get("/api/v1/briefs/preview?unit=" + unit.code());
        assertThat(preview.status()).as(preview.toString()).isEqualTo(200);
        assertThat(preview.json().path("id").isNull()).isTrue();
        assertThat(preview.json().path("headline").asString()).startsWith("2 AI use cases");
        assertThat(briefs.list(Actor.system(), null, 500))
                .noneMatch(entry -> unit.code().equals(entry.unit()));
    }

    @Test
    void thePdfComesInTheLanguageAskedForUnderAProperNameAndIsNotKeptOnTheWay() throws Exception {
        Unit unit = small();
        Brief brief = done(briefs.make(Actor.system(), "Été : l’IA à mi-parcours !", unit.code()));
        var fr = file("/api/v1/briefs/" + brief.id() + "/pdf?lang=fr", Role.CIO);
        assertThat(fr.statusCode()).isEqualTo(200);
        assertThat(header(fr, "Content-Type")).isEqualTo("application/pdf");
        assertThat(header(fr, "Content-Disposition"))
                .contains("attachment")
                .contains("note-comite-" + LocalDate.ofInstant(brief.madeAt(), java.time.ZoneId.systemDefault())
                        + "-ete-l-ia-a-mi-parcours.pdf");
        assertThat(header(fr, "Cache-Control")).contains("no-store");
        assertThat(text(fr.body()))
                .contains(
                        "Relation clients et ce qui en relève",
                        "2 cas d’usage d’IA recensés",
                        "Été : l’IA à mi-parcours !");
        var en = file("/api/v1/briefs/" + brief.id() + "/pdf?lang=en", Role.CIO);
        assertThat(header(en, "Content-Disposition")).contains("board-brief-");
        assertThat(text(en.body())).contains("2 AI use cases on record", "5 axes of six are not read yet");
    }

    @Test
    void theSlidesComeInTheLanguageAskedFor() throws Exception {
        Unit unit = small();
        Brief brief = done(briefs.make(Actor.system(), "Point", unit.code()));
        var en = file("/api/v1/briefs/" + brief.id() + "/pptx?lang=en", Role.BOARD_READER);
        assertThat(en.statusCode()).isEqualTo(200);
        assertThat(header(en, "Content-Type"))
                .isEqualTo("application/vnd.openxmlformats-officedocument.presentationml.presentation");
        assertThat(header(en, "Content-Disposition")).contains(".pptx");
        try (var show = new XMLSlideShow(new ByteArrayInputStream(en.body()))) {
            assertThat(show.getSlides().get(1).getTitle())
                    .isEqualTo("2 AI use cases on record: 1 in service and 1 in pilot");
        }
    }

    @Test
    void twoThousandUseCasesMakeABriefOfTheSameLength() throws Exception {
        Unit unit = portfolio.unit("Inventaire", null);
        transaction.executeWithoutResult(status -> store.insert(
                IntStream.range(0, 2_000)
                        .mapToObj(i -> new UseCaseStore.Fresh(
                                UseCaseId.of(2025, 100_000 + i),
                                Content.titled("fr", "Cas n° " + i + " " + UUID.randomUUID())
                                        .withUnit(unit.id())
                                        .withStage(i % 7 == 6 ? null : Stage.values()[i % 7 % 6])
                                        .withKind(i % 3 == 0 ? null : Kind.values()[i % 4]),
                                Verdict.UNKNOWN))
                        .toList(),
                Who.SYSTEM,
                Act.CREATED,
                null,
                Instant.now()));
        Brief brief = done(briefs.make(Actor.system(), "Deux mille", unit.code()));
        assertThat(brief.now().total()).isEqualTo(2_000);
        byte[] pdf =
                file("/api/v1/briefs/" + brief.id() + "/pdf?lang=fr", Role.CIO).body();
        try (var read = Loader.loadPDF(pdf)) {
            assertThat(read.getNumberOfPages()).isBetween(3, 5);
        }
        assertThat(text(pdf)).contains("2 000 cas d’usage d’IA recensés");
    }

    @Test
    void whatIsWrongIsSaidInTheCallersLanguage() {
        Http office = as(Role.AI_OFFICE).with("Accept-Language", "fr");
        var untitled = office.post("/api/v1/briefs", Map.of("unit", ""));
        assertThat(untitled.status()).isEqualTo(422);
        assertThat(untitled.json().path("errors").path(0).path("field").asString())
                .isEqualTo("title");
        assertThat(untitled.json().path("errors").path(0).path("message").asString())
                .isEqualTo("Donnez un titre à cette note.");
        var nowhere = office.get("/api/v1/briefs/preview?unit=NOWHERE");
        assertThat(nowhere.status()).isEqualTo(422);
        assertThat(nowhere.json().path("errors").path(0).path("message").asString())
                .contains("NOWHERE");
        Brief brief = done(briefs.make(Actor.system(), "Point", null));
        var german = office.get("/api/v1/briefs/" + brief.id() + "/pdf?lang=de");
        assertThat(german.status()).isEqualTo(400);
        assertThat(german.text()).contains("choisissez fr ou en");
        assertThat(office.get("/api/v1/briefs/999999999").status()).isEqualTo(404);
        assertThat(office.get("/api/v1/briefs/999999999/pptx").status()).isEqualTo(404);
        assertThat(office.get("/api/v1/briefs?cursor=abc").status()).isEqualTo(400);
    }

    @Test
    void whoMayNotReadOrMakeBriefsIsTurnedAway() {
        Brief brief = done(briefs.make(Actor.system(), "Point", null));
        assertThat(as(Role.EMPLOYEE).get("/api/v1/briefs").status()).isEqualTo(403);
        assertThat(as(Role.EMPLOYEE)
                        .get("/api/v1/briefs/" + brief.id() + "/pdf")
                        .status())
                .isEqualTo(403);
        assertThat(as(Role.BOARD_READER)
                        .post("/api/v1/briefs", Map.of("title", "x"))
                        .status())
                .isEqualTo(403);
        assertThat(Http.on(port).get("/api/v1/briefs").status()).isEqualTo(401);
        Unit mine = portfolio.unit("À moi", null);
        Http elsewhere = Http.on(port).as(accounts.token(accounts.person(new Grant(Role.AI_OFFICE, mine.id())), null));
        assertThat(elsewhere.get("/api/v1/briefs/" + brief.id()).status()).isEqualTo(404);
        assertThat(elsewhere.post("/api/v1/briefs", Map.of("title", "x")).status())
                .isEqualTo(422);
    }

    @Test
    void theListComesInPartsLatestFirst() {
        Unit unit = portfolio.unit("Suite", null);
        var person = accounts.person(new Grant(Role.AI_OFFICE, unit.id()));
        Http office = Http.on(port).as(accounts.token(person, null));
        for (int i = 1; i <= 3; i++) {
            office.post("/api/v1/briefs", Map.of("title", "Note " + i, "unit", unit.code()));
        }
        var first = office.get("/api/v1/briefs?limit=2").json();
        assertThat(first.path("items").size()).isEqualTo(2);
        assertThat(first.path("items").path(0).path("title").asString()).isEqualTo("Note 3");
        var rest = office.get(
                        "/api/v1/briefs?limit=2&cursor=" + first.path("next").asString())
                .json();
        assertThat(rest.path("items").size()).isEqualTo(1);
        assertThat(rest.path("items").path(0).path("title").asString()).isEqualTo("Note 1");
        assertThat(rest.path("next").isNull()).isTrue();
    }

    private HttpResponse<byte[]> file(String path, Role role) throws IOException, InterruptedException {
        return FILES.send(
                HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                        .header("Authorization", "Bearer " + accounts.token(role))
                        .build(),
                BodyHandlers.ofByteArray());
    }

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    private static String text(byte[] pdf) throws IOException {
        try (var read = Loader.loadPDF(pdf)) {
            return new PDFTextStripper().getText(read).replaceAll("[\\s\\u00a0\\u202f\\u2009]+", " ");
        }
    }
}
