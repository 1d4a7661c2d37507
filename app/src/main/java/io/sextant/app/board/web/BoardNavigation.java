package io.sextant.app.board.web;

import io.sextant.app.identity.Permission;
import io.sextant.app.platform.ui.NavEntry;
import io.sextant.app.platform.ui.Section;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Where the board room stands in the navigation.
@Configuration(proxyBeanMethods = false)
class BoardNavigation {
    @Bean
    NavEntry boardEntry() {
        return new NavEntry(
                Section.SHOW, "board.nav.board", "presentation-analytics", "/board", Permission.VIEW_BRIEFS.name(), 30);
    }
}
