/// How people, units, roles, tokens and the set-up are seen: pages and API.
@NullMarked
package io.sextant.app.identity.web;

import org.jspecify.annotations.NullMarked;
