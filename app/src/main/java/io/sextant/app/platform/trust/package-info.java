/// Which servers elsewhere Sextant believes: the authorities whose certificates it takes, and why it does not take one.
@NullMarked
@NamedInterface("trust")
package io.sextant.app.platform.trust;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
