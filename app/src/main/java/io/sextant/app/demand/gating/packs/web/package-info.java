/// The editions of the gates as pages and through the API.
@NullMarked
package io.sextant.app.demand.gating.packs.web;

import org.jspecify.annotations.NullMarked;
