package io.sextant.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import io.sextant.app.board.Briefs;
import io.sextant.app.demand.Comments;
import io.sextant.app.demand.Content;
import io.sextant.app.demand.Kind;
import io.sextant.app.demand.Person;
import io.sextant.app.demand.Stage;
import io.sextant.app.demand.Texts;
import io.sextant.app.demand.UseCase;
import io.sextant.app.demand.UseCases;
import io.sextant.app.demand.attaching.Attachments;
import io.sextant.app.demand.gating.packs.PackEditions;
import io.sextant.app.demand.hearing.Concerns;
import io.sextant.app.demand.intake.Intake;
import io.sextant.app.demand.intake.PublicIntake;
import io.sextant.app.demand.publishing.Publication.Part;
import io.sextant.app.demand.publishing.Publications;
import io.sextant.app.demand.receiving.ReceiverKind;
import io.sextant.app.demand.receiving.Receivers;
import io.sextant.app.identity.Actor;
import io.sextant.app.identity.Role;
import io.sextant.app.identity.Units;
import io.sextant.app.identity.directory.DirectoryImports;
import io.sextant.app.platform.ui.Lang;
import io.sextant.app.testing.Accounts;
import io.sextant.app.testing.BrowserTest;
import io.sextant.app.testing.Http;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Every page of the application, read as somebody who uses it, in both languages, by day and by night, at a desk and
/// on a phone: everybody can read it, it fits its window, and it says nothing that was not put into words.
class EveryPageTest extends BrowserTest {
    private static final String UNWORDED =
            "(document.body.innerText.match(/\\?\\?|\\b(?:demand|identity|board|notice|ui|inventory)\\.[a-z][\\w-]*(?:\\.[\\w.-]+)?/g) || []).join(' ')";

    @Autowired
    private UseCases useCases;

    @Autowired
    private Comments comments;

    @Autowired
    private Attachments attachments;

    @Autowired
    private Publications publications;

    @Autowired
    private Intake intake;

    @Autowired
    private PublicIntake publicIntake;

    @Autowired
    private Briefs briefs;

    @Autowired
    private Units units;

    @Autowired
    private PackEditions packs;

    @Autowired
    private Concerns concerns;

    @Autowired
    private DirectoryImports directories;

    @Autowired
    private Receivers receivers;

    @Autowired
    private JdbcClient jdbc;

    @LocalServerPort
    private int port;

    private @Nullable UseCase useCase;
    private long unit;
    private long brief;

    /// Each language, each appearance and each width once; the gallery is read in all their combinations.
    static Stream<Look> looks() {
        return Stream.of(Look.USUAL, Look.USUAL.in(Lang.EN).dark().phone());
    }

    @BeforeEach
    void somethingToRead() {
        var system = Actor.system();
        String tag = UUID.randomUUID().toString().substring(0, 8);
        unit = Accounts.done(units.create(
                        system,
                        new Units.NewUnit(
                                "P" + tag.toUpperCase(java.util.Locale.ROOT), "Relation client", "Customers", null)))
                .id();
        var proposed = Accounts.done(useCases.propose(
                system,
                Content.titled("fr", "Répondre plus vite aux réclamations")
                        .withTexts(t -> new Texts(
                                t.title(),
                                "Les conseillers cherchent 11 minutes la réponse, 38 000 fois par an.",
                                "11 minutes en médiane, mars 2026.",
                                "De 5 à 7 minutes.",
                                "140 conseillers.",
                                null,
                                "Un modèle propose, le conseiller décide.",
                                "Relation client"))
                        .withUnit(unit)
                        .withKind(Kind.GENERATIVE)
                        .withStage(Stage.FRAMED)
                        .withBusinessOwner(new Person("Sophie Roux", null))
                        .withTags(List.of("courrier", tag)),
                null));
        useCase = Accounts.done(useCases.edit(
                system,
                proposed.id(),
                proposed.version(),
                proposed.content().withStage(Stage.PILOT),
                "Essai sur deux équipes"));
        Accounts.done(useCases.propose(system, Content.titled("en", "An idea without anything else"), null));
        Accounts.done(comments.add(accounts().actor(Role.CIO), useCase.id(), "Que devient le métier ?"));
        attach("cadrage.txt", "Cadrage de l’essai");
        attach("mesures.csv", "jour;délai\n1;4,2\n");
        long removed = attach("brouillon.md", "# Brouillon");
        Accounts.done(attachments.remove(accounts().actor(Role.CIO), useCase.id(), removed));
        Accounts.done(briefs.make(accounts().actor(Role.CIO), "Portefeuille", null));
        brief = briefs.list(accounts().actor(Role.CIO), null, 1).getFirst().id();
    }

