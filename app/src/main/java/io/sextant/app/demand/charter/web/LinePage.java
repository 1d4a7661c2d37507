package io.sextant.app.demand.charter.web;

import io.sextant.app.demand.charter.Charter.Answer;
import io.sextant.app.demand.charter.Charter.Examined;
import io.sextant.app.demand.charter.CharterLine;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The page of one line and the use cases that were or are to be examined for it.
///
/// @param answer which of them; absent for those that nobody examined
/// @param next the key after which the list goes on; absent at its end
public record LinePage(
        CharterLine line,
        @Nullable Answer answer,
        List<Examined> rows,
        @Nullable Long next) {
    public String address() {
        return "/charter/" + line.id();
    }
}
