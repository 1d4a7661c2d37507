package io.sextant.app.notice.mail.web;

import io.sextant.app.identity.Actor;
import io.sextant.app.identity.Needs;
import io.sextant.app.identity.Permission;
import io.sextant.app.identity.Site;
import io.sextant.app.kernel.Outcome;
import io.sextant.app.kernel.Reason;
import io.sextant.app.notice.mail.MailSettings;
import io.sextant.app.notice.mail.Post;
import io.sextant.app.platform.rest.Answers;
import io.sextant.app.platform.trust.Doubt;
import io.sextant.app.platform.ui.NavEntry;
import io.sextant.app.platform.ui.Section;
import io.sextant.app.platform.ui.Toast;
import io.sextant.app.platform.ui.Ui;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/// How e-mail goes, for the administrator, as a page and through the API.
@Controller
public class MailPages {
    private final Post post;
    private final Site site;

    MailPages(Post post, Site site) {
        this.post = post;
        this.site = site;
    }

    @Bean
    static NavEntry mailEntry() {
        return new NavEntry(
                Section.ADMIN, "notice.nav.mail", "mail", "/admin/mail", Permission.MANAGE_SETTINGS.name(), 40);
    }

    /// What the page shows.
    ///
    /// @param linked whether letters can lead back: Sextant was told its own address
    public record Page(MailSettings settings, Post.Counts counts, List<Post.Trouble> troubles, boolean linked) {}

    @GetMapping("/admin/mail")
    @Needs(Permission.MANAGE_SETTINGS)
    ModelAndView mail(Actor actor, Ui ui) {
        return new ModelAndView(
                "notice/mail/web/mail",
                "page",
                new Page(post.settings(), post.counts(actor), troubles(actor, ui), site.url() != null));
    }

    /// What was not sent, with why in the reader's words where it lies in the server's certificate.
    private List<Post.Trouble> troubles(Actor actor, Ui ui) {
        return post.troubles(actor).stream()
                .map(t -> Doubt.says(t.error()) && ui.has(t.error()) ? t.withError(ui.t(t.error())) : t)
                .toList();
    }

    @PostMapping("/admin/mail/test")
    @Needs(Permission.MANAGE_SETTINGS)
    String test(Actor actor, Ui ui, RedirectAttributes redirect) {
        switch (post.test(actor)) {
            case Outcome.Done<String>(String to) ->
                Toast.done("notice.mail.test.sent", to).on(redirect);
            case Outcome.Refused<String>(List<Reason> reasons) ->
                Toast.fault(
                                reasons.getFirst().code(),
                                reasons.getFirst().args().stream()
                                        .map(String::valueOf)
                                        .toArray(String[]::new))
                        .on(redirect);
            case Outcome.Stale<String> _ -> throw new IllegalStateException("a letter has no version");
        }
        return "redirect:/admin/mail";
    }

    @PostMapping("/admin/mail/revive")
    @Needs(Permission.MANAGE_SETTINGS)
    String revive(Actor actor, @RequestParam(required = false) @Nullable Long mail, RedirectAttributes redirect) {
        Toast.done("notice.mail.revived", String.valueOf(post.revive(actor, mail)))
                .on(redirect);
        return "redirect:/admin/mail";
    }

    /// Reads how e-mail goes: the server, how many letters stand where, and those that could not be sent.
    @GetMapping(path = "/api/v1/mail", produces = "application/json")
    @ResponseBody
    @Needs(Permission.MANAGE_SETTINGS)
    MailView readMail(Actor actor, Ui ui) {
        MailSettings settings = post.settings();
        return new MailView(
                settings.on(),
                settings.host(),
                settings.port(),
                settings.from(),
                settings.security(),
                post.counts(actor),
                troubles(actor, ui));
    }

    /// Sends a letter to the caller at once, to see whether it arrives.
    @PostMapping(path = "/api/v1/mail/test", produces = "application/json")
    @ResponseBody
    @Needs(Permission.MANAGE_SETTINGS)
    Tested testMail(Actor actor) {
        return new Tested(Answers.done(post.test(actor)));
    }

    /// Sends letters again that were given up: one of them, or all.
    @PostMapping(path = "/api/v1/mail/revive", produces = "application/json")
    @ResponseBody
    @Needs(Permission.MANAGE_SETTINGS)
    Revived reviveMail(Actor actor, @RequestBody(required = false) @Nullable Reviving body) {
        return new Revived(post.revive(actor, body == null ? null : body.mail()));
    }

    /// How e-mail goes.
    ///
    /// @param on whether a mail server is set up
    record MailView(
            boolean on,
            @Nullable String host,
            int port,
            String from,
            MailSettings.Security security,
            Post.Counts counts,
            List<Post.Trouble> troubles) {}

    /// A letter was sent.
    ///
    /// @param to the caller's address
    record Tested(String to) {}

    /// A letter that was given up; absent for all.
    record Reviving(@Nullable Long mail) {}

    /// How many letters are sent again.
    record Revived(int revived) {}
}
