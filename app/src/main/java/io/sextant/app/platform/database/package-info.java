/// The database and the data folder: our own PostgreSQL or an external one, its migrations, large objects, backup and
/// restore.
@NullMarked
@NamedInterface("database")
package io.sextant.app.platform.database;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
