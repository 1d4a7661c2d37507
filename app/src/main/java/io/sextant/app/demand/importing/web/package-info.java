/// The two faces of imports and exports: pages for people, JSON and files for programs.
@NullMarked
package io.sextant.app.demand.importing.web;

import org.jspecify.annotations.NullMarked;
