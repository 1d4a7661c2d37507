package io.sextant.app.testing;

import io.sextant.app.identity.Actor;
import io.sextant.app.identity.access.OpenPackage;
import io.sextant.app.platform.ui.Ui;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Lets springdoc describe the API in tests; it is not in the product.
@Configuration(proxyBeanMethods = false)
class OpenApiInTests {
    static {
        SpringDocUtils.getConfig().addRequestWrapperToIgnore(Actor.class, Ui.class);
    }

    @Bean
    OpenPackage springdoc() {
        return new OpenPackage("org.springdoc");
    }
}
