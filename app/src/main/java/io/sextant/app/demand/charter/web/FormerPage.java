package io.sextant.app.demand.charter.web;

import io.sextant.app.demand.UseCase;
import io.sextant.app.demand.charter.Charter.Former;
import java.util.List;

/// What was found of a use case under lines that are no longer in force.
public record FormerPage(UseCase useCase, List<Former> former) {}
