package io.sextant.app.demand.importing.web;

import io.sextant.app.demand.importing.Import;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The list of imports.
///
/// @param next number before which the older ones are; absent at the end
public record ImportsPage(List<Import> imports, @Nullable Long next) {}
