package io.sextant.app.demand.gating;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How gates reckon time and money (`sextant.gates.*`).
///
/// @param dayRate what a day of somebody's work counts in a path to yes, in euros
/// @param frenchHolidays whether France's public holidays are days without work
/// @param holidays further days without work
@ConfigurationProperties("sextant.gates")
record GateSettings(
        @DefaultValue("650") BigDecimal dayRate,
        @DefaultValue("true") boolean frenchHolidays,
        @DefaultValue Set<LocalDate> holidays) {}
