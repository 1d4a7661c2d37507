/// Who may do what, and where: people, their roles by business unit, sessions, second factors, API tokens and the first
/// set-up.
@NullMarked
@ApplicationModule(
        displayName = "Identity",
        allowedDependencies = {
            "kernel",
            "platform",
            "platform::database",
            "platform::jobs",
            "platform::rest",
            "platform::sheet",
            "platform::ui"
        })
package io.sextant.app.identity;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
