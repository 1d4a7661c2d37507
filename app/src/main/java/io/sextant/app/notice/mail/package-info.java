/// Notices by e-mail: how each person wants them, the letters that wait to be sent, and how sending goes.
@NullMarked
package io.sextant.app.notice.mail;

import org.jspecify.annotations.NullMarked;
