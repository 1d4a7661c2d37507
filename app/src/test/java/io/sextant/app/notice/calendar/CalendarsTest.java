package io.sextant.app.notice.calendar;

import static io.sextant.app.testing.Accounts.done;
import static org.assertj.core.api.Assertions.assertThat;

import io.sextant.app.demand.Content;
import io.sextant.app.demand.UseCaseId;
import io.sextant.app.demand.UseCases;
import io.sextant.app.demand.gating.Gates;
import io.sextant.app.identity.Actor;
import io.sextant.app.identity.Actors;
import io.sextant.app.identity.Grant;
import io.sextant.app.identity.People;
import io.sextant.app.identity.Person;
import io.sextant.app.identity.Role;
import io.sextant.app.identity.Units;
import io.sextant.app.kernel.Who;
import io.sextant.app.testing.Accounts;
import io.sextant.app.testing.Http;
import io.sextant.app.testing.SextantTest;
import io.sextant.app.testing.Visit;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The calendar as a calendar program reads it.
@SextantTest
class CalendarsTest {
    @Autowired
    private Gates gates;

    @Autowired
    private UseCases useCases;

    @Autowired
    private Units units;

    @Autowired
    private People people;

    @Autowired
    private Actors actors;

    @Autowired
    private Accounts accounts;

    @Autowired
    private JdbcClient jdbc;

    @LocalServerPort
    private int port;

    /// The properties of each event, as RFC 5545 says they are unfolded and unescaped.
    private static List<Map<String, String>> events(String calendar) {
        assertThat(calendar)
                .startsWith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:")
                .endsWith("END:VCALENDAR\r\n");
        assertThat(calendar.replace("\r\n", "")).doesNotContain("\n", "\r");
        for (String line : calendar.split("\r\n")) {
            assertThat(line.getBytes(StandardCharsets.UTF_8).length).as(line).isLessThanOrEqualTo(75);
        }
        var events = new ArrayList<Map<String, String>>();
        for (String line : calendar.replace("\r\n ", "").split("\r\n")) {
            if (line.equals("BEGIN:VEVENT")) {
                events.add(new LinkedHashMap<>());
            } else if (!events.isEmpty() && line.indexOf(':') > 0) {
                int colon = line.indexOf(':');
                events.getLast()
                        .putIfAbsent(
                                line.substring(0, colon),
                                line.substring(colon + 1)
                                        .replace("\\n", "\n")
                                        .replace("\\,", ",")
                                        .replace("\\;", ";")
                                        .replace("\\\\", "\\"));
            }
        }
        return events;
    }

    @Test
    void linesAreFoldedBetweenCharactersAndTextsEscaped() {
        var calendar = new ICalendar("Été, « hiver »", Instant.parse("2026-11-23T20:00:00Z"));
        String summary = "Écrire; relire, « é\\tudier »\net 🜨 ".repeat(9).strip();
        calendar.day("uid-1@sextant", LocalDate.of(2026, 12, 31), summary, "x", "https://sextant.example.org/a");
        Map<String, String> event = events(calendar.done()).getFirst();
        assertThat(event.get("SUMMARY")).isEqualTo(summary);
        assertThat(event)
                .containsEntry("UID", "uid-1@sextant")
                .containsEntry("DTSTAMP", "20261123T200000Z")
                .containsEntry("DTSTART;VALUE=DATE", "20261231")
                .containsEntry("DTEND;VALUE=DATE", "20270101");
    }

