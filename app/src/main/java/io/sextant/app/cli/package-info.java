/// The engines on files: `sextant bias` and the like, which read a file, write a result and open neither a room nor a
/// database.
@NullMarked
@ApplicationModule(
        displayName = "Engines on files",
        allowedDependencies = {"kernel", "platform", "platform :: *"})
package io.sextant.app.cli;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
