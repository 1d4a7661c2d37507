/// What every part of the API shares: problems in the caller's language, keys against double work, pages of results,
/// versions against lost updates.
@NullMarked
@NamedInterface("rest")
package io.sextant.app.platform.rest;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
