package io.sextant.app.notice.hook;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How webhooks are delivered (`sextant.webhooks.*`).
///
/// @param privateAddresses whether addresses inside the company, and plain HTTP, are allowed
/// @param attempts how often a delivery is tried before it is given up
/// @param timeout how long one try may take
/// @param disableAfter how long everything may fail before a webhook is switched off
@ConfigurationProperties("sextant.webhooks")
record HookSettings(
        @DefaultValue("false") boolean privateAddresses,
        @DefaultValue("10") int attempts,
        @DefaultValue("15s") Duration timeout,
        @DefaultValue("5d") Duration disableAfter) {
    HookSettings {
        if (attempts < 1 || attempts > 50 || timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("sextant.webhooks: attempts is between 1 and 50, timeout above 0");
        }
    }
}
