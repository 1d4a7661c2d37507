/// The trail on screen and for programs.
@NullMarked
package io.sextant.app.audit.web;

import org.jspecify.annotations.NullMarked;
