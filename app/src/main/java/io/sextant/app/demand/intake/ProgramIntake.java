package io.sextant.app.demand.intake;

import io.sextant.app.demand.Comments;
import io.sextant.app.demand.Content;
import io.sextant.app.demand.Stage;
import io.sextant.app.demand.Texts;
import io.sextant.app.demand.UseCase;
import io.sextant.app.demand.UseCaseId;
import io.sextant.app.demand.UseCases;
import io.sextant.app.demand.intake.ProgramStore.Known;
import io.sextant.app.identity.Actor;
import io.sextant.app.identity.UnitMerged;
import io.sextant.app.kernel.Announcement;
import io.sextant.app.kernel.Outcome;
import io.sextant.app.kernel.Who;
import io.sextant.app.platform.ui.Lang;
import io.sextant.app.platform.ui.Messages;
import io.sextant.app.platform.webhook.WebhookSeal;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// The door by which what programs elsewhere send becomes an idea that waits, or a note on the use case that they name.
/// A program never changes a use case, nor opens anew what somebody has answered. Thread-safe.
@Service
@Transactional(propagation = Propagation.MANDATORY)
public class ProgramIntake {
    /// Longest text of a note, in characters; the whole is there.
    private static final int NOTED = 3_000;

    private final PublicIntake intake;
    private final PublicStore entries;
    private final ProgramStore store;
    private final UseCases useCases;
    private final Comments comments;
    private final WebhookSeal seal;
    private final Messages messages;
    private final Clock clock;

    ProgramIntake(
            PublicIntake intake,
            PublicStore entries,
            ProgramStore store,
            UseCases useCases,
            Comments comments,
            WebhookSeal seal,
            Messages messages,
            Clock clock) {
        this.intake = intake;
        this.entries = entries;
        this.store = store;
        this.useCases = useCases;
        this.comments = comments;
        this.seal = seal;
        this.messages = messages;
        this.clock = clock;
    }

    /// What came of it.
    public enum Result {
        /// A new idea waits.
        RECEIVED,
        /// The idea that waited has new words.
        UPDATED,
        /// The use case has a note of what changed.
        NOTED,
        /// Nothing that is kept changed.
        UNCHANGED,
        /// It is left aside, for a reason.
        IGNORED
    }

    /// What came of something that was sent.
    ///
    /// @param why key of the message that says why it is left aside; absent otherwise
    public record Taken(
            Result result,
            @Nullable Long idea,
            @Nullable UseCaseId useCase,
            @Nullable String why) {}

    /// Takes what a receiver was sent. Whoever calls has made sure of the sender, and holds the receiver, so that what
    /// it
    /// is sent is taken one after the other.
    ///
    /// @param receiver key of the receiver
    /// @param name its name, under which it speaks
    /// @param unit its own unit, to which the idea goes when the sending names none
    public Taken take(long receiver, String name, @Nullable Long unit, Sending sent) {
        String source = sent.source();
        String key = sent.key();
        if (source != null && key != null) {
            store.alone(source, key);
        }
        Optional<UseCase> named = useCase(sent);
        if (named.isPresent()) {
            return note(name, sent, named.get());
        }
        Optional<IntakeEntry> waiting = source == null || key == null
                ? Optional.empty()
                : store.entry(source, key).flatMap(entries::lock);
        if (waiting.isPresent()) {
            return again(name, sent, waiting.get());
        }
        if (sent.gone()) {
            return new Taken(Result.IGNORED, null, null, "demand.receiver.ignored.gone");
        }
        if (sent.stage() == Stage.RETIRED) {
            return new Taken(Result.IGNORED, null, null, "demand.receiver.ignored.retired");
        }
        return receive(receiver, name, sent.unitId() == null ? unit : sent.unitId(), sent);
    }

    /// The use case that it names: by its code, unless that one belongs to another inventory, else by its key.
    private Optional<UseCase> useCase(Sending sent) {
        UseCaseId code = sent.code();
        if (code != null) {
            Optional<UseCase> found = useCases.find(Actor.system(), code)
                    .filter(u -> u.content().source() == null
                            || sent.sources().contains(u.content().source()));
            if (found.isPresent()) {
                return found;
            }
        }
        String key = sent.key();
        return key == null
                ? Optional.empty()
                : store.useCase(sent.sources(), key).flatMap(id -> useCases.find(Actor.system(), id));
    }

    private Taken receive(long receiver, String name, @Nullable Long unit, Sending sent) {
        String secret = PublicIntake.secret();
        long id = store.receive(
                receiver,
                PublicIntake.sha256(secret),
                seal.seal(secret.getBytes(StandardCharsets.UTF_8)),
                unit,
                sent,
                clock.instant());
        remember(sent);
        intake.tell(program(name), "received", "intake-entry", id, Map.of("receiver", receiver));
        intake.announce(
                Announcement.Kind.REQUEST,
                program(name),
                unit,
                id,
                "demand.intake.news.received",
                name,
                sent.texts().title());
        return new Taken(Result.RECEIVED, id, null, null);
    }

