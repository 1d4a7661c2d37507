/// The calendar's secret address, and the feed behind it.
@NullMarked
package io.sextant.app.notice.calendar.web;

import org.jspecify.annotations.NullMarked;
