package io.sextant.app.notice;

import io.sextant.app.identity.Actors;
import io.sextant.app.platform.jobs.Round;
import io.sextant.app.platform.ui.Bell;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Puts the bell and the rounds of the room in place.
@Configuration(proxyBeanMethods = false)
class NoticeConfiguration {
    @Bean
    Bell bell(Notices notices) {
        return () -> Actors.present().map(notices::unread).orElse(0L);
    }

    @Bean
    Round forgettingRound(Notices notices) {
        return new Round("notice.forgetting", Duration.ofHours(6), notices::forget);
    }
}
