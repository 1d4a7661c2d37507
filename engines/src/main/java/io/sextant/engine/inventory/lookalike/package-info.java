/// Finds use cases that are probably the same, or answer the same need, in an inventory of any size and in several
/// languages at once.
@NullMarked
package io.sextant.engine.inventory.lookalike;

import org.jspecify.annotations.NullMarked;
