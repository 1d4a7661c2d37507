package io.sextant.app.platform.trust;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Puts in place whom Sextant believes (`sextant.trust.certificates`).
@Configuration(proxyBeanMethods = false)
class TrustConfiguration {
    @Bean
    Trust trust(@Value("${sextant.trust.certificates:}") String certificates) {
        @Nullable Path file = certificates.isBlank() ? null : Path.of(certificates.strip());
        Trust trust = Trust.of(file);
        if (file != null) {
            trust.everywhere();
        }
        return trust;
    }
}
