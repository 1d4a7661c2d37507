package io.sextant.app.demand.web;

import io.sextant.app.demand.LookAlike;
import io.sextant.app.identity.UnitTree;
import java.util.List;

/// All groups of look-alikes, the largest first.
public record LookAlikesPage(List<LookAlike> groups, UnitTree units) {
    /// How many use cases they gather.
    public int gathered() {
        return groups.stream().mapToInt(g -> g.members().size()).sum();
    }
}
