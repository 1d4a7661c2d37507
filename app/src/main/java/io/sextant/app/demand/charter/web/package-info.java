/// The charter as pages and through the API.
@NullMarked
package io.sextant.app.demand.charter.web;

import org.jspecify.annotations.NullMarked;
