/// The door for deliveries, and receivers as pages and through the API.
@NullMarked
package io.sextant.app.demand.receiving.web;

import org.jspecify.annotations.NullMarked;
