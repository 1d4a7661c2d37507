/// How the trail is proved: one text for one change, one fingerprint for one record, one root for the whole, and a
/// signature on it. Pure functions; no Spring, no storage, no clock.
@NullMarked
package io.sextant.app.audit.proof;

import org.jspecify.annotations.NullMarked;
