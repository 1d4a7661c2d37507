package io.sextant.app.demand.timing.web;

import io.sextant.app.demand.Stage;
import io.sextant.app.demand.gating.Gates;
import io.sextant.app.demand.timing.AnswerTimes;
import io.sextant.app.demand.timing.AnswerTimes.Kept;
import io.sextant.app.demand.timing.AnswerTimes.Times;
import io.sextant.app.demand.timing.OpenRequest;
import io.sextant.app.demand.timing.OpenRequest.Age;
import io.sextant.app.identity.Actor;
import io.sextant.app.identity.Needs;
import io.sextant.app.identity.Permission;
import io.sextant.app.platform.rest.Cursor;
import io.sextant.app.platform.rest.Slice;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// The answer times through the API.
@RestController
@RequestMapping("/api/v1/answer-times")
class TimingApi {
    private static final String ORDER = "open requests";

    private final AnswerTimes times;
    private final Gates gates;

    TimingApi(AnswerTimes times, Gates gates) {
        this.times = times;
        this.gates = gates;
    }

    /// Reads the promises, what waits by gate, lane and age, and the trend of the last twelve months.
    @Needs(Permission.VIEW_USE_CASES)
    @GetMapping
    TimesView readAnswerTimes(
            Actor actor,
            @RequestParam(required = false) @Nullable String stage,
            @RequestParam(required = false) @Nullable String lane) {
        Times read = times.of(actor, TimingPages.narrowing(stage, lane, null), all -> List.of());
        return new TimesView(
                gates.today(),
                read.waiting(),
                read.late(),
                KeptView.of(read.year()),
                read.rows().stream()
                        .map(r -> new LaneView(
                                r.stage(), r.lane(), r.days(), r.earlier(), r.open(), KeptView.of(r.kept())))
                        .toList(),
                read.months().stream()
                        .map(m -> new MonthView(m.month().toString(), KeptView.of(m.kept())))
                        .toList(),
                read.escalations());
    }

    /// Lists the requests that wait for an answer, the most urgent first, each with its forecast.
    @Needs(Permission.VIEW_USE_CASES)
    @GetMapping("/open")
    Slice<OpenRequest> listOpenRequests(
            Actor actor,
            @RequestParam(required = false) @Nullable String stage,
            @RequestParam(required = false) @Nullable String lane,
            @RequestParam(required = false) @Nullable String age,
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String cursor) {
        int size = Slice.limit(limit);
        String after = place(Cursor.read(ORDER, 3, cursor));
        List<OpenRequest> rest = times.of(actor, TimingPages.narrowing(stage, lane, age), all -> all.stream()
                        .filter(w ->
                                place(keys(w.paused(), w.promised(), w.id())).compareTo(after) > 0)
                        .limit(size + 1L)
                        .toList())
                .open();
        return Slice.of(
                rest,
                size,
                r -> r,
                r -> Cursor.after(ORDER, keys(r.paused(), r.promised(), r.id()).toArray()));
    }

    /// Where a request stands in the list.
    private static List<@Nullable String> keys(boolean paused, LocalDate promised, long id) {
        return Arrays.asList(paused ? "1" : "0", promised.toString(), "%019d".formatted(id));
    }

    private static String place(@Nullable List<@Nullable String> keys) {
        return keys == null
                ? ""
                : keys.stream().map(k -> Objects.requireNonNullElse(k, "")).collect(Collectors.joining(" "));
    }

    /// The answer times.
    ///
    /// @param on the day they are of
    /// @param open how many requests wait
    /// @param late how many of them have passed their promise while the clock runs
    /// @param year what was answered in the last twelve months
    record TimesView(
            LocalDate on,
            long open,
            long late,
            KeptView year,
            List<LaneView> lanes,
            List<MonthView> months,
            List<AnswerTimes.Escalation> escalations) {}

    /// A gate and lane.
    ///
    /// @param days the promised answer time, in working days
    /// @param earlierDays what earlier editions promise instead, as long as they hold for use cases that were there
    /// before
    /// @param open how many wait, by age
    record LaneView(
            Stage stage, String lane, int days, List<Integer> earlierDays, Map<Age, Long> open, KeptView year) {}

    /// A month.
    ///
    /// @param month as in 2026-11
    record MonthView(String month, KeptView answers) {}

    /// What was answered in some time.
    ///
    /// @param kept how many by the promised day
    /// @param share of promises kept, 0 to 1
    /// @param median working days
    /// @param p90 working days that nine in ten took at most
    record KeptView(
            int answered,
            int kept,
            @Nullable Double share,
            @Nullable Integer median,
            @Nullable Integer p90) {
        static KeptView of(Kept kept) {
            return new KeptView(kept.answered(), kept.kept(), kept.share(), kept.median(), kept.p90());
        }
    }
}
