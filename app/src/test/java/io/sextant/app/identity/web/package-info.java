/// Trials of identity's pages and API.
@NullMarked
package io.sextant.app.identity.web;

import org.jspecify.annotations.NullMarked;
