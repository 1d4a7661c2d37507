package io.sextant.app.demand.hearing.web;

import io.sextant.app.demand.UseCase;
import io.sextant.app.demand.UseCaseId;
import io.sextant.app.demand.UseCases;
import io.sextant.app.demand.hearing.Concern;
import io.sextant.app.demand.hearing.Concerns;
import io.sextant.app.demand.hearing.Conversation;
import io.sextant.app.demand.hearing.Conversation.Entry;
import io.sextant.app.identity.Actor;
import io.sextant.app.identity.Needs;
import io.sextant.app.identity.Permission;
import io.sextant.app.kernel.Announcement.Both;
import io.sextant.app.kernel.Announcement.Term;
import io.sextant.app.kernel.Reason;
import io.sextant.app.platform.rest.Answers;
import io.sextant.app.platform.rest.Cursor;
import io.sextant.app.platform.rest.Problem;
import io.sextant.app.platform.rest.Slice;
import io.sextant.app.platform.ui.Lang;
import io.sextant.app.platform.ui.Messages;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// Concerns and the conversation about a use case through the API. Anonymous concerns are raised in the browser only: a
/// token says whose it is, and its use is written down.
@RestController
@RequestMapping("/api/v1")
class ConcernApi {
    private static final String ORDER = "concerns by number";

    private final Concerns concerns;
    private final Conversation conversation;
    private final UseCases useCases;
    private final Messages messages;

    ConcernApi(Concerns concerns, Conversation conversation, UseCases useCases, Messages messages) {
        this.concerns = concerns;
        this.conversation = conversation;
        this.useCases = useCases;
        this.messages = messages;
    }

    /// A concern to be.
    ///
    /// @param category `PEOPLE`, `FAIRNESS`, `PRIVACY`, `SAFETY`, `ENVIRONMENT`, `COST` or `OTHER`
    /// @param fear what is feared
    /// @param touched whom it touches
    /// @param anonymous refused when `true`
    public record ConcernBody(
            @Nullable String category,
            @Nullable String fear,
            @Nullable String touched,
            @Nullable Boolean anonymous) {}

    /// An answer to a concern.
    ///
    /// @param seen number of the latest word that was read; absent for none
    /// @param settled whether it settles the concern; absent keeps it open
    public record AnswerBody(
            @Nullable String body,
            @Nullable Long seen,
            @Nullable Boolean settled) {}

    /// Something that the one who raised a concern adds.
    public record AdditionBody(@Nullable String body) {}

    /// One thing in the conversation about a use case.
    ///
    /// @param what `COMMENT`, `CONCERN`, or what happened at a gate
    /// @param heading what happened, in the caller’s language
    /// @param words what was said, in the words of the author
    /// @param number the comment or the concern; absent for what happened at a gate
    /// @param concern the concern with its answers; absent for anything else
    public record ThreadEntry(
            Instant at,
            String what,
            @Nullable String byName,
            @Nullable String forName,
            @Nullable String heading,
            List<String> words,
            @Nullable Long number,
            @Nullable Concern concern) {}

    /// Lists the concerns of the portfolio in the order in which they were raised. Filters: `state` (`OPEN`,
    /// `ANSWERED`,
    /// `SETTLED`), `category`, `unit` (code, with those below), `days` (raised at least so many days ago).
    @Needs(Permission.VIEW_USE_CASES)
    @GetMapping("/concerns")
    Slice<Concern> list(
            Actor actor,
            @RequestParam MultiValueMap<String, String> filters,
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String cursor) {
        int size = Slice.limit(limit);
        var keys = Cursor.read(ORDER, 1, cursor);
        long after = keys == null || keys.getFirst() == null ? 0 : Long.parseLong(keys.getFirst());
        List<Concerns.Listed> rows = concerns.listAfter(actor, ConcernPages.query(filters), after, size + 1);
        return Slice.of(
                rows,
                size,
                Concerns.Listed::concern,
                r -> Cursor.after(ORDER, String.valueOf(r.concern().id())));
    }

    /// Reads the concerns about a use case with what was said to them, the oldest first.
    @Needs(Permission.VIEW_USE_CASES)
    @GetMapping("/use-cases/{id}/concerns")
    List<Concern> of(Actor actor, @PathVariable String id) {
        return concerns.of(actor, found(actor, id).id());
    }

