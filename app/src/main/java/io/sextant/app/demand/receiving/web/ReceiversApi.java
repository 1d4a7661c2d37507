package io.sextant.app.demand.receiving.web;

import io.sextant.app.demand.receiving.Delivery;
import io.sextant.app.demand.receiving.Receiver;
import io.sextant.app.demand.receiving.ReceiverKind;
import io.sextant.app.demand.receiving.Receivers;
import io.sextant.app.demand.receiving.Receivers.Made;
import io.sextant.app.demand.receiving.Receivers.Wanted;
import io.sextant.app.demand.receiving.Result;
import io.sextant.app.identity.Actor;
import io.sextant.app.identity.Needs;
import io.sextant.app.identity.Permission;
import io.sextant.app.identity.Unit;
import io.sextant.app.identity.Units;
import io.sextant.app.kernel.Reason;
import io.sextant.app.platform.rest.Answers;
import io.sextant.app.platform.rest.Cursor;
import io.sextant.app.platform.rest.Problem;
import io.sextant.app.platform.rest.Slice;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// The receivers through the API.
@RestController
@RequestMapping("/api/v1/receivers")
class ReceiversApi {
    private static final String ORDER = "receiver-deliveries";

    private final Receivers receivers;
    private final Units units;

    ReceiversApi(Receivers receivers, Units units) {
        this.receivers = receivers;
        this.units = units;
    }

    /// A receiver.
    ///
    /// @param path where programs deliver, from the root of the site
    /// @param lang language of what is delivered, `fr` or `en`
    /// @param unit code of the unit to which an idea goes that names none; absent for the whole company
    /// @param source the inventory of the register that its keys belong to; absent for the one that its kind names
    /// @param plain whether the secret in a header is proof enough
    /// @param previousUntil until when the secret before its own holds too
    /// @param removedAt when it was removed; it can be put back for 30 days
    /// @param lastAt when something was last accepted
    record ReceiverView(
            long id,
            String name,
            String path,
            ReceiverKind kind,
            String lang,
            @Nullable String unit,
            @Nullable String source,
            boolean plain,
            Instant secretAt,
            @Nullable Instant previousUntil,
            Instant madeAt,
            String madeBy,
            @Nullable Instant pausedAt,
            @Nullable Instant removedAt,
            @Nullable Instant lastAt) {}

    /// A receiver with its new secret, which is told this once.
    record ReceiverSecret(ReceiverView receiver, String secret) {}

    /// A receiver to add, or what to change of one: an absent field stays as it is.
    ///
    /// @param kind only when it is added
    /// @param unit code; empty for the whole company
    /// @param source empty for the inventory that the kind names
    record ReceiverBody(
            @Nullable String name,
            @Nullable ReceiverKind kind,
            @Nullable String lang,
            @Nullable String unit,
            @Nullable String source,
            @Nullable Boolean plain) {}

    /// How a secret is replaced.
    ///
    /// @param atOnce whether the one of now ends now
    /// @param secret the one that the sender made, `whsec_…`; absent for a new one of ours
    record Rotation(@Nullable Boolean atOnce, @Nullable String secret) {}

    /// Whether a receiver is paused.
    record Pause(boolean paused) {}

    /// How many deliveries of each result are kept.
    record ReceiverCounts(Map<Result, Long> results) {}

    /// Lists the receivers, those that can be put back last.
    @Needs(Permission.MANAGE_SETTINGS)
    @GetMapping
    List<ReceiverView> listReceivers(Actor actor) {
        return receivers.list(actor).stream().map(this::view).toList();
    }

    /// Adds a receiver and tells its secret, this once.
    @Needs(Permission.MANAGE_SETTINGS)
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    ReceiverSecret addReceiver(Actor actor, @RequestBody ReceiverBody body) {
        ReceiverKind kind = Optional.ofNullable(body.kind())
                .orElseThrow(() -> Problem.refused(List.of(Reason.of("kind", "demand.receiver.problem.kind")))
                        .exception());
        return view(Answers.done(receivers.add(
                actor,
                kind,
                new Wanted(
                        text(body.name(), ""),
                        text(body.lang(), ""),
                        text(body.unit(), ""),
                        text(body.source(), ""),
                        Objects.requireNonNullElse(body.plain(), true)))));
    }

