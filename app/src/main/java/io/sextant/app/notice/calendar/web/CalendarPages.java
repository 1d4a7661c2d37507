package io.sextant.app.notice.calendar.web;

import io.sextant.app.identity.Actor;
import io.sextant.app.identity.Open;
import io.sextant.app.identity.SignedIn;
import io.sextant.app.identity.Site;
import io.sextant.app.notice.calendar.Calendars;
import io.sextant.app.platform.ui.Toast;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/// The calendar of whoever is signed in: its address, and the feed that opens to whoever knows it.
@Controller
public class CalendarPages {
    private final Calendars calendars;
    private final Site site;

    CalendarPages(Calendars calendars, Site site) {
        this.calendars = calendars;
        this.site = site;
    }

    /// What the page shows.
    ///
    /// @param address the address that was just made, shown this once
    public record Page(
            Calendars.@Nullable State state, @Nullable String address) {}

    @GetMapping("/account/calendar")
    @SignedIn
    ModelAndView calendar(Actor actor) {
        return page(new Page(calendars.of(actor).orElse(null), null));
    }

    private static ModelAndView page(Page page) {
        return new ModelAndView("notice/calendar/web/calendar", "page", page);
    }

    @PostMapping("/account/calendar")
    @SignedIn
    ModelAndView make(Actor actor, HttpServletRequest request) {
        String address = address(calendars.make(actor), request);
        return page(new Page(calendars.of(actor).orElse(null), address));
    }

    @PostMapping("/account/calendar/revoke")
    @SignedIn
    String revoke(Actor actor, RedirectAttributes redirect) {
        calendars.revoke(actor);
        Toast.done("notice.calendar.revoked").on(redirect);
        return "redirect:/account/calendar";
    }

    private String address(String secret, HttpServletRequest request) {
        String path = "/calendar/" + secret + ".ics";
        return site.address(path).orElseGet(() -> {
            int port = request.getServerPort();
            boolean usual = port == (request.isSecure() ? 443 : 80);
            return request.getScheme() + "://" + request.getServerName() + (usual ? "" : ":" + port) + path;
        });
    }

    /// Reads the calendar behind a secret address.
    @GetMapping("/calendar/{secret}.ics")
    @ResponseBody
    @Open
    ResponseEntity<byte[]> readCalendar(@PathVariable String secret) {
        return calendars
                .read(secret)
                .map(text -> ResponseEntity.ok()
                        .header("Content-Type", "text/calendar; charset=utf-8")
                        .header("Content-Disposition", "inline; filename=\"sextant.ics\"")
                        .header("X-Robots-Tag", "noindex")
                        .cacheControl(CacheControl.noStore())
                        .body(text.getBytes(StandardCharsets.UTF_8)))
                .orElseGet(() -> ResponseEntity.status(HttpStatus.NOT_FOUND).build());
    }

    /// Reads whether the caller has a calendar address.
    @GetMapping(path = "/api/v1/calendar", produces = "application/json")
    @ResponseBody
    @SignedIn
    CalendarView readCalendarState(Actor actor) {
        Calendars.State state = calendars.of(actor).orElse(null);
        return new CalendarView(state == null ? null : state.madeAt(), state == null ? null : state.readAt(), null);
    }

    /// Makes a new secret calendar address for the caller, told this once; the one before opens nothing any more.
    @PostMapping(path = "/api/v1/calendar", produces = "application/json")
    @ResponseBody
    @ResponseStatus(HttpStatus.CREATED)
    @SignedIn
    CalendarView makeCalendar(Actor actor, HttpServletRequest request) {
        String address = address(calendars.make(actor), request);
        return new CalendarView(calendars.of(actor).map(Calendars.State::madeAt).orElse(null), null, address);
    }

    /// Takes the caller's calendar address away.
    @DeleteMapping("/api/v1/calendar")
    @ResponseBody
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @SignedIn
    void revokeCalendar(Actor actor) {
        calendars.revoke(actor);
    }

    /// A calendar address.
    ///
    /// @param madeAt absent where there is none
    /// @param readAt when a program last read it
    /// @param address only in answer to making it
    record CalendarView(
            @Nullable Instant madeAt,
            @Nullable Instant readAt,
            @Nullable String address) {}
}
