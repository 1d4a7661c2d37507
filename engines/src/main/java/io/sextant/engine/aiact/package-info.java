/// Classifies uses of AI under a law that is given as data: provisions whose conditions are asked of facts in
/// three-valued
/// logic. Knows how findings combine, and no article. Functions of values; no clock, no network, no chance.
@NullMarked
package io.sextant.engine.aiact;

import org.jspecify.annotations.NullMarked;
