/// The register's two faces: pages for people, JSON for programs.
@NullMarked
package io.sextant.app.demand.web;

import org.jspecify.annotations.NullMarked;
