/// Words as the inventory engines compare them: folded, stemmed, found as phrases. Pure functions, no dictionary
/// inside.
@NullMarked
package io.sextant.engine.inventory.text;

import org.jspecify.annotations.NullMarked;
