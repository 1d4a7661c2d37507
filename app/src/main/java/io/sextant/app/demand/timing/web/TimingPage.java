package io.sextant.app.demand.timing.web;

import io.sextant.app.demand.Stage;
import io.sextant.app.demand.gating.Gates;
import io.sextant.app.demand.gating.web.GatePage;
import io.sextant.app.demand.timing.AnswerTimes.Kept;
import io.sextant.app.demand.timing.AnswerTimes.Narrowing;
import io.sextant.app.demand.timing.AnswerTimes.Row;
import io.sextant.app.demand.timing.AnswerTimes.Times;
import io.sextant.app.demand.timing.AnswerTimes.Waiting;
import io.sextant.app.demand.timing.OpenRequest;
import io.sextant.app.demand.timing.OpenRequest.Age;
import io.sextant.app.platform.ui.FilterChip;
import io.sextant.app.platform.ui.Pager;
import io.sextant.app.platform.ui.Ui;
import io.sextant.engine.gates.GatePack;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// The answer times, as a page shows them.
public record TimingPage(Times times, Narrowing narrowing, Gates gates, LocalDate today, int page) {
    /// Rows of the list to a page.
    static final int SIZE = 50;

    /// Whether nobody ever asked for anything.
    public boolean empty() {
        return narrowing.equals(Narrowing.NONE)
                && times.waiting() == 0
                && times.year().answered() == 0;
    }

    /// The sentence with which the page opens.
    public String sentence(Ui ui) {
        Double share = times.year().share();
        String open = ui.t("demand.timing.sentence.open", waiting(), late());
        return share == null
                ? open + " " + ui.t("demand.timing.sentence.none")
                : open + " "
                        + ui.t(
                                "demand.timing.sentence.kept",
                                ui.percent(share),
                                times.year().answered());
    }

    /// How many requests wait, whatever their age.
    public long waiting() {
        return times.rows().stream().mapToLong(Row::waiting).sum();
    }

    /// How many requests are late, whatever age is looked at.
    public long late() {
        return times.late();
    }

    /// How many requests of an age wait.
    public long of(Age age) {
        return times.open(age);
    }

    /// What the lane of a request is called, as the edition named it by which it was promised.
    public String lane(OpenRequest request, Ui ui) {
        return lane(
                Stream.concat(gates.edition(request.edition()).stream(), gates.packs().stream()), request.lane(), ui);
    }

    /// What a lane is called; its identifier when no edition that holds has it.
    public String lane(String id, Ui ui) {
        return lane(gates.packs().stream(), id, ui);
    }

    /// The promise of a gate and lane, with those of earlier editions that still hold.
    public String promise(Row row, Ui ui) {
        return row.earlier().isEmpty()
                ? ui.t("demand.timing.days", row.days())
                : ui.t(
                        "demand.timing.days.editions",
                        row.days(),
                        ui.list(row.earlier().stream().map(ui::number).toList()));
    }

    private static String lane(Stream<GatePack> packs, String id, Ui ui) {
        return packs.flatMap(pack -> pack.lanes().stream())
                .filter(l -> l.id().equals(id))
                .map(l -> l.name().in(ui.lang()))
                .findFirst()
                .orElse(id);
    }

    /// A gate as people name it.
    public String gate(Stage stage, Ui ui) {
        return ui.t("demand.desk.to", ui.t("demand.stage." + stage.name()));
    }

    /// The rows of the ageing board: a lane that no gate was ever asked in is left out unless it holds a promise.
    public List<Row> rows() {
        return times.rows().stream()
                .filter(r -> r.days() > 0 || r.waiting() > 0 || r.kept().answered() > 0)
                .toList();
    }

    /// A share of promises kept, with how many it is of.
    public String kept(Kept kept, Ui ui) {
        Double share = kept.share();
        return share == null ? "–" : ui.percent(share);
    }

    /// The tone of an age.
    public static String tone(Age age) {
        return switch (age) {
            case VERY_LATE, LATE -> "no";
            case TODAY, SOON -> "wait";
            case NEAR, FAR, PAUSED -> "plain";
        };
    }

    /// How near its promise a request is.
    public String left(OpenRequest request, Ui ui) {
        return request.paused()
                ? ui.t("demand.desk.paused")
                : request.left() < 0
                        ? ui.t("demand.timing.days.late", -request.left())
                        : ui.t("demand.timing.days.left", request.left());
    }

    /// For whom it waits.
    public String waits(OpenRequest request, Ui ui) {
        return switch (request.waits()) {
            case REQUESTER -> ui.t("demand.timing.waits.REQUESTER", request.byName());
            case SIGNERS ->
                ui.t(
                        "demand.timing.waits.SIGNERS",
                        ui.list(request.roles().stream()
                                .map(role -> GatePage.role(role, ui))
                                .toList()));
            case DECIDERS -> ui.t("demand.timing.waits.DECIDERS");
        };
    }

    /// When its answer may be expected, in words; empty where too little is known.
    public String forecast(OpenRequest request, Ui ui) {
        LocalDate early = request.early();
        LocalDate late = request.late();
        if (early == null) {
            return "";
        }
        return late == null
                ? ui.t("demand.timing.forecast.from", ui.dateShort(early))
                : early.equals(late)
                        ? ui.dateShort(early)
                        : ui.t("demand.timing.forecast.range", ui.dateShort(early), ui.dateShort(late));
    }

    public Pager pager() {
        return pager(page, times.waiting());
    }

    private static Pager pager(int page, int waiting) {
        return new Pager(page, SIZE, waiting);
    }

    /// The part of a list that a page shows.
    static List<Waiting> part(List<Waiting> waiting, int page) {
        Pager pager = pager(page, waiting.size());
        return waiting.subList((int) pager.offset(), (int) pager.to());
    }

    /// What the page is narrowed to.
    public List<FilterChip> filters(Ui ui) {
        var chips = new ArrayList<FilterChip>();
        Stage stage = narrowing.stage();
        if (stage != null) {
            chips.add(
                    new FilterChip(ui.t("demand.timing.gate"), gate(stage, ui), ui.with("stage", null, "page", null)));
        }
        String lane = narrowing.lane();
        if (lane != null) {
            chips.add(new FilterChip(ui.t("demand.timing.lane"), lane(lane, ui), ui.with("lane", null, "page", null)));
        }
        Age age = narrowing.age();
        if (age != null) {
            chips.add(new FilterChip(
                    ui.t("demand.timing.left"),
                    ui.t("demand.timing.age." + age.name()),
                    ui.with("age", null, "page", null)));
        }
        return chips;
    }
}
