/// Webhooks as pages and through the API.
@NullMarked
package io.sextant.app.notice.hook.web;

import org.jspecify.annotations.NullMarked;