    /// Reads a receiver.
    @Needs(Permission.MANAGE_SETTINGS)
    @GetMapping("/{id}")
    ReceiverView readReceiver(Actor actor, @PathVariable long id) {
        return view(Answers.found(receivers.find(actor, id)));
    }

    /// Changes a receiver; its kind, its address and its secret stay.
    @Needs(Permission.MANAGE_SETTINGS)
    @PatchMapping("/{id}")
    ReceiverView changeReceiver(Actor actor, @PathVariable long id, @RequestBody ReceiverBody body) {
        Receiver before = Answers.found(receivers.find(actor, id));
        return view(Answers.done(receivers.change(
                actor,
                id,
                new Wanted(
                        text(body.name(), before.name()),
                        text(body.lang(), before.lang()),
                        text(body.unit(), text(code(before.unitId()), "")),
                        text(body.source(), text(before.source(), "")),
                        Objects.requireNonNullElse(body.plain(), before.plain())))));
    }

    /// Removes a receiver; what came by it stays.
    @Needs(Permission.MANAGE_SETTINGS)
    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void removeReceiver(Actor actor, @PathVariable long id) {
        Answers.done(receivers.remove(actor, id));
    }

    /// Puts a removed receiver back, with its address and its secret.
    @Needs(Permission.MANAGE_SETTINGS)
    @PostMapping("/{id}/put-back")
    ReceiverView putReceiverBack(Actor actor, @PathVariable long id) {
        return view(Answers.done(receivers.putBack(actor, id)));
    }

    /// Gives a receiver another secret and tells it, this once. The one before holds for a day more, unless it ends at
    /// once.
    @Needs(Permission.MANAGE_SETTINGS)
    @PostMapping("/{id}/secret")
    ReceiverSecret rotateReceiverSecret(
            Actor actor, @PathVariable long id, @RequestBody(required = false) @Nullable Rotation body) {
        return view(Answers.done(receivers.rotate(
                actor,
                id,
                body != null && Boolean.TRUE.equals(body.atOnce()),
                body == null ? "" : text(body.secret(), ""))));
    }

    /// Pauses a receiver or lets it go on.
    @Needs(Permission.MANAGE_SETTINGS)
    @PutMapping("/{id}/paused")
    ReceiverView pauseReceiver(Actor actor, @PathVariable long id, @RequestBody Pause body) {
        return view(Answers.done(receivers.pause(actor, id, body.paused())));
    }

    /// Counts the deliveries of a receiver that are kept, by result.
    @Needs(Permission.MANAGE_SETTINGS)
    @GetMapping("/{id}/counts")
    ReceiverCounts countReceiverDeliveries(Actor actor, @PathVariable long id) {
        Answers.found(receivers.find(actor, id));
        return new ReceiverCounts(new TreeMap<>(receivers.counts(actor, id)));
    }

    /// Lists the deliveries of a receiver, the latest first, each with what came of it.
    @Needs(Permission.MANAGE_SETTINGS)
    @GetMapping("/{id}/deliveries")
    Slice<Delivery> listReceiverDeliveries(
            Actor actor,
            @PathVariable long id,
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String cursor) {
        Answers.found(receivers.find(actor, id));
        int size = Slice.limit(limit);
        List<@Nullable String> after = Cursor.read(ORDER, 1, cursor);
        Long before = after == null ? null : Long.valueOf(Objects.requireNonNull(after.getFirst()));
        return Slice.of(
                receivers.deliveries(actor, id, before, size + 1), size, d -> d, d -> Cursor.after(ORDER, d.id()));
    }

    private static String text(@Nullable String given, @Nullable String otherwise) {
        return given != null ? given : Objects.requireNonNullElse(otherwise, "");
    }

    private @Nullable String code(@Nullable Long unit) {
        return Optional.ofNullable(unit).flatMap(units::find).map(Unit::code).orElse(null);
    }

    private ReceiverSecret view(Made made) {
        return new ReceiverSecret(view(made.receiver()), made.secret());
    }

    private ReceiverView view(Receiver r) {
        return new ReceiverView(
                r.id(),
                r.name(),
                r.path(),
                r.kind(),
                r.lang(),
                code(r.unitId()),
                r.source(),
                r.plain(),
                r.secretAt(),
                r.previousUntil(),
                r.madeAt(),
                r.madeBy(),
                r.pausedAt(),
                r.removedAt(),
                r.lastAt());
    }
}
