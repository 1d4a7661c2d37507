/// A brief set on paper: as a PDF to print, as slides to show and edit.
@NullMarked
package io.sextant.app.board.paper;

import org.jspecify.annotations.NullMarked;
