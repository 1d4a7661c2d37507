/// The days that matter to one person, for the calendar program they use.
@NullMarked
package io.sextant.app.notice.calendar;

import org.jspecify.annotations.NullMarked;
