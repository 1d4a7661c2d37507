/// Loads the versioned rule files of the `knowledge` module into the records of the engines, strictly, and knows the
/// digest of each file so that a result can name what it was computed with.
@NullMarked
@NamedInterface("knowledge")
package io.sextant.app.platform.knowledge;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
