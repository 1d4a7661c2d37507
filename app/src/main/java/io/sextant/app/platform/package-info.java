/// What every room stands on: the database, the pages' frame, sheets, long work and the REST conventions.
@NullMarked
@ApplicationModule(displayName = "Platform", allowedDependencies = "kernel")
package io.sextant.app.platform;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
