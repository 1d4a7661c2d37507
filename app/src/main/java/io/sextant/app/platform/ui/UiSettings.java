package io.sextant.app.platform.ui;

import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/// How pages are told.
///
/// @param zone the time zone in which instants are told; by default that of the server
/// @param strictMessages whether a missing message is a fault; by default its key is shown
@ConfigurationProperties("sextant.ui")
record UiSettings(@Nullable ZoneId zone, boolean strictMessages) {
    ZoneId zoneOrServer() {
        return zone == null ? ZoneId.systemDefault() : zone;
    }
}
