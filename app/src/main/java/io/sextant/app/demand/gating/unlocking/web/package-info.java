/// Which single action unlocks most, as pages and through the API.
@NullMarked
package io.sextant.app.demand.gating.unlocking.web;

import org.jspecify.annotations.NullMarked;
