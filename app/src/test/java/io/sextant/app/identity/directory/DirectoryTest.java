package io.sextant.app.identity.directory;

import static io.sextant.app.testing.Accounts.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import io.sextant.app.identity.Actor;
import io.sextant.app.identity.Actors;
import io.sextant.app.identity.Grant;
import io.sextant.app.identity.People;
import io.sextant.app.identity.Person;
import io.sextant.app.identity.Role;
import io.sextant.app.identity.Units;
import io.sextant.app.identity.directory.DirectoryImport.Column;
import io.sextant.app.identity.directory.DirectoryImport.Effect;
import io.sextant.app.kernel.Outcome;
import io.sextant.app.kernel.Reason;
import io.sextant.app.kernel.Who;
import io.sextant.app.platform.jobs.Jobs;
import io.sextant.app.platform.sheet.SheetProblem;
import io.sextant.app.platform.ui.Lang;
import io.sextant.app.testing.BrowserTest;
import io.sextant.app.testing.Http;
import io.sextant.app.testing.Visit;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/// People in bulk from a file of the directory.
class DirectoryTest extends BrowserTest {
    @Autowired
    private DirectoryImports imports;

    @Autowired
    private People people;

    @Autowired
    private Actors actors;

    @Autowired
    private Units units;

    @Autowired
    private Jobs jobs;

    @Autowired
    private JdbcClient jdbc;

    private final String tag = UUID.randomUUID().toString().substring(0, 8);
    private String code = "";
    private long unit;
    private Actor boss = Actor.system();
    private @Nullable Person somebody;

    @BeforeEach
    void somewhere() {
        code = "D" + tag.toUpperCase(Locale.ROOT);
        unit = done(units.create(Actor.system(), new Units.NewUnit(code, "Annuaire " + tag, "Directory " + tag, null)))
                .id();
        somebody = accounts().person(new Grant(Role.ADMINISTRATOR, null));
        boss = actors.find(somebody.id(), Who.Channel.WEB).orElseThrow();
    }

    private Person administrator() {
        return Objects.requireNonNull(somebody);
    }

    private String at(String name) {
        return name + "." + tag + "@example.org";
    }

