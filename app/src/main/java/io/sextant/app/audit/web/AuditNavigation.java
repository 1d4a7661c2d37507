package io.sextant.app.audit.web;

import io.sextant.app.identity.Permission;
import io.sextant.app.platform.ui.NavEntry;
import io.sextant.app.platform.ui.Section;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// The trail's line of the navigation.
@Configuration(proxyBeanMethods = false)
class AuditNavigation {
    @Bean
    NavEntry auditEntry() {
        return new NavEntry(
                Section.ASSURE, "audit.nav.trail", "fingerprint", "/audit", Permission.VIEW_AUDIT.name(), 90);
    }
}
