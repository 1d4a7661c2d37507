package io.sextant.app.demand.timing;

import io.sextant.app.platform.jobs.Round;
import java.time.Duration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Puts the settings of the answer times and their round in place.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(TimingSettings.class)
class TimingConfiguration {
    @Bean
    Round escalationRound(Escalations escalations) {
        return new Round("demand.escalations", Duration.ofMinutes(15), escalations::tell);
    }
}
