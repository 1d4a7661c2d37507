/// Files that people attach to a use case: bounded, known by what they hold, kept in the database, taken away and put
/// back.
@NullMarked
package io.sextant.app.demand.attaching;

import org.jspecify.annotations.NullMarked;