    /// Raises a concern under one’s name.
    @Needs(Permission.COMMENT)
    @PostMapping("/use-cases/{id}/concerns")
    @ResponseStatus(HttpStatus.CREATED)
    Concern raise(Actor actor, @PathVariable String id, @RequestBody ConcernBody body) {
        UseCase useCase = found(actor, id);
        if (Boolean.TRUE.equals(body.anonymous())) {
            throw Problem.refused(List.of(Reason.of("anonymous", "demand.hearing.refused.anonymousApi")))
                    .exception();
        }
        return Answers.done(concerns.raise(
                actor,
                useCase.id(),
                new Concerns.Typed(Concerns.form(), or(body.category()), or(body.fear()), or(body.touched()))));
    }

    /// Answers a concern, and settles it or keeps it open; 412 when something was said since.
    @Needs(Permission.COMMENT)
    @PostMapping("/use-cases/{id}/concerns/{concern}/answers")
    Concern answer(Actor actor, @PathVariable String id, @PathVariable long concern, @RequestBody AnswerBody body) {
        Long seen = body.seen();
        return Answers.done(concerns.answer(
                actor,
                found(actor, id).id(),
                concern,
                seen == null ? 0 : seen,
                or(body.body()),
                Boolean.TRUE.equals(body.settled())));
    }

    /// Settles a concern that was answered.
    @Needs(Permission.COMMENT)
    @PostMapping("/use-cases/{id}/concerns/{concern}/settle")
    Concern settle(Actor actor, @PathVariable String id, @PathVariable long concern) {
        return Answers.done(concerns.settle(actor, found(actor, id).id(), concern));
    }

    /// Adds to a concern of one’s own; said of a settled one, it is not settled and waits again.
    @Needs(Permission.COMMENT)
    @PostMapping("/use-cases/{id}/concerns/{concern}/additions")
    Concern add(Actor actor, @PathVariable String id, @PathVariable long concern, @RequestBody AdditionBody body) {
        return Answers.done(concerns.add(actor, found(actor, id).id(), concern, or(body.body())));
    }

    /// Reads the conversation about a use case: comments, concerns, and what was asked, signed and decided.
    @Needs(Permission.VIEW_USE_CASES)
    @GetMapping("/use-cases/{id}/thread")
    List<ThreadEntry> thread(
            Actor actor,
            @PathVariable String id,
            @RequestParam(defaultValue = "false") boolean decisionsOnly,
            @RequestParam(defaultValue = "false") boolean newestFirst,
            Locale locale) {
        Lang lang = Lang.of(locale);
        return conversation.of(actor, found(actor, id).id(), decisionsOnly, newestFirst).stream()
                .map(entry -> view(entry, lang))
                .toList();
    }

    private ThreadEntry view(Entry entry, Lang lang) {
        return switch (entry) {
            case Entry.Commented(var c) ->
                new ThreadEntry(
                        c.at(),
                        "COMMENT",
                        c.byName(),
                        null,
                        null,
                        c.withdrawn() ? List.of() : List.of(c.body()),
                        c.id(),
                        null);
            case Entry.Feared(var c) ->
                new ThreadEntry(
                        c.at(),
                        "CONCERN",
                        c.byName(),
                        null,
                        messages.text(
                                lang, "demand.hearing.category." + c.category().name()),
                        List.of(c.fear()),
                        c.id(),
                        c);
            case Entry.Happened h ->
                new ThreadEntry(
                        h.at(),
                        h.what().name(),
                        h.byName(),
                        h.forName(),
                        messages.text(
                                lang,
                                "demand.hearing.what." + h.what().name(),
                                h.args().stream().map(arg -> worded(arg, lang)).toArray()),
                        h.words().stream().map(Conversation.Said::text).toList(),
                        null,
                        null);
        };
    }

    private Object worded(Object arg, Lang lang) {
        return switch (arg) {
            case Term(String key) -> messages.text(lang, key);
            case Both(String fr, String en) -> lang == Lang.FR ? fr : en;
            default -> String.valueOf(arg);
        };
    }

    private static String or(@Nullable String text) {
        return text == null ? "" : text;
    }

    private UseCase found(Actor actor, String id) {
        return Answers.found(
                Optional.of(id).filter(UseCaseId::matches).flatMap(c -> useCases.find(actor, new UseCaseId(c))));
    }
}
