/// The pages, the badge and the API of what is published.
@NullMarked
package io.sextant.app.demand.publishing.web;

import org.jspecify.annotations.NullMarked;
