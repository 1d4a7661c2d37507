/// The guided form, the requester’s page and the API of the intake.
@NullMarked
package io.sextant.app.demand.intake.web;

import org.jspecify.annotations.NullMarked;
