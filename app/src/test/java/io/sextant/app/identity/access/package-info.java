/// Trials of the guards: who gets through to which handler.
@NullMarked
package io.sextant.app.identity.access;

import org.jspecify.annotations.NullMarked;
