package io.sextant.app.demand.gating;

import io.sextant.app.demand.gating.unlocking.Unlocks;
import io.sextant.engine.gates.Remedy;
import java.math.RoundingMode;
import java.time.LocalDate;
import org.springframework.stereotype.Component;

/// Reckons when a remedy is ready: its work in whole working days, then its waiting, then the next working day.
@Component
class GateReadiness implements Unlocks.Readiness {
    private final GatePacks packs;

    GateReadiness(GatePacks packs) {
        this.packs = packs;
    }

    @Override
    public LocalDate of(Remedy remedy, LocalDate from) {
        int work = remedy.effort().setScale(0, RoundingMode.CEILING).intValue();
        return packs.workingDays().after(packs.workingDays().after(from, work).plusDays(remedy.lead()), 0);
    }
}
