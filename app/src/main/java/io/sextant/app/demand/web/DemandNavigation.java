package io.sextant.app.demand.web;

import io.sextant.app.identity.Permission;
import io.sextant.app.platform.ui.NavEntry;
import io.sextant.app.platform.ui.Section;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// The register's lines of the navigation.
@Configuration(proxyBeanMethods = false)
class DemandNavigation {
    @Bean
    NavEntry overviewEntry() {
        return new NavEntry(
                Section.STEER, "demand.nav.overview", "compass", "/overview", Permission.VIEW_USE_CASES.name(), 10);
    }

    @Bean
    NavEntry registerEntry() {
        return new NavEntry(
                Section.STEER,
                "demand.nav.register",
                "list-details",
                "/use-cases",
                Permission.VIEW_USE_CASES.name(),
                20);
    }
}
