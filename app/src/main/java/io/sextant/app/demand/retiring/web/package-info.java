/// The end of a use case as a page and through the API.
@NullMarked
package io.sextant.app.demand.retiring.web;

import org.jspecify.annotations.NullMarked;
