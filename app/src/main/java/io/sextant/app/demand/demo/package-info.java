/// The invented group that the demonstration shows.
@NullMarked
package io.sextant.app.demand.demo;

import org.jspecify.annotations.NullMarked;
