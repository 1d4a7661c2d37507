package io.sextant.app.audit.web;

import io.sextant.app.audit.AuditEvent;
import io.sextant.app.platform.ui.FilterChip;
import io.sextant.app.platform.ui.Option;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A page of the trail.
///
/// @param state how the trail stands
/// @param query what the address asks for
/// @param rows changes, newest first
/// @param older where the next older ones begin; absent at the start of the trail
/// @param newest whether these are the newest that pass the filter
/// @param refused why the list cannot be shown, a key of the messages
/// @param chips what narrows the list
public record TrailPage(
        StatePage state,
        EventQuery query,
        List<AuditEvent> rows,
        @Nullable Long older,
        boolean newest,
        @Nullable String refused,
        List<FilterChip> chips,
        List<Option> actions,
        List<Option> subjectTypes,
        List<Option> authors,
        List<Option> channels) {}
