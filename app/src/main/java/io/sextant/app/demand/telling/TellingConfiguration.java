package io.sextant.app.demand.telling;

import io.sextant.app.platform.jobs.Round;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Puts the round of the waivers in place.
@Configuration(proxyBeanMethods = false)
class TellingConfiguration {
    @Bean
    Round waiverRound(GateNews news) {
        return new Round("demand.waivers", Duration.ofHours(1), news::tellOfEndingWaivers);
    }
}
