/// Inventories in and out of the register: a file is read, its columns are matched, a check shows what would happen,
/// and only then is it written, all or nothing, and can be taken back; the register leaves as a file that comes back
/// the same.
@NullMarked
package io.sextant.app.demand.importing;

import org.jspecify.annotations.NullMarked;