    private Taken again(String name, Sending sent, IntakeEntry entry) {
        UseCaseId became = entry.useCase();
        return switch (entry.state()) {
            case NEW -> {
                if (sent.gone()) {
                    yield new Taken(Result.IGNORED, entry.id(), null, "demand.receiver.ignored.goneWaiting");
                }
                if (facts(sent).equals(known(sent).orElse(null))) {
                    yield new Taken(Result.UNCHANGED, entry.id(), null, null);
                }
                store.reword(entry.id(), sent);
                remember(sent);
                intake.tell(program(name), "updated", "intake-entry", entry.id(), Map.of());
                yield new Taken(Result.UPDATED, entry.id(), null, null);
            }
            case ACCEPTED, JOINED ->
                Optional.ofNullable(became)
                        .flatMap(id -> useCases.find(Actor.system(), id))
                        .map(useCase -> note(name, sent, useCase))
                        .orElseGet(
                                () -> new Taken(Result.IGNORED, entry.id(), null, "demand.receiver.ignored.answered"));
            case DECLINED -> new Taken(Result.IGNORED, entry.id(), null, "demand.receiver.ignored.answered");
        };
    }

    private Taken note(String name, Sending sent, UseCase useCase) {
        UseCaseId id = useCase.id();
        if (useCase.archived()) {
            return new Taken(Result.IGNORED, null, id, "demand.receiver.ignored.archived");
        }
        Known before = known(sent).orElseGet(() -> facts(useCase.content(), sent.status()));
        Known now = facts(sent);
        var lines = new ArrayList<String>();
        Lang lang = sent.lang().equals("fr") ? Lang.FR : Lang.EN;
        if (sent.gone()) {
            lines.add(messages.text(lang, "demand.receiver.note.gone"));
        } else {
            String status = sent.status();
            if (!now.title().equals(before.title())) {
                lines.add(messages.text(
                        lang, "demand.receiver.note.title", sent.texts().title()));
            }
            if (status != null && !now.status().equals(before.status())) {
                lines.add(messages.text(lang, "demand.receiver.note.status", status));
            }
            String body = Sending.body(sent.texts());
            if (!body.isEmpty() && !now.words().equals(before.words())) {
                lines.add(messages.text(
                        lang,
                        "demand.receiver.note.words",
                        body.length() > NOTED ? body.substring(0, NOTED).strip() + " […]" : body));
            }
        }
        remember(sent);
        if (lines.isEmpty()) {
            return new Taken(Result.UNCHANGED, null, id, null);
        }
        String key = sent.key();
        lines.addFirst(
                key == null
                        ? messages.text(lang, "demand.receiver.note.head", name)
                        : messages.text(lang, "demand.receiver.note.headed", name, key));
        return switch (comments.add(Actor.system(), id, String.join("\n\n", lines))) {
            case Outcome.Done<Comments.Comment> _ -> new Taken(Result.NOTED, null, id, null);
            case Outcome.Refused<Comments.Comment> refused ->
                throw new IllegalStateException("a note was refused: " + refused.reasons());
            case Outcome.Stale<Comments.Comment> _ -> throw new IllegalStateException("comments have no versions");
        };
    }

    /// The end of the receipt's address of an idea that a program sent, for that program.
    public Optional<String> receipt(long idea) {
        return store.receipt(idea).flatMap(seal::open).map(secret -> new String(secret, StandardCharsets.UTF_8));
    }

    private static Known facts(Sending sent) {
        String status = sent.status();
        return facts(sent.texts(), status == null ? "" : status);
    }

    /// What the register knows of a use case that was never told of: its status there may be among its other columns.
    private static Known facts(Content content, @Nullable String status) {
        return facts(content.texts(), status != null && content.extra().containsValue(status) ? status : "");
    }

    private static Known facts(Texts texts, String status) {
        return new Known(
                PublicIntake.hex(texts.title()), PublicIntake.hex(status), PublicIntake.hex(Sending.body(texts)));
    }

    private Optional<Known> known(Sending sent) {
        String source = sent.source();
        String key = sent.key();
        return source == null || key == null ? Optional.empty() : store.known(source, key);
    }

    private void remember(Sending sent) {
        String source = sent.source();
        String key = sent.key();
        if (source != null && key != null && !sent.gone()) {
            store.remember(source, key, facts(sent));
        }
    }

    /// What a merged unit was sent, and will be, goes to the unit that takes its work over.
    @EventListener
    void follow(UnitMerged merged) {
        store.merge(merged.from(), merged.into());
    }

    private static Who program(String name) {
        return new Who(null, name, Who.Channel.API);
    }
}
