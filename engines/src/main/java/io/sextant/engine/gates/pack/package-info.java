/// Reads gate packs: strictly, whole or not at all, with every problem at once and the line it stands on.
@NullMarked
package io.sextant.engine.gates.pack;

import org.jspecify.annotations.NullMarked;
