/// The pages and the API of attachments.
@NullMarked
package io.sextant.app.demand.attaching.web;

import org.jspecify.annotations.NullMarked;
