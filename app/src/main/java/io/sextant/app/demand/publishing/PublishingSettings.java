package io.sextant.app.demand.publishing;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Whether use cases may be shown without an account.
///
/// @param allowed when false nothing is shown, what was published before included
@ConfigurationProperties("sextant.publishing")
public record PublishingSettings(@DefaultValue("true") boolean allowed) {}
