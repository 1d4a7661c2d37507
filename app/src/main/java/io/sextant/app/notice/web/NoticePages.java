package io.sextant.app.notice.web;

import io.sextant.app.identity.Actor;
import io.sextant.app.identity.SignedIn;
import io.sextant.app.notice.Notice;
import io.sextant.app.notice.Notices;
import io.sextant.app.notice.Wording;
import io.sextant.app.platform.ui.Pager;
import io.sextant.app.platform.ui.Toast;
import io.sextant.app.platform.ui.Ui;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/// The notices of whoever is signed in.
@Controller
public class NoticePages {
    private static final int SIZE = 30;

    private final Notices notices;
    private final Wording wording;

    NoticePages(Notices notices, Wording wording) {
        this.notices = notices;
        this.wording = wording;
    }

    /// What the page shows.
    ///
    /// @param all whether those already read are there too
    /// @param unread how many are unread
    /// @param latest the number of the latest notice shown; 0 when there is none
    public record Page(List<Notice> notices, boolean all, long unread, long latest, Pager pager, Wording wording) {
        /// The words of a notice.
        public String text(Notice notice, Ui ui) {
            return wording.text(ui.language(), notice.key(), notice.args());
        }

        /// The tone of its kind.
        public static String tone(Notice notice) {
            return switch (notice.kind()) {
                case ESCALATION, SIGNATURE_FELL, INSTALLATION -> "no";
                case REQUEST, QUESTION, SIGNATURE_EXPECTED, APPEAL, ACTION, WAIVER_ENDING, CONCERN -> "wait";
                case DECISION, APPEAL_ANSWERED, REPLY, CONCERN_ANSWERED -> "go";
                case COMMENT, MENTION -> "plain";
            };
        }
    }

    @GetMapping("/notices")
    @SignedIn
    ModelAndView notices(
            Actor actor,
            @RequestParam(required = false) @Nullable String show,
            @RequestParam(required = false) @Nullable String page) {
        boolean all = "all".equals(show);
        int number = page != null && page.matches("[1-9][0-9]{0,5}") ? Integer.parseInt(page) : 1;
        var pager = new Pager(number, SIZE, notices.count(actor, !all));
        List<Notice> shown = notices.of(actor, !all, null, SIZE, pager.offset());
        long latest = notices.of(actor, false, null, 1, 0).stream()
                .mapToLong(Notice::id)
                .findFirst()
                .orElse(0);
        return new ModelAndView(
                "notice/web/notices", "page", new Page(shown, all, notices.unread(actor), latest, pager, wording));
    }

    /// Opens what a notice is about.
    @GetMapping("/notices/{id}")
    @SignedIn
    String open(Actor actor, @PathVariable long id) {
        return notices.read(actor, id)
                .map(n -> "redirect:" + n.link())
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }

    @PostMapping("/notices/{id}/read")
    @SignedIn
    String read(Actor actor, @PathVariable long id, RedirectAttributes redirect) {
        if (notices.read(actor, id).isEmpty()) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND);
        }
        Toast.done("notice.read.done").undo("/notices/" + id + "/unread").on(redirect);
        return "redirect:/notices";
    }

    @PostMapping("/notices/{id}/unread")
    @SignedIn
    String unread(Actor actor, @PathVariable long id) {
        if (notices.unread(actor, id).isEmpty()) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND);
        }
        return "redirect:/notices";
    }

    @PostMapping("/notices/read")
    @SignedIn
    String readAll(Actor actor, @RequestParam(defaultValue = "0") long upTo, RedirectAttributes redirect) {
        Toast.done("notice.readAll.done", String.valueOf(notices.readAll(actor, upTo)))
                .on(redirect);
        return "redirect:/notices";
    }
}
