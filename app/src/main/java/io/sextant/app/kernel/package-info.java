/// Values every room speaks in: who acts, what changed, why something is refused. No Spring, no storage.
@NullMarked
@ApplicationModule(
        displayName = "Kernel",
        allowedDependencies = {})
package io.sextant.app.kernel;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
