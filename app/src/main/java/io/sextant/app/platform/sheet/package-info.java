/// Tables that people bring and take away: CSV and XLSX read row by row in flat memory, with every fault named by row
/// and column, and written so that a spreadsheet opens them well and nothing in them can act as a formula.
@NullMarked
@NamedInterface("sheet")
package io.sextant.app.platform.sheet;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
