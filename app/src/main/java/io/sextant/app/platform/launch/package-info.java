/// How Sextant starts and stops: what is checked before the rooms open, the one line said when they cannot, the line
/// that says they are ready, and the commands typed on the server instead of starting it.
@NullMarked
@NamedInterface("launch")
package io.sextant.app.platform.launch;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
