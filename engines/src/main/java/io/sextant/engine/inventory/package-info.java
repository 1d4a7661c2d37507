/// Reads an inventory of AI use cases: which column holds what, what its values mean, what kind of AI each case is,
/// what calls for a legal look and how complete it is. Functions of records; the rules come in as data.
@NullMarked
package io.sextant.engine.inventory;

import org.jspecify.annotations.NullMarked;
