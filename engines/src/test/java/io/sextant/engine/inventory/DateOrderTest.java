package io.sextant.engine.inventory;

import static io.sextant.engine.inventory.DateOrder.DAY_FIRST;
import static io.sextant.engine.inventory.DateOrder.MONTH_FIRST;
import static io.sextant.engine.inventory.DateOrder.YEAR_FIRST;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DateOrderTest {
    private static Optional<DateOrder> order(String... cells) {
        return DateOrder.of(List.of(List.of(cells))).getFirst();
    }

    @Test
    void oneDayOfMoreThanTwelveTellsTheOrder() {
        assertThat(order("3/4/2025", "3/13/2025", "")).contains(MONTH_FIRST);
        assertThat(order("03/04/2025", "13/03/2025")).contains(DAY_FIRST);
        assertThat(order("03.04.2025", "31.12.24")).contains(DAY_FIRST);
        assertThat(order("2025-03-04", "2025-12-31")).contains(YEAR_FIRST);
        assertThat(order("2025-03-04", "31/12/2024")).contains(DAY_FIRST);
    }

    @Test
    void whatNothingDecidesIsNotGuessed() {
        assertThat(order("03/04/2025", "05/06/2025")).isEmpty();
        assertThat(order("13/03/2025", "3/13/2025")).isEmpty();
    }

    @Test
    void aColumnThatLeavesItsOrderOpenHasThatOfTheOthers() {
        List<String> open = List.of("03/04/2025", "05/06/2025");
        List<String> dayFirst = List.of("13/03/2025");
        assertThat(DateOrder.of(List.of(open, dayFirst)))
                .containsExactly(Optional.of(DAY_FIRST), Optional.of(DAY_FIRST));
        assertThat(DateOrder.of(List.of(open, dayFirst, List.of("3/13/2025"))).getFirst())
                .isEmpty();
    }

    @Test
    void columnsOfSomethingElseAreLeftAlone() {
        assertThat(order("45000", "12000", "30500")).isEmpty();
        assertThat(order("1.2.3", "release 4", "n/a")).isEmpty();
        assertThat(order("2023", "2024")).isEmpty();
        assertThat(order("", " ")).isEmpty();
        assertThat(DateOrder.of(List.of())).isEmpty();
        assertThat(order("12/2024", "Q3 2025")).isEmpty();
    }

    @Test
    void midnightIsNoHour() {
        assertThat(MONTH_FIRST.iso("3/13/2025 12:00:00 AM")).contains("2025-03-13");
        assertThat(YEAR_FIRST.iso("2025-03-13T00:00:00")).contains("2025-03-13");
        assertThat(DAY_FIRST.iso("13/03/2025 14:05")).contains("2025-03-13T14:05:00");
        assertThat(MONTH_FIRST.iso("3/13/2025 2:05 PM")).contains("2025-03-13T14:05:00");
    }

    @Test
    void daysThatSpreadsheetsCountAmongDatesAreDates() {
        assertThat(order("2025-03-13", "45729", "2025-03-15")).contains(YEAR_FIRST);
        assertThat(YEAR_FIRST.iso("45729")).contains("2025-03-13");
    }

    @Test
    void daysThatDoNotExistAndZonesStayAsWritten() {
        assertThat(DAY_FIRST.iso("31/02/2025")).isEmpty();
        assertThat(MONTH_FIRST.iso("13/03/2025")).isEmpty();
        assertThat(YEAR_FIRST.iso("2025-03-13T10:11:12Z")).isEmpty();
        assertThat(DAY_FIRST.iso("13/03/2025 25:00")).isEmpty();
        assertThat(DAY_FIRST.iso("9".repeat(100_000))).isEmpty();
    }

    @Test
    void everyDayComesBackWhicheverWayItIsWritten() {
        for (LocalDate day = LocalDate.of(2019, 12, 1); day.getYear() < 2026; day = day.plusDays(3)) {
            String iso = day.toString();
            assertThat(DAY_FIRST.iso(day.format(DateTimeFormatter.ofPattern("d/M/yyyy"))))
                    .contains(iso);
            assertThat(MONTH_FIRST.iso(day.format(DateTimeFormatter.ofPattern("MM-dd-yy"))))
                    .contains(iso);
            assertThat(YEAR_FIRST.iso(iso)).contains(iso);
        }
    }
}
