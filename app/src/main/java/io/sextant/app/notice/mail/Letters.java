package io.sextant.app.notice.mail;

import io.sextant.app.identity.Actor;
import io.sextant.app.identity.Site;
import io.sextant.app.notice.Notice;
import io.sextant.app.notice.Wording;
import io.sextant.app.platform.ui.Lang;
import io.sextant.app.platform.ui.Messages;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Writes letters. Thread-safe.
@Component
class Letters {
    private final Messages messages;
    private final Wording wording;
    private final Site site;

    Letters(Messages messages, Wording wording, Site site) {
        this.messages = messages;
        this.wording = wording;
        this.site = site;
    }

    ZoneId zone() {
        return messages.formats(Lang.FR).zone();
    }

    /// The letter with which somebody is told.
    Letter of(long mail, Actor to, List<Notice> notices) {
        Lang lang = lang(to);
        List<Letter.Item> items = notices.stream()
                .map(n -> new Letter.Item(
                        wording.text(lang, n.key(), n.args()), n.detail(), n.byName(), address("/notices/" + n.id())))
                .toList();
        String subject =
                items.size() == 1 ? items.getFirst().text() : messages.text(lang, "notice.mail.subject", items.size());
        return letter("sextant-" + mail, lang, to, subject, items);
    }

    /// A letter to see whether it arrives.
    Letter test(Actor to) {
        Lang lang = lang(to);
        return letter(
                "sextant-test-" + java.util.UUID.randomUUID(),
                lang,
                to,
                messages.text(lang, "notice.mail.test.subject"),
                List.of(new Letter.Item(
                        messages.text(lang, "notice.mail.test.text"), null, "Sextant", address("/admin/mail"))));
    }

    private Letter letter(String id, Lang lang, Actor to, String subject, List<Letter.Item> items) {
        return new Letter(
                id,
                lang,
                to.name(),
                Objects.requireNonNull(to.email()),
                subject,
                messages.text(lang, "notice.mail.greeting", to.name()),
                items,
                messages.text(lang, "notice.mail.foot"),
                messages.text(lang, "notice.mail.choose"),
                address("/account/notices"));
    }

    private static Lang lang(Actor to) {
        Lang chosen = Lang.of(to.language());
        // Who never said reads French, the language the organisation is set up in.
        return chosen == null ? Lang.FR : chosen;
    }

    /// The whole address of a page; absent where nobody told Sextant its own.
    @Nullable
    String address(String path) {
        return site.address(path).orElse(null);
    }
}
