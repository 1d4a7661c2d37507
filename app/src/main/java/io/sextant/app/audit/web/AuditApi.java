package io.sextant.app.audit.web;

import io.sextant.app.audit.AuditEvent;
import io.sextant.app.audit.AuditTrail;
import io.sextant.app.audit.AuditTrail.AnchorResult;
import io.sextant.app.audit.EventFilter;
import io.sextant.app.identity.Actor;
import io.sextant.app.identity.Needs;
import io.sextant.app.identity.Permission;
import io.sextant.app.kernel.Reason;
import io.sextant.app.platform.jobs.Job;
import io.sextant.app.platform.rest.Answers;
import io.sextant.app.platform.rest.Cursor;
import io.sextant.app.platform.rest.Problem;
import io.sextant.app.platform.rest.Slice;
import java.net.URI;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// The trail for programs.
@RestController
@RequestMapping("/api/v1/audit")
class AuditApi {
    private final AuditTrail trail;
    private final VerifyJobs verifications;

    AuditApi(AuditTrail trail, VerifyJobs verifications) {
        this.trail = trail;
        this.verifications = verifications;
    }

    /// A change of the trail.
    ///
    /// @param seq its place, from 1
    /// @param actorId the account; absent when no account acted
    /// @param before the values before, only of the fields that changed
    /// @param after the values after
    /// @param canonical the canonical JSON of both, exactly as it was hashed
    /// @param previousHash the fingerprint of the change before, in hexadecimal
    /// @param hash its own fingerprint
    public record ChangeView(
            long seq,
            Instant recordedAt,
            @Nullable Long actorId,
            String actorName,
            String channel,
            String action,
            String subjectType,
            String subjectId,
            @Nullable String reason,
            Map<String, @Nullable Object> before,
            Map<String, @Nullable Object> after,
            String canonical,
            String previousHash,
            String hash) {
        static ChangeView of(AuditEvent event) {
            var before = new LinkedHashMap<String, @Nullable Object>();
            var after = new LinkedHashMap<String, @Nullable Object>();
            for (var field : event.fields()) {
                if (field.hadBefore()) {
                    before.put(field.name(), field.before());
                }
                if (field.hasAfter()) {
                    after.put(field.name(), field.after());
                }
            }
            return new ChangeView(
                    event.seq(),
                    event.recordedAt(),
                    event.actorId(),
                    event.actorName(),
                    event.channel(),
                    event.action(),
                    event.subjectType(),
                    event.subjectId(),
                    event.reason(),
                    before,
                    after,
                    event.change(),
                    event.prevHash(),
                    event.hash());
        }
    }

    /// How the trail stands.
    ///
    /// @param changes how many there are
    /// @param signedChanges how many the last checkpoint covers
    /// @param verifiedAt when the trail was last read through since the server started
    /// @param intact whether nothing was wrong then
    public record StateView(
            long changes,
            long signedChanges,
            @Nullable Instant signedAt,
            @Nullable String keyId,
            @Nullable Instant verifiedAt,
            @Nullable Boolean intact) {}

    /// A verification, under way or over.
    ///
    /// @param state `WAITING`, `RUNNING`, `DONE`, `FAILED` or `INTERRUPTED`
    /// @param report what was found, once it is done
    public record VerificationView(long id, String state, int percent, Map<String, @Nullable Object> report) {
        static VerificationView of(Job job) {
            return new VerificationView(job.id(), job.state().name(), job.percent(), job.result());
        }
    }

    /// Lists changes, newest first.
    @Needs(Permission.VIEW_AUDIT)
    @GetMapping("/events")
    Slice<ChangeView> events(
            Actor actor,
            @RequestParam(required = false) @Nullable Set<String> subjectType,
            @RequestParam(required = false) @Nullable String subjectId,
            @RequestParam(name = "actor", required = false) @Nullable Set<Long> accounts,
            @RequestParam(required = false) @Nullable Set<String> action,
            @RequestParam(required = false) @Nullable Set<String> channel,
            @RequestParam(required = false) @Nullable Instant from,
            @RequestParam(required = false) @Nullable Instant to,
            @RequestParam(required = false) @Nullable String text,
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String cursor) {
        var filter = new EventFilter(
                orNone(subjectType), subjectId, orNone(accounts), orNone(action), orNone(channel), from, to, text);
        int size = Slice.limit(limit);
        String list = "changes " + filter;
        var rows = Answers.done(trail.events(actor, filter, place(list, cursor), size + 1));
        return Slice.of(rows, size, ChangeView::of, event -> Cursor.after(list, event.seq()));
    }

