/// Brings news to people: what other rooms announce reaches those concerned in Sextant, by e-mail, in other programs
/// and in calendars.
@NullMarked
@ApplicationModule(
        displayName = "Notice",
        allowedDependencies = {"kernel", "platform", "platform :: *", "identity"})
package io.sextant.app.notice;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