    private Outcome<DirectoryImport> taken(String text, Charset charset) {
        try {
            return imports.bring(boss, new ByteArrayInputStream(text.getBytes(charset)), "annuaire " + tag + ".csv");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Brings a file and checks it as its headings propose.
    private Outcome<DirectoryImport> bring(String text, Charset charset) {
        return taken(text, charset) instanceof Outcome.Done<DirectoryImport>(DirectoryImport file)
                ? checked(file, proposed(file))
                : taken(text, charset);
    }

    private static List<@Nullable DirectoryField> proposed(DirectoryImport file) {
        List<@Nullable DirectoryField> fields = new ArrayList<>();
        file.columns().forEach(c -> fields.add(c.field()));
        return fields;
    }

    private Outcome<DirectoryImport> checked(DirectoryImport file, List<@Nullable DirectoryField> fields) {
        return over(file.id(), imports.check(boss, file.id(), fields));
    }

    /// What came of work in the background.
    private Outcome<DirectoryImport> over(long id, Outcome<DirectoryImport> begun) {
        if (!(begun instanceof Outcome.Done<DirectoryImport>)) {
            return begun;
        }
        DirectoryImport file = imports.await(boss, id, Duration.ofMinutes(2)).orElseThrow();
        assertThat(file.work()).isEqualTo(new DirectoryImport.Work(true, 100, null));
        return Outcome.done(file);
    }

    private DirectoryImport applied(DirectoryImport file, boolean closeMissing) {
        return done(over(file.id(), imports.apply(boss, file.id(), closeMissing)));
    }

    private DirectoryImport undone(DirectoryImport file) {
        return done(over(file.id(), imports.undo(boss, file.id())));
    }

    private DirectoryImport brought(String text) {
        return done(bring(text, StandardCharsets.UTF_8));
    }

    private List<DirectoryRow> rows(DirectoryImport file, Effect effect) {
        return imports.rows(boss, file.id(), EnumSet.of(effect), 0, 20_000);
    }

    private Person person(String email) {
        return known(email).findFirst().orElseThrow();
    }

    private Stream<Person> known(String email) {
        return people
                .list(Actor.system(), new io.sextant.app.identity.PeopleQuery(email, null, null, null), null, 0, 5)
                .people()
                .stream();
    }

    private static List<String> reasons(Outcome<?> outcome) {
        return outcome instanceof Outcome.Refused<?>(List<Reason> reasons)
                ? reasons.stream().map(Reason::code).toList()
                : List.of(outcome.toString());
    }

    @Test
    void aFileOfTheDirectoryMakesAndChangesPeopleOnceItIsCarriedOut() {
        var known = done(people.create(
                Actor.system(),
                new People.NewPerson(at("paul"), "Paul Petit", "en", Set.of(new Grant(Role.EMPLOYEE, null)))));
        var file = done(bring(
                """
                Courriel;Prénom;Nom;Entité;Rôles;Langue;Fonction;Matricule
                %s;Hélène;Müller;%s;Responsable métier, %s@%s;français;Directrice;007
                %s;Paul;Petit;;;;Chef de projet;008
                """.formatted(at("helene"), "annuaire " + tag, "LEGAL", code, at("PAUL")),
                Charset.forName("windows-1252")));
        assertThat(file.ignored()).containsExactly("Matricule");
        assertThat(file.count(Effect.NEW)).isEqualTo(1);
        assertThat(file.count(Effect.CHANGED)).isEqualTo(1);
        assertThat(file.count(Effect.REFUSED)).isZero();
        assertThat(known(at("helene"))).as("nothing yet").isEmpty();

        var applied = applied(file, false);
        assertThat(applied.state()).isEqualTo(DirectoryImport.State.APPLIED);
        assertThat(applied.left()).isZero();
        var helene = person(at("helene"));
        assertThat(helene.name()).isEqualTo("Hélène Müller");
        assertThat(helene.language()).isEqualTo("fr");
        assertThat(helene.title()).isEqualTo("Directrice");
        assertThat(helene.state()).isEqualTo(Person.State.INVITED);
        assertThat(helene.grants())
                .containsExactlyInAnyOrder(new Grant(Role.BUSINESS_OWNER, unit), new Grant(Role.LEGAL, unit));
        var paul = people.find(Actor.system(), known.id()).orElseThrow();
        assertThat(paul.title()).isEqualTo("Chef de projet");
        assertThat(paul.language()).isEqualTo("en");
        assertThat(paul.grants()).containsExactly(new Grant(Role.EMPLOYEE, null));
        assertThat(reasons(imports.apply(boss, file.id(), false))).containsExactly("identity.directory.appliedAlready");
        assertThat(jdbc.sql(
                                "select action from audit.event where subject_type = 'directory' and subject_id = :id order by seq")
                        .param("id", String.valueOf(file.id()))
                        .query(String.class)
                        .list())
                .containsExactly("directory.checked", "directory.applied");
        // The same file again says nothing new.
        var again = brought("e-mail,name,title\n%s,Hélène Müller,Directrice\n".formatted(at("helene")));
        assertThat(rows(again, Effect.SAME)).hasSize(1);

        var invited = done(imports.invite(boss, file.id()));
        assertThat(invited).singleElement().satisfies(i -> {
            assertThat(i.email()).isEqualTo(at("helene"));
            assertThat(people.invited(i.link().secret())).isPresent();
        });
        done(imports.invite(boss, file.id()));
        assertThat(people.invited(invited.getFirst().link().secret()))
                .as("made again")
                .isEmpty();
    }

    @Test
    void everyProblemIsNamedWithItsRowColumnValueAndMend() {
        var closed = accounts().person(new Grant(Role.EMPLOYEE, null));
        done(people.disable(Actor.system(), closed.id(), closed.version(), null));
        String text = """
                email,name,unit,roles,language,title
                not an address,Nobody,,,,
                ,No Address,,,,
                %1$s,Twice One,,EMPLOYEE,,
                %1$s,Twice Two,,EMPLOYEE,,
                %2$s,,,EMPLOYEE,,
                %3$s,No Unit,NOWHERE-%6$s,EMPLOYEE,,
                %4$s,No Role,,KING,,
                %5$s,Too Much,,ADMINISTRATOR,,
                %7$s,Long Title,,EMPLOYEE,,%8$s
                %9$s,Klingon,,EMPLOYEE,tlh,
                %10$s,Closed One,,,,
                """.formatted(
                        at("twice"),
                        at("nameless"),
                        at("unitless"),
                        at("king"),
                        at("much"),
                        tag,
                        at("long"),
                        "x".repeat(121),
                        at("klingon"),
                        closed.email());
        var file = brought(text);
        var told = imports.telling(boss, file.id(), 0, 100).stream()
                .flatMap(r -> r.problems().stream())
                .filter(p -> p.severity() != SheetProblem.Severity.INFO)
                .map(p -> p.row() + p.letter() + " " + p.code().replaceAll("identity\\.(directory\\.)?", ""))
                .toList();
        assertThat(told)
                .containsExactly(
                        "2A email.shape",
                        "3A email.required",
                        "5A twice",
                        "6B name.required",
                        "7C unit",
                        "8D role",
                        "9D administrator",
                        "10F titleLong",
                        "11E language",
                        "12A closed");
        assertThat(file.count(Effect.REFUSED)).isEqualTo(8);
        assertThat(rows(file, Effect.NEW)).extracting(DirectoryRow::email).containsExactly(at("twice"), at("klingon"));

        Http http = Http.on(port()).as(accounts().token(administrator(), null)).with("Accept-Language", "en");
        var row = http.get("/api/v1/users/imports/" + file.id() + "/rows?effect=REFUSED&limit=5")
                .json()
                .path("items")
                .path(3)
                .path("problems")
                .path(0);
        assertThat(row.path("message").asString()).isNotEmpty();
        var page = Visit.signedIn(port(), administrator().email());
        String csv = page.get("/admin/people/imports/" + file.id() + "/problems.csv", "Accept-Language", "en")
                .text();
        assertThat(csv)
                .contains("KING")
                .contains("Use a name or a code of the list of roles.")
                .contains("NOWHERE");
        applied(file, false);
        assertThat(known(at("much"))).isEmpty();
        assertThat(person(at("klingon")).language()).isNull();
        assertThat(people.find(Actor.system(), closed.id()).orElseThrow().state())
                .isEqualTo(Person.State.DISABLED);
    }

    @Test
    void whatIsNoListOfPeopleIsRefusedWithTheReason() {
        assertThat(reasons(bring("nom,service\nLéa,Achats\n", StandardCharsets.UTF_8)))
                .containsExactly("identity.directory.noEmail");
        assertThat(reasons(bring("email,service\nlea@example.org,Achats\n", StandardCharsets.UTF_8)))
                .containsExactly("identity.directory.noName");
        assertThat(bring("email,name\n", StandardCharsets.UTF_8)).isInstanceOf(Outcome.Refused.class);
        assertThat(bring("", StandardCharsets.UTF_8)).isInstanceOf(Outcome.Refused.class);
        String most = IntStream.rangeClosed(1, DirectoryImports.MOST_ROWS + 1)
                .mapToObj(i -> "p" + i + "@example.org,Person " + i)
                .collect(Collectors.joining("\n", "email,name\n", "\n"));
        assertThat(bring(most, StandardCharsets.UTF_8)).isInstanceOf(Outcome.Refused.class);
        Http employee = Http.on(port()).as(accounts().token(Role.EMPLOYEE));
        assertThat(employee.upload("/api/v1/users/imports", "a.csv", "email,name\n".getBytes(StandardCharsets.UTF_8))
                        .status())
                .isEqualTo(403);
        assertThat(reasons(imports.apply(boss, 0, false))).containsExactly("identity.directory.notFound");
    }

    @Test
    void whoIsMissingIsListedClosedOnlyIfAskedAndOpenedAgainByTheUndo() {
        var gone = accounts().person(new Grant(Role.EMPLOYEE, null));
        var other = accounts().person(new Grant(Role.ADMINISTRATOR, null));
        // Everybody else is in the file, so that this test closes nobody else's account.
        String everybody = people
                .list(Actor.system(), new io.sextant.app.identity.PeopleQuery(null, null, null, null), null, 0, 5_000)
                .people()
                .stream()
                .filter(p -> p.id() != gone.id()
                        && p.id() != other.id()
                        && p.id() != administrator().id())
                .map(p -> p.email() + "," + p.name().replace(",", " "))
                .collect(Collectors.joining("\n"));
        String text = "email,name,roles\n" + everybody.lines().map(l -> l + ",").collect(Collectors.joining("\n"))
                + "\n" + at("new") + ",New One,EMPLOYEE\n";
        var file = brought(text);
        assertThat(rows(file, Effect.MISSING)).extracting(DirectoryRow::userId).containsExactly(gone.id());
        assertThat(rows(file, Effect.SPARED))
                .extracting(DirectoryRow::userId)
                .contains(other.id(), administrator().id());
        applied(file, true);
        assertThat(people.find(Actor.system(), gone.id()).orElseThrow().state()).isEqualTo(Person.State.DISABLED);
        assertThat(people.find(Actor.system(), other.id()).orElseThrow().state())
                .isEqualTo(Person.State.ACTIVE);
        var undone = undone(file);
        assertThat(undone.state()).isEqualTo(DirectoryImport.State.UNDONE);
        assertThat(people.find(Actor.system(), gone.id()).orElseThrow().state()).isEqualTo(Person.State.ACTIVE);
        assertThat(person(at("new")).state()).isEqualTo(Person.State.DISABLED);
        assertThat(reasons(imports.undo(boss, file.id()))).containsExactly("identity.directory.notApplied");
        assertThat(reasons(imports.invite(boss, file.id()))).containsExactly("identity.directory.notApplied");
    }

    @Test
    void whatChangedMeanwhileIsLeftAndTold() {
        var paul = accounts().person(new Grant(Role.EMPLOYEE, null));
        var lea = accounts().person(new Grant(Role.EMPLOYEE, null));
        String text = "email,name,roles\n%s,Paul New,LEGAL\n%s,Lea New,LEGAL\n%s,Nina,EMPLOYEE\n"
                .formatted(paul.email(), lea.email(), at("nina"));
        var file = brought(text);
        var now = people.find(Actor.system(), paul.id()).orElseThrow();
        done(people.edit(Actor.system(), paul.id(), now.version(), new People.Edit(null, "Paul Himself", null)));
        done(people.create(Actor.system(), new People.NewPerson(at("nina"), "Nina First", null, Set.of())));
        var applied = applied(file, false);
        assertThat(applied.left()).isEqualTo(2);
        assertThat(people.find(Actor.system(), paul.id()).orElseThrow().name()).isEqualTo("Paul Himself");
        assertThat(person(at("nina")).name()).isEqualTo("Nina First");
        var changed = people.find(Actor.system(), lea.id()).orElseThrow();
        assertThat(changed.name()).isEqualTo("Lea New");
        assertThat(changed.grants()).containsExactly(new Grant(Role.LEGAL, null));
        assertThat(rows(file, Effect.CHANGED).getFirst().problems())
                .extracting(SheetProblem::code)
                .contains("identity.directory.changedSince");
        undone(file);
        var back = people.find(Actor.system(), lea.id()).orElseThrow();
        assertThat(back.name()).isEqualTo(lea.name());
        assertThat(back.grants()).containsExactly(new Grant(Role.EMPLOYEE, null));

        var second = brought("email,name\n%s,Lea Again\n".formatted(lea.email()));
        applied(second, false);
        var later = people.find(Actor.system(), lea.id()).orElseThrow();
        done(people.edit(Actor.system(), lea.id(), later.version(), new People.Edit(null, "Lea Herself", null)));
        assertThat(undone(second).left()).isEqualTo(1);
        assertThat(people.find(Actor.system(), lea.id()).orElseThrow().name()).isEqualTo("Lea Herself");
    }

    @Test
    void aFileTouchesNeitherTheAdministratorsRoleNorOnesOwn() {
        var other = accounts().person(new Grant(Role.ADMINISTRATOR, null));
        var file = brought("email,name,roles\n%s,%s,LEGAL\n%s,%s,LEGAL\n"
                .formatted(administrator().email(), administrator().name(), other.email(), other.name()));
        applied(file, false);
        assertThat(people.find(Actor.system(), administrator().id())
                        .orElseThrow()
                        .grants())
                .containsExactly(new Grant(Role.ADMINISTRATOR, null));
        assertThat(people.find(Actor.system(), other.id()).orElseThrow().grants())
                .containsExactlyInAnyOrder(new Grant(Role.ADMINISTRATOR, null), new Grant(Role.LEGAL, null));
    }

    @Test
    void whatAColumnSaysIsChosenByHandAndRememberedForTheNextFile() {
        String text = "Login %1$s;Qui %1$s;Courriel\n%2$s;Léa Moreau;not.hers@example.org\n".formatted(tag, at("lea"));
        var file = done(taken(text, StandardCharsets.UTF_8));
        assertThat(file.state()).isEqualTo(DirectoryImport.State.BROUGHT);
        assertThat(file.rows()).isEqualTo(1);
        assertThat(file.columns()).extracting(Column::field).containsExactly(null, null, DirectoryField.EMAIL);
        assertThat(file.columns().getFirst().samples()).containsExactly(at("lea"));
        assertThat(reasons(imports.apply(boss, file.id(), false))).containsExactly("identity.directory.notChecked");
        assertThat(reasons(checked(file, Arrays.asList(null, null, DirectoryField.EMAIL))))
                .containsExactly("identity.directory.noName");
        assertThat(reasons(
                        checked(file, Arrays.asList(DirectoryField.EMAIL, DirectoryField.NAME, DirectoryField.EMAIL))))
                .containsExactly("identity.directory.columnTwice");
        assertThat(reasons(checked(file, List.of()))).containsExactly("identity.directory.noEmail");
        var read = done(checked(file, Arrays.asList(DirectoryField.EMAIL, DirectoryField.NAME, null)));
        assertThat(rows(read, Effect.NEW)).extracting(DirectoryRow::email).containsExactly(at("lea"));
        // Said otherwise, it is read anew.
        var again = done(checked(read, Arrays.asList(null, DirectoryField.NAME, DirectoryField.EMAIL)));
        assertThat(rows(again, Effect.NEW)).extracting(DirectoryRow::email).containsExactly("not.hers@example.org");
        done(checked(again, Arrays.asList(DirectoryField.EMAIL, DirectoryField.NAME, null)));

        var next = done(taken(text, StandardCharsets.UTF_8));
        assertThat(next.columns())
                .extracting(Column::field, Column::remembered)
                .containsExactly(
                        tuple(DirectoryField.EMAIL, true), tuple(DirectoryField.NAME, true), tuple(null, true));
        // What a heading is known for is proposed again once that was chosen again.
        done(checked(next, Arrays.asList(null, DirectoryField.NAME, DirectoryField.EMAIL)));
        assertThat(done(taken("Courriel\nx@example.org\n", StandardCharsets.UTF_8))
                        .columns()
                        .getFirst())
                .extracting(Column::field, Column::remembered)
                .containsExactly(DirectoryField.EMAIL, false);
        done(imports.discard(boss, next.id()));
        assertThat(imports.find(boss, next.id())).isEmpty();
        assertThat(reasons(imports.discard(boss, next.id()))).containsExactly("identity.directory.notFound");
    }

    @Test
    void thePageKeepsWhatWasChosenWhenItCannotBeRead() {
        var file = done(taken("Login,Nom complet\n%s,Léa Moreau\n".formatted(at("lea")), StandardCharsets.UTF_8));
        var visit = Visit.signedIn(port(), administrator().email());
        String page = "/admin/people/imports/" + file.id();
        assertThat(visit.get(page, "Accept-Language", "en").text())
                .contains("What each column says", at("lea"), "Known by its heading");
        var refused = visit.post(page + "/columns", Map.of("c0", "TITLE", "c1", "NAME"), "Accept-Language", "en");
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text())
                .contains("No column holds e-mail addresses", "<option value=\"TITLE\" selected>Title");
        assertThat(visit.post(page + "/columns", Map.of("c0", "KING", "c1", "NAME"))
                        .status())
                .isEqualTo(422);
        assertThat(visit.post(page + "/columns", Map.of("c0", "EMAIL", "c1", "NAME"))
                        .status())
                .isEqualTo(302);
        imports.await(boss, file.id(), Duration.ofMinutes(1));
        assertThat(visit.get(page, "Accept-Language", "en").text()).contains("Léa Moreau", "Change the columns");
        assertThat(visit.get(page + "/progress").status()).isEqualTo(302);
        assertThat(visit.post(page + "/discard", Map.of()).header("Location")).endsWith("/admin/people/imports");
        assertThat(visit.get(page).status()).isEqualTo(404);
    }

    @Test
    void aFileThatWasCutShortGoesOnWhereItStoodAndNobodyIsMadeTwice() {
        var file = brought(IntStream.range(0, 250)
                .mapToObj(i -> at("cut" + i) + ",Cut " + i)
                .collect(Collectors.joining("\n", "email,name\n", "\n")));
        // As the end of the server leaves it: some rows done, the work marked, the file under way.
        long job = jobs.start("test.cut", boss.id(), progress -> {
            throw new Jobs.Failure("identity.directory.interrupted");
        });
        jobs.await(job, Duration.ofMinutes(1));
        var first = done(people.create(boss, new People.NewPerson(at("cut0"), "Cut 0", null, Set.of())));
        jdbc.sql("""
                        update identity.directory_row set outcome = 'DONE', user_id = :user, version = :version
                        where import_id = :id and seq = 1
                        """)
                .param("user", first.id())
                .param("version", first.version())
                .param("id", file.id())
                .update();
        jdbc.sql("update identity.directory_import set state = 'APPLYING', job_id = :job where id = :id")
                .param("job", job)
                .param("id", file.id())
                .update();
        assertThat(imports.find(boss, file.id()).orElseThrow().cutShort()).isTrue();
        String page = "/admin/people/imports/" + file.id();
        var visit = Visit.signedIn(port(), administrator().email());
        assertThat(visit.get(page, "Accept-Language", "en").text())
                .contains("The file was not carried out to its end", "What was done stays", "Go on");
        assertThat(reasons(imports.discard(boss, file.id()))).containsExactly("identity.directory.appliedAlready");
        var applied = applied(file, false);
        assertThat(applied.state()).isEqualTo(DirectoryImport.State.APPLIED);
        assertThat(applied.left()).isZero();
        assertThat(person(at("cut249")).state()).isEqualTo(Person.State.INVITED);
        assertThat(jdbc.sql("select count(*) from identity.directory_file where import_id = :id")
                        .param("id", file.id())
                        .query(Long.class)
                        .single())
                .as("the file is not kept longer than it is needed")
                .isZero();
        undone(file);
        assertThat(person(at("cut0")).state()).isEqualTo(Person.State.DISABLED);
        assertThat(person(at("cut249")).state()).isEqualTo(Person.State.DISABLED);
    }

    @Test
    void tenThousandPeopleAreReadAndMadeInTheBackgroundWhileOthersWork() {
        String text = IntStream.range(0, DirectoryImports.MOST_ROWS)
                .mapToObj(i -> at("many" + i) + ",Many " + i + ",EMPLOYEE")
                .collect(Collectors.joining("\n", "email,name,roles\n", "\n"));
        var file = done(taken(text, StandardCharsets.UTF_8));
        var begun = done(imports.check(boss, file.id(), proposed(file)));
        assertThat(begun.work()).isNotNull();
        var read = imports.await(boss, file.id(), Duration.ofMinutes(2)).orElseThrow();
        assertThat(read.count(Effect.NEW)).isEqualTo(DirectoryImports.MOST_ROWS);
        done(imports.apply(boss, file.id(), false));
        assertThat(reasons(imports.apply(boss, file.id(), false))).containsExactly("identity.directory.working");
        // Somebody else's account is changed meanwhile, in a moment.
        var other = accounts().person(new Grant(Role.EMPLOYEE, null));
        assertThat(imports.find(boss, file.id()).orElseThrow().state())
                .as("it was not waited for")
                .isEqualTo(DirectoryImport.State.APPLYING);
        done(people.disable(Actor.system(), other.id(), other.version(), null));
        var applied = imports.await(boss, file.id(), Duration.ofMinutes(4)).orElseThrow();
        assertThat(applied.state()).isEqualTo(DirectoryImport.State.APPLIED);
        assertThat(applied.left()).isZero();
        // Other tests count people.
        for (String delete : List.of(
                "delete from identity.user_grant where user_id in (select id from identity.user_account where email like :many)",
                "delete from identity.user_account where email like :many")) {
            jdbc.sql(delete).param("many", "many%." + tag + "@example.org").update();
        }
    }

    @Test
    void theApiBringsCarriesOutInvitesAndTakesBack() {
        Http http = Http.on(port()).as(accounts().token(administrator(), null)).with("Accept-Language", "en");
        var refused = http.upload("/api/v1/users/imports", "a.csv", "a,b\n1,2\n".getBytes(StandardCharsets.UTF_8));
        assertThat(refused.status()).as(refused.toString()).isEqualTo(422);
        assertThat(refused.text()).contains("No column holds e-mail addresses");
        var brought = http.upload(
                "/api/v1/users/imports",
                "people.csv",
                "email\tname\troles\n%s\tZoé Api\tEMPLOYEE\n"
                        .formatted(at("zoe"))
                        .getBytes(StandardCharsets.UTF_16));
        assertThat(brought.status()).as(brought.toString()).isEqualTo(201);
        String at = "/api/v1/users/imports/" + brought.json().path("id").asLong();
        assertThat(http.get(at).json().path("counts").path("NEW").asInt()).isEqualTo(1);
        assertThat(http.post(at + "/apply", Map.of()).json().path("state").asString())
                .isEqualTo("APPLIED");
        var invited = http.post(at + "/invitations", Map.of()).json().path("items");
        assertThat(invited.path(0).path("link").asString()).contains("/invitation?link=");
        assertThat(http.post(at + "/apply", Map.of("closeMissing", true)).status())
                .isEqualTo(422);
        assertThat(http.post(at + "/undo", Map.of()).json().path("state").asString())
                .isEqualTo("UNDONE");
        var unread = http.upload(
                "/api/v1/users/imports?check=false",
                "logins.csv",
                "login,name\n%s,Noé Api\n".formatted(at("noe")).getBytes(StandardCharsets.UTF_8));
        assertThat(unread.json().path("state").asString()).isEqualTo("BROUGHT");
        String second = "/api/v1/users/imports/" + unread.json().path("id").asLong();
        assertThat(http.post(second + "/check", Map.of("columns", Map.of("EMAIL", "mail", "NAME", "name")))
                        .text())
                .contains("The file has no column mail");
        assertThat(http.post(second + "/check", Map.of("columns", Map.of("EMAIL", "login", "NAME", "name")))
                        .json()
                        .path("counts")
                        .path("NEW")
                        .asInt())
                .isEqualTo(1);
        assertThat(http.delete(second).status()).isEqualTo(204);
        assertThat(http.delete(second).status()).isEqualTo(404);
        assertThat(http.get("/api/v1/users/imports/0").status()).isEqualTo(404);
        assertThat(person(at("zoe")).state()).isEqualTo(Person.State.DISABLED);
    }

    static Stream<Look> looks() {
        return Stream.of(Look.USUAL, Look.USUAL.in(Lang.EN).dark(), Look.USUAL.phone());
    }

    @ParameterizedTest
    @MethodSource("looks")
    void anAdministratorBringsTheFileSeesWhatItDoesAndCarriesItOut(Look look) {
        String mark = UUID.randomUUID().toString().substring(0, 8);
        Page page = open(administrator(), "/admin/people", look);
        page.locator("a[href='/admin/people/imports']").click();
        axe(page);
        screenshot(page, "directory-new-" + look);
        String csv = """
                email;nom complet;entité;rôles;fonction
                a%1$s@example.org;Anaïs Berger;%2$s;EMPLOYEE;Acheteuse
                b%1$s@example.org;Bruno Caron;%2$s;Juridique;Juriste
                c%1$s@example.org;Chloé Denis;INCONNUE;EMPLOYEE;
                d%1$s@example.org;David Étienne;;ROI;
                """.formatted(mark, code);
        page.locator("input[type=file]")
                .setInputFiles(new FilePayload("annuaire.csv", "text/csv", csv.getBytes(StandardCharsets.UTF_8)));
        page.locator("form .btn-main").click();
        page.locator("select[name=c0]").waitFor();
        assertThat(page.locator("select[name=c0]").inputValue()).isEqualTo("EMAIL");
        axe(page);
        screenshot(page, "directory-columns-" + look);
        page.locator("button[form=columns]").click();
        page.locator("form[action$='/apply'] button").waitFor();
        axe(page);
        screenshot(page, "directory-checked-" + look);
        assertThat(page.content()).contains("INCONNUE").contains("ROI").contains("Anaïs Berger");
        page.locator("form[action$='/apply'] button").click();
        page.locator("form[action$='/undo']").waitFor();
        axe(page);
        screenshot(page, "directory-applied-" + look);
        var file = page.waitForDownload(
                () -> page.locator("form[action$='/invitations'] button").click());
        assertThat(file.suggestedFilename()).startsWith("invitations");
        assertThat(people.list(
                                Actor.system(),
                                new io.sextant.app.identity.PeopleQuery(mark, null, null, null),
                                null,
                                0,
                                10)
                        .people())
                .hasSize(2);
    }
}
