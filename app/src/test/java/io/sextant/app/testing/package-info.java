/// What tests of all rooms stand on: a real PostgreSQL, a fresh database per Spring context, a real browser.
@NullMarked
package io.sextant.app.testing;

import org.jspecify.annotations.NullMarked;
