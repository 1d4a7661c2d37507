package io.sextant.app.demand.receiving;

import io.sextant.app.platform.jobs.Round;
import java.time.Duration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// The settings of receivers and the round that forgets what is old.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ReceiverSettings.class)
class ReceivingConfiguration {
    @Bean
    Round receiverRound(Receivers receivers) {
        return new Round("demand.receivers", Duration.ofHours(1), receivers::forget);
    }
}
