/// The guards at the door: who is asking, by session or by token, and whether the handler they ask for is theirs.
@NullMarked
package io.sextant.app.identity.access;

import org.jspecify.annotations.NullMarked;