    @Test
    void aCalendarProgramReadsTheDaysWithoutASessionUntilTheAddressIsTakenAway() {
        String tag = UUID.randomUUID().toString().substring(0, 8);
        long unit = done(units.create(
                        Actor.system(), new Units.NewUnit("C" + tag.toUpperCase(Locale.ROOT), "F", "E", null)))
                .id();
        Person decider = accounts.person(new Grant(Role.CIO, unit));
        Actor asks = accounts.actor(new Grant(Role.AI_OFFICE, unit));
        UseCaseId id = done(useCases.propose(
                        asks, Content.titled("en", "Sort letters, fast; " + tag).withUnit(unit), null))
                .id();
        LocalDate promised =
                done(gates.ask(asks, id, null)).open().orElseThrow().promised();
        Actor actor = actors.find(decider.id(), Who.Channel.WEB).orElseThrow();
        LocalDate until = gates.today().plusDays(20);
        jdbc.sql("""
                        insert into demand.gate_waiver (use_case_id, criterion, role, from_day, until_day, reason, at, by_id, by_name)
                        values (:key, 'pilot-security', 'SECURITY', current_date, :until, 'For now', now(), :by, 'X')
                        """)
                .param("key", useCases.find(actor, id).orElseThrow().key())
                .param("until", until)
                .param("by", decider.id())
                .update();
        Visit visit = Visit.signedIn(port, decider.email());
        String page = visit.post("/account/calendar", Map.of(), "Accept-Language", "en")
                .text();
        String path = page.replaceAll("(?s).*(/calendar/[\\w-]{43}\\.ics).*", "$1");
        assertThat(path).startsWith("/calendar/").hasSize("/calendar/.ics".length() + 43);
        assertThat(visit.get("/account/calendar").text()).doesNotContain(".ics");
        var read = Http.on(port).get(path);
        assertThat(read.status()).isEqualTo(200);
        assertThat(read.header("Content-Type")).isEqualTo("text/calendar;charset=utf-8");
        assertThat(read.header("Cache-Control")).contains("no-store");
        assertThat(read.header("Set-Cookie")).isEmpty();
        List<Map<String, String>> events = events(read.text());
        assertThat(events).hasSize(2);
        assertThat(events.getFirst().get("SUMMARY")).contains("Sort letters, fast; " + tag);
        assertThat(events.getFirst())
                .containsEntry("DTSTART;VALUE=DATE", DateTimeFormatter.BASIC_ISO_DATE.format(promised));
        assertThat(events.getLast())
                .containsEntry("DTSTART;VALUE=DATE", DateTimeFormatter.BASIC_ISO_DATE.format(until));
        assertThat(events(Http.on(port).get(path).text()))
                .extracting(e -> e.get("UID"))
                .as("stays the same")
                .isEqualTo(events.stream().map(e -> e.get("UID")).toList());
        Http http = Http.on(port).as(accounts.token(decider, null));
        assertThat(http.get("/api/v1/calendar").json().path("readAt").isNull()).isFalse();
        String other =
                http.post("/api/v1/calendar", Map.of()).json().path("address").asString();
        assertThat(Http.on(port).get(path).status()).as("the one before").isEqualTo(404);
        String fresh = other.substring(other.indexOf("/calendar/"));
        assertThat(Http.on(port).get(fresh).status()).isEqualTo(200);
        assertThat(http.delete("/api/v1/calendar").status()).isEqualTo(204);
        assertThat(Http.on(port).get(fresh).status()).isEqualTo(404);
        assertThat(Http.on(port).get("/calendar/nonsense.ics").status()).isEqualTo(404);
    }

    @Test
    void aClosedAccountHasNoCalendar() {
        Person person = accounts.person(new Grant(Role.EMPLOYEE, null));
        Http http = Http.on(port).as(accounts.token(person, null));
        String address =
                http.post("/api/v1/calendar", Map.of()).json().path("address").asString();
        String path = address.substring(address.indexOf("/calendar/"));
        assertThat(Http.on(port).get(path).status()).isEqualTo(200);
        Person now = people.find(Actor.system(), person.id()).orElseThrow();
        assertThat(people.disable(Actor.system(), now.id(), now.version(), null))
                .isInstanceOf(io.sextant.app.kernel.Outcome.Done.class);
        assertThat(Http.on(port).get(path).status()).isEqualTo(404);
    }
}
