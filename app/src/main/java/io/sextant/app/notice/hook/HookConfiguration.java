package io.sextant.app.notice.hook;

import io.sextant.app.platform.jobs.Round;
import java.time.Duration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Puts the settings of webhooks and their round in place.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(HookSettings.class)
class HookConfiguration {
    static final String ROUND = "notice.hooks";

    @Bean
    Round hookRound(Deliverer deliverer) {
        return new Round(ROUND, Duration.ofSeconds(15), deliverer::goRound);
    }
}
