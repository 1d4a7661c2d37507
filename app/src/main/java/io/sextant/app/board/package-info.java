/// The board room: what the board is told, kept as it was told.
@NullMarked
@ApplicationModule(
        displayName = "Board",
        allowedDependencies = {"kernel", "platform", "platform :: *", "identity", "demand"})
package io.sextant.app.board;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
