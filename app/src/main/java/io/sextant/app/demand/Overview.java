package io.sextant.app.demand;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where a set of use cases stands, counted. In every tally `-` stands for *not said*; the most frequent value comes
/// first, except for stages, kinds, verdicts and years, which keep their own order.
///
/// @param total how many there are
/// @param kindsRead how many kinds of AI were only read from the texts and wait for somebody to confirm them
/// @param byUnit by the code of the unit
/// @param completeness mean share of what matters that is filled in, 0 to 100; 0 where there is none
/// @param missing how many lack each of [Completeness#FIELDS], the most lacking first
/// @param areas how many touch each area that calls for a legal look
/// @param lookAlikes groups of use cases that look like one another, the largest first
/// @param inLookAlikes how many use cases are in such a group
/// @param readAt when texts were last read for areas and look-alikes; absent when never
public record Overview(
        long total,
        Map<String, Long> byStage,
        Map<String, Long> byKind,
        long kindsRead,
        Map<String, Long> byNeed,
        Map<String, Long> byUnit,
        Map<String, Long> byDomain,
        Map<String, Long> byYear,
        Map<String, Long> bySource,
        int completeness,
        Map<String, Long> missing,
        Map<String, Long> areas,
        List<LookAlike> lookAlikes,
        long inLookAlikes,
        @Nullable Instant readAt) {}
