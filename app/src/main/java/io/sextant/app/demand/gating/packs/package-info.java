/// The editions of the gates: the shipped ones, those made here, which is in force when, and what another would change.
@NullMarked
package io.sextant.app.demand.gating.packs;

import org.jspecify.annotations.NullMarked;