    private long attach(String name, String text) {
        var bytes = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
        var id = java.util.Objects.requireNonNull(useCase).id();
        try {
            return Accounts.done(attachments.add(accounts().actor(Role.CIO), id, bytes, name))
                    .id();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// One concern of each standing; tells the receipt of the anonymous one, which is answered.
    private String feared() {
        var id = java.util.Objects.requireNonNull(useCase).id();
        var raiser = accounts().actor(Role.EMPLOYEE);
        var answers = accounts().actor(Role.CIO);
        var first = Accounts.done(concerns.raise(
                raiser, id, new Concerns.Typed(Concerns.form(), "PEOPLE", "Que devient l’équipe de nuit ?", "")));
        Accounts.done(concerns.answer(answers, id, first.id(), 0, "Elle reste.", true));
        Accounts.done(concerns.raise(
                raiser, id, new Concerns.Typed(Concerns.form(), "COST", "Combien à la fin ?", "Toute l’entité")));
        String form = Concerns.form();
        var anonymous = Accounts.done(concerns.raise(
                raiser, id, new Concerns.Typed(Concerns.form(), "PRIVACY", "Qui lit les courriels ?", "")));
        Accounts.done(concerns.answer(answers, id, anonymous.id(), 0, "Personne.", false));
        jdbc.sql("update demand.concern set anonymous = true, by_id = null, by_name = null, "
                        + "form = sha256(convert_to(:form, 'UTF8')) where id = :id")
                .param("form", form)
                .param("id", anonymous.id())
                .update();
        return form;
    }

    @ParameterizedTest
    @MethodSource("looks")
    void theRegisterAndTheBoardAreForTheCio(Look look) {
        String shown = Accounts.done(publications.publish(
                        accounts().actor(Role.CIO),
                        java.util.Objects.requireNonNull(useCase).id(),
                        EnumSet.allOf(Part.class),
                        "ia@exemple.fr"))
                .path();
        String page =
                "/use-cases/" + java.util.Objects.requireNonNull(useCase).id().code();
        String anonymous = feared();
        String draft = "/demands/drafts/"
                + Accounts.done(intake.save(
                                accounts().actor(Role.CIO),
                                UUID.randomUUID(),
                                "fr",
                                java.util.Map.of("problem", "Répondre plus vite aux réclamations des clients"),
                                java.util.Map.of()))
                        .id();
        read(
                open(Role.CIO, "/", look),
                List.of(
                        "/desk",
                        "/desk?kind=ANSWER&gate=RUN&due=LATE",
                        "/notices",
                        "/notices?show=all",
                        "/account/notices",
                        "/account/calendar",
                        "/answer-times",
                        "/answer-times?stage=QUALIFIED&lane=standard&age=LATE",
                        "/gates?gate=PILOT",
                        "/gates/editions/2026-11",
                        "/charter",
                        "/charter/1",
                        page + "/charter",
                        page + "/retirement",
                        "/unlocks",
                        "/unlocks/intake-workshop",
                        "/overview",
                        "/use-cases",
                        "/use-cases?stage=PILOT&kind=GENERATIVE&cols=code&cols=tags&cols=completeness&cols=updatedAt",
                        "/use-cases?q=nothingatallanswersthis",
                        "/use-cases?view=board",
                        page,
                        page + "/gate",
                        page + "/discussion",
                        page + "/discussion?show=decisions&order=newest",
                        page + "/concerns/new",
                        "/concern/" + anonymous,
                        "/concerns",
                        "/concerns?state=SETTLED&category=COST&days=7",
                        page + "/attachments",
                        page + "/alike",
                        page + "/history",
                        page + "/public",
                        shown,
                        page + "/edit",
                        "/use-cases/new",
                        "/demands",
                        "/received",
                        "/received/links",
                        draft + "/need",
                        draft + "/effect",
                        draft + "/ai",
                        draft + "/questions",
                        draft + "/alike",
                        draft + "/charter",
                        draft + "/summary",
                        "/demands/" + page.substring(page.lastIndexOf('/') + 1),
                        "/look-alikes",
                        "/board",
                        "/board/new",
                        "/board/" + brief,
                        "/account",
                        "/account/second-factor",
                        "/account/passkeys/new",
                        "/search?q=reclamations"));
    }

    @ParameterizedTest
    @MethodSource("looks")
    void theInstallationIsForTheAdministratorAndTheTrailForTheAuditor(Look look) {
        long person = accounts().person(Role.EMPLOYEE).id();
        String draft = "/gates/drafts/"
                + Accounts.done(packs.copy(
                                accounts().actor(Role.ADMINISTRATOR),
                                "2026-11",
                                "page." + UUID.randomUUID().toString().substring(0, 8)))
                        .draft()
                        .id();
        read(
                open(Role.ADMINISTRATOR, "/admin/people", look),
                List.of(
                        "/admin/people/new",
                        "/admin/people/imports",
                        "/admin/people/imports/" + directory(),
                        "/admin/people/" + person,
                        "/admin/units",
                        "/admin/units/new",
                        "/admin/units/" + unit,
                        "/admin/mail",
                        "/admin/webhooks",
                        "/admin/receivers",
                        "/admin/receivers/" + receiver(),
                        "/charter",
                        "/gates",
                        draft,
                        draft + "/settings",
                        draft + "/remedies",
                        draft + "/text",
                        "/admin/organisation"));
        read(open(Role.AUDITOR, "/audit", look), List.of("/audit/changes/1", "/audit/checkpoints"));
        read(open(Role.BOARD_READER, "/", look), List.of("/board"));
        read(open("/login", look), List.of());
        var link = Accounts.done(publicIntake.open(Actor.system(), "Vos idées pour le service client", "fr", "", null));
        read(open("/idea/" + link.slug(), look), List.of());
        expectFault("404");
        expectFault("410");
        read(open(Role.EMPLOYEE, "/no/such/page", look), List.of());
        read(open("/invitation?link=spent", look), List.of());
    }

    /// A file of people whose columns are still to be confirmed.
    private long directory() {
        byte[] file = "Courriel;Prénom;Nom;Agence\nlea@exemple.fr;Léa;Moreau;Brest\n".getBytes(StandardCharsets.UTF_8);
        try {
            return Accounts.done(directories.bring(
                            accounts().actor(Role.ADMINISTRATOR), new ByteArrayInputStream(file), "annuaire.csv"))
                    .id();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A receiver with a delivery of each kind of result.
    private long receiver() {
        var admin = accounts().actor(Role.ADMINISTRATOR);
        var wanted = new Receivers.Wanted("Jira, projet DEMANDES", "fr", "", "", true);
        var made = Accounts.done(receivers.add(admin, ReceiverKind.JIRA, wanted));
        var sender = Http.on(port).as(made.secret());
        sender.send("POST", made.receiver().path(), "{\"key\": \"PAGE-1\", \"summary\": \"Lire les files\"}");
        sender.send("POST", made.receiver().path(), "{\"summary\": {\"a\": 1}}");
        Http.on(port).send("POST", made.receiver().path(), "{}");
        var removed = Accounts.done(receivers.add(admin, ReceiverKind.GENERIC, wanted));
        Accounts.done(receivers.remove(admin, removed.receiver().id()));
        return made.receiver().id();
    }

    private void read(Page page, List<String> more) {
        check(page);
        for (String path : more) {
            check(go(page, path));
            assertThat(page.url()).as(path).doesNotContain("/login");
        }
    }

    private void check(Page page) {
        page.waitForFunction("[...document.querySelectorAll('[data-chart]')].every(c => c.querySelector('canvas'))");
        axe(page);
        assertThat(page.evaluate(UNWORDED)).as("raw keys on " + page.url()).isEqualTo("");
    }
}
