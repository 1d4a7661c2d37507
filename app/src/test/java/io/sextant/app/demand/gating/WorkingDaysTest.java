package io.sextant.app.demand.gating;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WorkingDaysTest {
    private final WorkingDays days = new WorkingDays(Set.of(LocalDate.of(2027, 1, 4)), true);

    @Test
    void weekendsHolidaysAndDaysOfTheHouseDoNotCount() {
        assertThat(days.after(LocalDate.of(2026, 12, 24), 1)).isEqualTo(LocalDate.of(2026, 12, 28));
        assertThat(days.after(LocalDate.of(2026, 12, 31), 1)).isEqualTo(LocalDate.of(2027, 1, 5));
        assertThat(days.between(LocalDate.of(2026, 12, 24), LocalDate.of(2027, 1, 5)))
                .isEqualTo(5);
        assertThat(days.between(LocalDate.of(2027, 1, 5), LocalDate.of(2026, 12, 24)))
                .isEqualTo(-5);
    }

    @Test
    void twoHolidaysOnOneDayAreOne() {
        assertThat(days.works(LocalDate.of(2008, 5, 1))).isFalse();
        assertThat(days.works(LocalDate.of(2059, 5, 8))).isFalse();
    }

    @Test
    void daysAreCountedBeyondTheCenturyToo() {
        LocalDate from = LocalDate.of(2099, 12, 24);
        LocalDate to = LocalDate.of(2100, 2, 1);
        int steps = 0;
        for (LocalDate day = from.plusDays(1); !day.isAfter(to); day = day.plusDays(1)) {
            steps += days.works(day) ? 1 : 0;
        }
        assertThat(days.between(from, to)).isEqualTo(steps).isGreaterThan(20);
        assertThat(days.between(LocalDate.of(1999, 12, 30), LocalDate.of(2000, 1, 4)))
                .isEqualTo(3);
    }
}
