/// Trials of people, units, tokens and signing in.
@NullMarked
package io.sextant.app.identity;

import org.jspecify.annotations.NullMarked;
