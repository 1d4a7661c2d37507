package io.sextant.app.platform.knowledge;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// A system elsewhere that demands are kept in, with which the register exchanges files.
public enum Tracker {
    /// Jira, Cloud and Data Center.
    JIRA("Jira"),
    /// ServiceNow: demands and ideas.
    SERVICENOW("ServiceNow");

    private final String label;

    Tracker(String label) {
        this.label = label;
    }

    /// Its name, the same in every language.
    public String label() {
        return label;
    }

    /// Its name in addresses and in the API.
    public String param() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Tracker> named(String param) {
        return Arrays.stream(values()).filter(t -> t.param().equals(param)).findFirst();
    }
}
