/// Backup and restore: everything Sextant keeps, in one file that names what it holds and proves it whole.
@NullMarked
@NamedInterface("backup")
package io.sextant.app.platform.backup;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
