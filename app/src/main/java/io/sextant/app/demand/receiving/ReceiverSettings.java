package io.sextant.app.demand.receiving;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How deliveries are taken (`sextant.receivers.*`).
///
/// @param perMinute how many one receiver takes in a minute
/// @param window how far the time of a signed delivery may be from now
/// @param overlap how long a secret holds after it was replaced
/// @param kept how long deliveries are kept, and recognised when they come again
@ConfigurationProperties("sextant.receivers")
public record ReceiverSettings(
        @DefaultValue("60") int perMinute,
        @DefaultValue("5m") Duration window,
        @DefaultValue("24h") Duration overlap,
        @DefaultValue("30d") Duration kept) {
    public ReceiverSettings {
        if (perMinute < 1
                || window.compareTo(Duration.ofSeconds(1)) < 0
                || overlap.isNegative()
                || kept.compareTo(Duration.ofDays(1)) < 0
                || kept.compareTo(window.multipliedBy(2)) < 0) {
            throw new IllegalArgumentException("sextant.receivers: per-minute is above 0, window at least a second,"
                    + " kept at least a day and twice the window");
        }
    }
}