    /// Reads a change.
    @Needs(Permission.VIEW_AUDIT)
    @GetMapping("/events/{seq}")
    ChangeView event(Actor actor, @PathVariable long seq) {
        return ChangeView.of(Answers.found(trail.event(actor, seq)));
    }

    /// Proves that a change is in the trail that was signed last.
    @Needs(Permission.VIEW_AUDIT)
    @GetMapping("/events/{seq}/proof")
    AuditTrail.Inclusion inclusion(Actor actor, @PathVariable long seq) {
        Answers.found(trail.event(actor, seq));
        return Answers.done(trail.inclusion(actor, seq));
    }

    /// Proves that one signed trail is the beginning of another.
    @Needs(Permission.VIEW_AUDIT)
    @GetMapping("/consistency")
    AuditTrail.Consistency consistency(Actor actor, @RequestParam long older, @RequestParam long newer) {
        return Answers.done(trail.consistency(actor, older, newer));
    }

    /// Lists signed checkpoints, newest first.
    @Needs(Permission.VIEW_AUDIT)
    @GetMapping("/checkpoints")
    Slice<AuditTrail.Checkpoint> checkpoints(
            Actor actor,
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String cursor) {
        int size = Slice.limit(limit);
        var rows = trail.checkpoints(actor, place("checkpoints", cursor), size + 1);
        return Slice.of(rows, size, row -> row, row -> Cursor.after("checkpoints", row.size()));
    }

    /// Says how the trail stands.
    @Needs(Permission.VIEW_AUDIT)
    @GetMapping("/state")
    StateView state(Actor actor) {
        var state = trail.state(actor);
        var verification = state.verification();
        return new StateView(
                state.events(),
                state.signed(),
                state.signedAt(),
                state.keyId(),
                verification == null ? null : verification.at(),
                verification == null ? null : verification.intact());
    }

    /// Reads the anchor of the last checkpoint, without signing anything.
    @Needs(Permission.VIEW_AUDIT)
    @GetMapping("/anchor")
    AnchorResult.Anchor lastAnchor(Actor actor) {
        return Answers.found(trail.lastAnchor(actor));
    }

    /// Signs the trail as it stands and answers with its anchor, to be kept elsewhere.
    @Needs(Permission.VIEW_AUDIT)
    @PostMapping("/anchor")
    AnchorResult.Anchor anchor(Actor actor) {
        return switch (trail.anchor(actor)) {
            case AnchorResult.Anchor anchor -> anchor;
            case AnchorResult.Empty _ ->
                throw Problem.refused(List.of(Reason.whole("audit.anchor.empty")))
                        .exception();
            case AnchorResult.Broken _ ->
                throw Problem.refused(List.of(Reason.whole("audit.anchor.broken")))
                        .exception();
        };
    }

    /// Starts a verification of the whole trail, in the background.
    @Needs(Permission.VIEW_AUDIT)
    @PostMapping("/verify")
    ResponseEntity<VerificationView> verify(Actor actor) {
        long id = verifications.start(actor);
        return ResponseEntity.accepted()
                .location(URI.create("/api/v1/audit/verify/" + id))
                .body(VerificationView.of(Answers.found(verifications.find(id))));
    }

    /// Says how far a verification is, and what it found.
    @Needs(Permission.VIEW_AUDIT)
    @GetMapping("/verify/{id}")
    VerificationView verification(@PathVariable long id) {
        return VerificationView.of(Answers.found(verifications.find(id)));
    }

    private static @Nullable Long place(String list, @Nullable String cursor) {
        var keys = Cursor.read(list, 1, cursor);
        String key = keys == null ? null : keys.getFirst();
        return key == null ? null : Long.valueOf(key);
    }

    private static <T> Set<T> orNone(@Nullable Set<T> values) {
        return values == null ? Set.of() : values;
    }
}
