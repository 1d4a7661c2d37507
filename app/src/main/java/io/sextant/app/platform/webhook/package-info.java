/// What webhooks share in both directions: how they are signed and how their secrets are kept.
@NullMarked
@NamedInterface("webhook")
package io.sextant.app.platform.webhook;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
