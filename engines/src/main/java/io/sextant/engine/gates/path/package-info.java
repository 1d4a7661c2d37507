/// Finds the shortest path to yes: which remedies to choose so that every open criterion is met, at least cost, at the
/// earliest date, and between the two; and which remedies unlock most use cases. Exact, with a proof or an honest
/// bound.
@NullMarked
package io.sextant.engine.gates.path;

import org.jspecify.annotations.NullMarked;
