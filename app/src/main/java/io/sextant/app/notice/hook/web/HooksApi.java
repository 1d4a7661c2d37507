package io.sextant.app.notice.hook.web;

import io.sextant.app.identity.Actor;
import io.sextant.app.identity.Needs;
import io.sextant.app.identity.Permission;
import io.sextant.app.kernel.Announcement.Kind;
import io.sextant.app.notice.hook.Hooks;
import io.sextant.app.notice.hook.Hooks.Delivery;
import io.sextant.app.notice.hook.Hooks.Hook;
import io.sextant.app.notice.hook.Hooks.Made;
import io.sextant.app.notice.hook.web.HookPages.HookPage;
import io.sextant.app.platform.rest.Answers;
import io.sextant.app.platform.rest.Cursor;
import io.sextant.app.platform.rest.Slice;
import io.sextant.app.platform.ui.Ui;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// The webhooks through the API.
@RestController
@RequestMapping("/api/v1/webhooks")
class HooksApi {
    private static final String ORDER = "deliveries";

    private final Hooks hooks;

    HooksApi(Hooks hooks) {
        this.hooks = hooks;
    }

    /// Lists the webhooks.
    @Needs(Permission.MANAGE_SETTINGS)
    @GetMapping
    List<Hook> listWebhooks(Actor actor) {
        return hooks.list(actor);
    }

    /// Adds a webhook and answers its secret, this once.
    @Needs(Permission.MANAGE_SETTINGS)
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    Made addWebhook(Actor actor, @RequestBody NewHook body) {
        List<Kind> kinds = body.kinds() == null ? List.of() : body.kinds();
        return Answers.done(hooks.add(
                actor, Objects.requireNonNullElse(body.name(), ""), Objects.requireNonNullElse(body.url(), ""), kinds));
    }

    /// Reads a webhook.
    @Needs(Permission.MANAGE_SETTINGS)
    @GetMapping("/{id}")
    Hook readWebhook(Actor actor, @PathVariable long id) {
        return Answers.found(hooks.find(actor, id));
    }

    /// Takes a webhook away with its deliveries.
    @Needs(Permission.MANAGE_SETTINGS)
    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void removeWebhook(Actor actor, @PathVariable long id) {
        Answers.found(hooks.find(actor, id));
        Answers.done(hooks.remove(actor, id));
    }

    /// Switches a webhook on or off.
    @Needs(Permission.MANAGE_SETTINGS)
    @PutMapping("/{id}/enabled")
    Hook enableWebhook(Actor actor, @PathVariable long id, @RequestBody Enabled body) {
        Answers.found(hooks.find(actor, id));
        return Answers.done(hooks.enable(actor, id, body.enabled()));
    }

    /// Puts an event in line that means nothing, to see whether it arrives.
    @Needs(Permission.MANAGE_SETTINGS)
    @PostMapping("/{id}/test")
    Queued testWebhook(Actor actor, @PathVariable long id) {
        Answers.found(hooks.find(actor, id));
        return new Queued(Answers.done(hooks.test(actor, id)));
    }

    /// Lists the deliveries of a webhook, the latest first, each with how its last try went.
    @Needs(Permission.MANAGE_SETTINGS)
    @GetMapping("/{id}/deliveries")
    Slice<Delivery> listDeliveries(
            Actor actor,
            Ui ui,
            @PathVariable long id,
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String cursor) {
        Answers.found(hooks.find(actor, id));
        int size = Slice.limit(limit);
        List<@Nullable String> after = Cursor.read(ORDER, 1, cursor);
        Long before = after == null ? null : Long.valueOf(Objects.requireNonNull(after.getFirst()));
        return Slice.of(
                hooks.deliveries(actor, id, before, size + 1),
                size,
                d -> d.answer() == null ? d : d.withAnswer(HookPage.answer(d, ui)),
                d -> Cursor.after(ORDER, d.id()));
    }

    /// Makes a delivery once more, under the same identifier.
    @Needs(Permission.MANAGE_SETTINGS)
    @PostMapping("/{id}/deliveries/{delivery}/replay")
    Queued replayDelivery(Actor actor, @PathVariable long id, @PathVariable long delivery) {
        Answers.found(hooks.find(actor, id));
        return new Queued(Answers.done(hooks.replay(actor, id, delivery)));
    }

    /// A webhook to add.
    ///
    /// @param kinds what it is told of; none for everything
    record NewHook(
            @Nullable String name,
            @Nullable String url,
            @Nullable List<Kind> kinds) {}

    /// Whether a webhook is on.
    record Enabled(boolean enabled) {}

    /// A delivery that waits to be made.
    record Queued(long delivery) {}
}
