/// The end of a use case on one page: what depends on it, what becomes of its data and keys, which evidence is kept,
/// and
/// what was expected next to what happened.
@NullMarked
package io.sextant.app.demand.retiring;

import org.jspecify.annotations.NullMarked;
