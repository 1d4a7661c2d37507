/// The gates between the stages: what each asks, who signs, what was decided and why, and the shortest path to yes.
@NullMarked
package io.sextant.app.demand.gating;

import org.jspecify.annotations.NullMarked;
