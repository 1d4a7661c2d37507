/// The answer times as pages, tables and through the API.
@NullMarked
package io.sextant.app.demand.timing.web;

import org.jspecify.annotations.NullMarked;
