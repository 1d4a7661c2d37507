package io.sextant.app.notice.mail;

import static org.assertj.core.api.Assertions.assertThat;

import io.sextant.app.kernel.Announcement.Kind;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChoicesTest {
    private static final ZoneId PARIS = ZoneId.of("Europe/Paris");

    private static Choices at(Delivery usual, String from, String until, boolean weekends) {
        return new Choices(
                usual,
                Map.of(Kind.COMMENT, Delivery.NONE),
                PARIS,
                LocalTime.parse(from),
                LocalTime.parse(until),
                weekends,
                LocalTime.of(8, 0));
    }

    private static String when(Choices choices, String local) {
        return choices.when(
                        Kind.QUESTION,
                        ZonedDateTime.parse(local + "+01:00[Europe/Paris]").toInstant())
                .orElseThrow()
                .atZone(PARIS)
                .toLocalDateTime()
                .toString();
    }

    @Test
    void atOnceMeansNowOrTheEndOfTheQuietHoursOrOfTheWeekend() {
        Choices choices = at(Delivery.AT_ONCE, "19:00", "08:00", false);
        assertThat(when(choices, "2026-11-23T10:15:30")).isEqualTo("2026-11-23T10:15:30");
        assertThat(when(choices, "2026-11-23T19:00:00")).isEqualTo("2026-11-24T08:00");
        assertThat(when(choices, "2026-11-24T07:59:00")).isEqualTo("2026-11-24T08:00");
        assertThat(when(choices, "2026-11-27T20:00:00")).as("Friday night").isEqualTo("2026-11-30T08:00");
        assertThat(when(choices, "2026-11-28T12:00:00")).as("Saturday").isEqualTo("2026-11-30T08:00");
        Choices noon = at(Delivery.AT_ONCE, "12:00", "14:00", true);
        assertThat(when(noon, "2026-11-28T12:30:00")).isEqualTo("2026-11-28T14:00");
        assertThat(when(noon, "2026-11-28T23:30:00")).isEqualTo("2026-11-28T23:30");
    }

    @Test
    void theDailyLetterComesAtItsHourOnTheNextWorkingMorning() {
        Choices choices = at(Delivery.DAILY, "19:00", "08:00", false);
        assertThat(when(choices, "2026-11-23T07:00:00")).isEqualTo("2026-11-23T08:00");
        assertThat(when(choices, "2026-11-23T08:00:00")).isEqualTo("2026-11-24T08:00");
        assertThat(when(choices, "2026-11-27T09:00:00")).isEqualTo("2026-11-30T08:00");
        assertThat(choices.when(Kind.COMMENT, Instant.now())).isEmpty();
    }

    @Test
    void nobodyIsDisturbedInQuietHoursWhateverTheMoment() {
        for (String[] hours : new String[][] {{"19:00", "08:00"}, {"00:00", "23:59"}, {"02:15", "02:45"}}) {
            for (boolean weekends : new boolean[] {true, false}) {
                Choices choices = at(Delivery.AT_ONCE, hours[0], hours[1], weekends);
                Instant now = Instant.parse("2026-03-27T00:00:00Z");
                for (int step = 0; step < 2_000; step++, now = now.plus(Duration.ofMinutes(17))) {
                    Instant due = choices.when(Kind.QUESTION, now).orElseThrow();
                    assertThat(due).isAfterOrEqualTo(now).isBefore(now.plus(Duration.ofDays(5)));
                    ZonedDateTime local = due.atZone(PARIS);
                    if (!weekends) {
                        assertThat(local.getDayOfWeek()).isNotIn(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY);
                    }
                    LocalTime from = LocalTime.parse(hours[0]);
                    LocalTime until = LocalTime.parse(hours[1]);
                    LocalTime time = local.toLocalTime();
                    boolean quiet = from.isBefore(until)
                            ? !time.isBefore(from) && time.isBefore(until)
                            : !time.isBefore(from) || time.isBefore(until);
                    assertThat(quiet).as(now + " " + local).isFalse();
                }
            }
        }
    }
}
