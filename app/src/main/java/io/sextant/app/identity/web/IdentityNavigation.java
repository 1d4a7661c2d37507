package io.sextant.app.identity.web;

import io.sextant.app.identity.Permission;
import io.sextant.app.platform.ui.NavEntry;
import io.sextant.app.platform.ui.Section;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Where identity's pages are found.
@Configuration(proxyBeanMethods = false)
class IdentityNavigation {
    @Bean
    NavEntry peopleEntry() {
        return new NavEntry(
                Section.ADMIN, "identity.nav.people", "users", "/admin/people", Permission.VIEW_PEOPLE.name(), 10);
    }

    @Bean
    NavEntry unitsEntry() {
        return new NavEntry(
                Section.ADMIN, "identity.nav.units", "sitemap", "/admin/units", Permission.MANAGE_UNITS.name(), 20);
    }

    @Bean
    NavEntry organisationEntry() {
        return new NavEntry(
                Section.ADMIN,
                "identity.nav.organisation",
                "building",
                "/admin/organisation",
                Permission.MANAGE_SETTINGS.name(),
                30);
    }
}
