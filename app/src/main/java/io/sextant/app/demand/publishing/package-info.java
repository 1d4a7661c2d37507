/// Use cases that are shown to whoever has their address: a page without an account and a badge of where they stand.
@NullMarked
package io.sextant.app.demand.publishing;

import org.jspecify.annotations.NullMarked;
