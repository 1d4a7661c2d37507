package io.sextant.app.platform.ui;

import java.time.ZoneId;
import java.util.Map;

/// The messages of all rooms, for tests that run without the application.
public final class AllMessages {
    private AllMessages() {}

    /// The messages, with instants told in Paris; a missing one is a fault.
    public static Messages load() {
        ZoneId paris = ZoneId.of("Europe/Paris");
        return Messages.load(Map.of(Lang.FR, new Formats(Lang.FR, paris), Lang.EN, new Formats(Lang.EN, paris)), true);
    }
}
