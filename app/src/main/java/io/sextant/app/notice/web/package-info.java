/// Notices as pages and through the API.
@NullMarked
package io.sextant.app.notice.web;

import org.jspecify.annotations.NullMarked;
