/// Judges use cases at the gates between two stages: packs of criteria over facts and sights, three-valued evaluation,
/// signatures and waivers. Functions of values; no clock, no network, no chance.
@NullMarked
package io.sextant.engine.gates;

import org.jspecify.annotations.NullMarked;
