package io.sextant.app.platform.ui.gallery;

import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/// The gallery of components.
@Controller
@ConditionalOnBooleanProperty("sextant.gallery")
class GalleryPages {
    /// All components on one page.
    @GetMapping("/gallery")
    String gallery() {
        return "platform/ui/gallery/gallery";
    }
}
