package io.sextant.app.demand.timing.web;

import io.sextant.app.demand.Stage;
import io.sextant.app.demand.gating.Gates;
import io.sextant.app.demand.timing.AnswerTimes;
import io.sextant.app.demand.timing.AnswerTimes.Kept;
import io.sextant.app.demand.timing.AnswerTimes.Month;
import io.sextant.app.demand.timing.AnswerTimes.Narrowing;
import io.sextant.app.demand.timing.AnswerTimes.Times;
import io.sextant.app.demand.timing.OpenRequest;
import io.sextant.app.demand.timing.OpenRequest.Age;
import io.sextant.app.identity.Actor;
import io.sextant.app.identity.Needs;
import io.sextant.app.identity.Permission;
import io.sextant.app.platform.sheet.CsvWriter;
import io.sextant.app.platform.sheet.Download;
import io.sextant.app.platform.sheet.SheetWriter;
import io.sextant.app.platform.ui.NavEntry;
import io.sextant.app.platform.ui.Section;
import io.sextant.app.platform.ui.Ui;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/// The answer times, as a page and as tables to take away.
@Controller
class TimingPages {
    private final AnswerTimes times;
    private final Gates gates;

    TimingPages(AnswerTimes times, Gates gates) {
        this.times = times;
        this.gates = gates;
    }

    @Bean
    static NavEntry answerTimesEntry() {
        return new NavEntry(
                Section.STEER,
                "demand.nav.answerTimes",
                "clock",
                "/answer-times",
                Permission.VIEW_USE_CASES.name(),
                30);
    }

    @GetMapping("/answer-times")
    @Needs(Permission.VIEW_USE_CASES)
    ModelAndView answerTimes(
            Actor actor,
            @RequestParam(required = false) @Nullable String stage,
            @RequestParam(required = false) @Nullable String lane,
            @RequestParam(required = false) @Nullable String age,
            @RequestParam(required = false) @Nullable String page) {
        Narrowing narrowing = narrowing(stage, lane, age);
        int number = number(page);
        Times read = times.of(actor, narrowing, all -> TimingPage.part(all, number));
        return new ModelAndView(
                "demand/timing/web/answerTimes", "page", new TimingPage(read, narrowing, gates, gates.today(), number));
    }

    private static int number(@Nullable String page) {
        return page != null && page.matches("[1-9][0-9]{0,5}") ? Integer.parseInt(page) : 1;
    }

    /// What a query narrows to; what it does not know narrows nothing.
    static Narrowing narrowing(@Nullable String stage, @Nullable String lane, @Nullable String age) {
        return new Narrowing(
                known(Stage.values(), stage), lane == null || lane.isBlank() ? null : lane, known(Age.values(), age));
    }

    private static <E extends Enum<E>> @Nullable E known(E[] values, @Nullable String name) {
        return Arrays.stream(values)
                .filter(v -> v.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    @GetMapping("/answer-times/open.csv")
    @Needs(Permission.EXPORT_USE_CASES)
    void open(
            Actor actor,
            Ui ui,
            @RequestParam(required = false) @Nullable String stage,
            @RequestParam(required = false) @Nullable String lane,
            @RequestParam(required = false) @Nullable String age,
            HttpServletResponse response)
            throws IOException {
        Narrowing narrowing = narrowing(stage, lane, age);
        List<OpenRequest> requests = times.toTake(actor, narrowing);
        var words = new TimingPage(
                new Times(List.of(), requests.size(), requests, List.of(), new Kept(0, 0, null, null), List.of()),
                narrowing,
                gates,
                gates.today(),
                1);
        var format = SheetWriter.Format.csv(ui.lang());
        Download.start(response, ui.t("demand.timing.csv.open") + "-" + gates.today(), format);
        var headings = List.of(
                ui.t("demand.field.code"),
                ui.t("demand.field.title"),
                ui.t("demand.timing.gate"),
                ui.t("demand.timing.lane"),
                ui.t("demand.timing.asked"),
                ui.t("demand.timing.askedBy"),
                ui.t("demand.timing.promised"),
                ui.t("demand.timing.csv.left"),
                ui.t("demand.timing.csv.waited"),
                ui.t("demand.timing.csv.paused"),
                ui.t("demand.timing.waits"),
                ui.t("demand.timing.csv.early"),
                ui.t("demand.timing.csv.likely"),
                ui.t("demand.timing.csv.late"));
        try (var csv = new CsvWriter(response.getOutputStream(), format, headings)) {
            for (OpenRequest r : requests) {
                csv.row(Arrays.asList(
                        r.useCase().code(),
                        r.useCase().title(ui.lang()),
                        ui.t("demand.stage." + r.stage().name()),
                        words.lane(r, ui),
                        r.at().atZone(ui.formats().zone()).toLocalDate(),
                        r.byName(),
                        r.promised(),
                        r.left(),
                        r.waited(),
                        r.paused(),
                        words.waits(r, ui),
                        r.early(),
                        r.likely(),
                        r.late()));
            }
        }
    }

    @GetMapping("/answer-times/months.csv")
    @Needs(Permission.VIEW_USE_CASES)
    void months(
            Actor actor,
            Ui ui,
            @RequestParam(required = false) @Nullable String stage,
            @RequestParam(required = false) @Nullable String lane,
            HttpServletResponse response)
            throws IOException {
        List<Month> months =
                times.of(actor, narrowing(stage, lane, null), all -> List.of()).months();
        var format = SheetWriter.Format.csv(ui.lang());
        Download.start(response, ui.t("demand.timing.csv.months") + "-" + gates.today(), format);
        var headings = List.of(
                ui.t("demand.timing.month"),
                ui.t("demand.timing.answered"),
                ui.t("demand.timing.csv.kept"),
                ui.t("demand.timing.csv.median"),
                ui.t("demand.timing.csv.p90"));
        try (var csv = new CsvWriter(response.getOutputStream(), format, headings)) {
            for (Month month : months) {
                Kept kept = month.kept();
                csv.row(Arrays.asList(
                        month.month().toString(), kept.answered(), kept.kept(), kept.median(), kept.p90()));
            }
        }
    }
}
