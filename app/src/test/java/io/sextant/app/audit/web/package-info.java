/// The trail on screen and through the API.
@NullMarked
package io.sextant.app.audit.web;

import org.jspecify.annotations.NullMarked;
