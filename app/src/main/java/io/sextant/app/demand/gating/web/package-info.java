/// The pages and the API of the gates.
@NullMarked
package io.sextant.app.demand.gating.web;

import org.jspecify.annotations.NullMarked;
