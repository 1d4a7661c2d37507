/// How long answers at the gates take: what was promised, what waits, for how long and for whom, when each answer may
/// be expected, and who is told when a promise is about to be broken.
@NullMarked
package io.sextant.app.demand.timing;

import org.jspecify.annotations.NullMarked;
