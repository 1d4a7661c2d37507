/// Webhooks: what is announced is delivered, signed, to programs elsewhere that an administrator names.
@NullMarked
package io.sextant.app.notice.hook;

import org.jspecify.annotations.NullMarked;
