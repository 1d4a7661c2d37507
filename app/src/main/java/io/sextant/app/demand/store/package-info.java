/// The register's rows: every statement that reads or writes them.
@NullMarked
package io.sextant.app.demand.store;

import org.jspecify.annotations.NullMarked;
