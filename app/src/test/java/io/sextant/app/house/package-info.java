/// What holds for the project as a whole rather than for one room: licences, documents, what must never be in a file.
@NullMarked
package io.sextant.app.house;

import org.jspecify.annotations.NullMarked;
