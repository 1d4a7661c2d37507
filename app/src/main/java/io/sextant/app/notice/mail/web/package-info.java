/// Choices about e-mail and the administrator's view of it.
@NullMarked
package io.sextant.app.notice.mail.web;

import org.jspecify.annotations.NullMarked;
