/// Long work that runs in the background, shows how far it is and can be left.
@NullMarked
@NamedInterface("jobs")
package io.sextant.app.platform.jobs;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
