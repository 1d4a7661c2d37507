package io.sextant.app.demand.receiving;

import io.sextant.app.platform.knowledge.Tracker;
import org.jspecify.annotations.Nullable;

/// What delivers to a receiver, and so how a delivery is read. A constant's name is stored and part of the API: it is
/// never renamed.
public enum ReceiverKind {
    /// Jira: a rule of its automation, or a webhook of its administration.
    JIRA(Tracker.JIRA),
    /// ServiceNow: a business rule with an outbound REST message.
    SERVICENOW(Tracker.SERVICENOW),
    /// Any program, with the fields that the manual lists, or a CloudEvent.
    GENERIC(null);

    private final @Nullable Tracker tracker;

    ReceiverKind(@Nullable Tracker tracker) {
        this.tracker = tracker;
    }

    @Nullable
    Tracker tracker() {
        return tracker;
    }
}
