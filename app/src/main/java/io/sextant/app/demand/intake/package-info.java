/// How a need becomes a demand: the guided form with its drafts, what it asks next, and the way back to those who ask.
@NullMarked
package io.sextant.app.demand.intake;

import org.jspecify.annotations.NullMarked;
