/// The pages and the API of concerns and of the conversation about a use case.
@NullMarked
package io.sextant.app.demand.hearing.web;

import org.jspecify.annotations.NullMarked;
