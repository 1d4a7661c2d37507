package io.sextant.app.demand.importing.web;

import io.sextant.app.kernel.Reason;
import java.util.List;

/// The page on which a file is brought.
///
/// @param reasons why the file was not taken
public record NewImportPage(List<Reason> reasons) {}
