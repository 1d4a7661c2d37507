/// The control plane of Sextant, one sub-package per room.
@NullMarked
package io.sextant.app;

import org.jspecify.annotations.NullMarked;
