package io.sextant.app;

import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

class ModularityTests {
    @Test
    void noRoomUsesWhatItDidNotWriteDownAndThereIsNoCycle() {
        ApplicationModules.of(Sextant.class).verify();
    }
}
