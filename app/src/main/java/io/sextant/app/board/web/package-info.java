/// The board room's pages and API.
@NullMarked
package io.sextant.app.board.web;

import org.jspecify.annotations.NullMarked;
