/// What the register as a whole waits for: where each use case stands, kept up as facts change, and which single action
/// unlocks most.
@NullMarked
package io.sextant.app.demand.gating.unlocking;

import org.jspecify.annotations.NullMarked;
