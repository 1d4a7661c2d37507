package io.sextant.app.notice.mail;

import io.sextant.app.platform.jobs.Round;
import java.time.Duration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Puts the settings of e-mail and its round in place.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(MailSettings.class)
class MailConfiguration {
    static final String ROUND = "notice.mail";

    @Bean
    Round mailRound(Postman postman) {
        return new Round(ROUND, Duration.ofSeconds(30), postman::goRound);
    }
}
