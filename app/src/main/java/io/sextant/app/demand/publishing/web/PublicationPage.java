package io.sextant.app.demand.publishing.web;

import io.sextant.app.demand.UseCase;
import io.sextant.app.demand.publishing.Publication;
import io.sextant.app.demand.publishing.Publication.Part;
import io.sextant.app.demand.publishing.Shown;
import io.sextant.app.platform.ui.Ui;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How one use case is published, or would be.
///
/// @param publication absent while it is not published
/// @param looked how it is published, or what is proposed
/// @param shown what a stranger sees, or would see
/// @param address the whole address of the page; absent while it is not published
public record PublicationPage(
        UseCase useCase,
        @Nullable Publication publication,
        Publication looked,
        Shown shown,
        @Nullable String address,
        boolean allowed,
        boolean mayPublish) {
    public List<Part> parts() {
        return List.of(Part.values());
    }

    /// The badge with a link to the page, for a page in Markdown.
    public String markdown(Ui ui) {
        return "[![" + Badge.of(shown, ui::t).said() + "](" + address + "/badge.svg?lang=" + ui.lang() + ")](" + address
                + ")";
    }

    /// The badge with a link to the page, for a page in HTML.
    public String html(Ui ui) {
        return "<a href=\"" + address + "\"><img src=\"" + address + "/badge.svg?lang=" + ui.lang() + "\" alt=\""
                + Badge.of(shown, ui::t).said() + "\"></a>";
    }
}
