/// Concerns about use cases, raised by name or anonymously and answered, and the one conversation that joins them with
/// comments and with what happened at the gates.
@NullMarked
package io.sextant.app.demand.hearing;

import org.jspecify.annotations.NullMarked;
