package io.sextant.app.demand.web;

import io.sextant.app.demand.UseCases;
import io.sextant.app.identity.Actors;
import io.sextant.app.identity.Permission;
import io.sextant.app.identity.Units;
import io.sextant.app.platform.ui.PaletteSource;
import io.sextant.app.platform.ui.Ui;
import java.util.List;
import org.springframework.stereotype.Component;

/// The use cases that answer to what somebody types in the palette: by identifier, title or any of their texts, among
/// those that the reader may see.
@Component
class UseCasePalette implements PaletteSource {
    private final UseCases useCases;
    private final Units units;

    UseCasePalette(UseCases useCases, Units units) {
        this.useCases = useCases;
        this.units = units;
    }

    @Override
    public List<Hit> find(String query, int most, Ui ui) {
        var reader = Actors.present().filter(actor -> actor.may(Permission.VIEW_USE_CASES));
        if (reader.isEmpty()) {
            return List.of();
        }
        var tree = units.tree();
        return useCases.search(reader.get(), query, most).stream()
                .map(found -> {
                    String unit = UseCasesPage.name(found.content().unitId(), tree, ui);
                    return new Hit(
                            ui.t("demand.find.group"),
                            found.content().in(ui.lang()).title(),
                            unit.isEmpty() ? found.id().code() : found.id().code() + " · " + unit,
                            "list-details",
                            UseCasesPage.address(found));
                })
                .toList();
    }
}
