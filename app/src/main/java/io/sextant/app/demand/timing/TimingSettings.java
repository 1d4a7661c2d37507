package io.sextant.app.demand.timing;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// When people are told that a promised answer nears or is late (`sextant.answer-times.*`), in working days.
///
/// @param warnBefore days before the promised day at which those who decide are told
/// @param cioAfter days after it at which the CIO is told
@ConfigurationProperties("sextant.answer-times")
record TimingSettings(
        @DefaultValue("1") int warnBefore,
        @DefaultValue("3") int cioAfter) {
    TimingSettings {
        if (warnBefore < 0 || warnBefore > 30 || cioAfter < 1 || cioAfter > 60) {
            throw new IllegalArgumentException(
                    "sextant.answer-times: warn-before is between 0 and 30, cio-after between 1 and 60");
        }
    }
}
