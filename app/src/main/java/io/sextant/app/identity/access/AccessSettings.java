package io.sextant.app.identity.access;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How people come in and how long they stay.
///
/// @param url the address under which people reach this Sextant, for the links it shows; by default the one they used
/// @param sessionIdle a session ends after so long without a request
/// @param sessionLife a session ends after so long, however busy
@ConfigurationProperties("sextant.access")
public record AccessSettings(
        @Nullable URI url,
        @DefaultValue("2h") Duration sessionIdle,
        @DefaultValue("12h") Duration sessionLife) {}
