/// Measures Sextant from outside, as its users meet it: a real process, real HTTP, a real database. Every figure comes
/// with a rival measured in the same run, so that the machine's own speed cancels out. No figure decides a test.
@NullMarked
package io.sextant.bench;

import org.jspecify.annotations.NullMarked;
