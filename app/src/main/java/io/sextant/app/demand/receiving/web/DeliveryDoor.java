package io.sextant.app.demand.receiving.web;

import io.sextant.app.demand.receiving.Reception;
import io.sextant.app.demand.receiving.Reception.Answer;
import io.sextant.app.demand.receiving.Result;
import io.sextant.app.identity.Open;
import io.sextant.app.identity.Site;
import io.sextant.app.kernel.Reason;
import io.sextant.app.platform.rest.Problem;
import io.sextant.app.platform.rest.Problem.Type;
import io.sextant.app.platform.rest.Problems;
import io.sextant.app.platform.ui.Lang;
import io.sextant.app.platform.ui.Messages;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/// Where programs elsewhere deliver. Open to everyone: each delivery proves itself.
@RestController
class DeliveryDoor {
    private final Reception reception;
    private final Site site;
    private final Messages messages;

    DeliveryDoor(Reception reception, Site site, Messages messages) {
        this.reception = reception;
        this.site = site;
        this.messages = messages;
    }

    /// What came of a delivery.
    ///
    /// @param idea number of the idea that it became or changed
    /// @param useCase code of the use case that has its note
    /// @param receipt the page on which whoever asked follows the idea, without an account
    /// @param remarks what was left out of it, or why it was left aside
    record Received(
            Result result,
            @Nullable Long idea,
            @Nullable String useCase,
            @Nullable String receipt,
            List<Remark> remarks) {}

    /// Something that was left out, or why nothing was done.
    ///
    /// @param field absent when it concerns the whole
    record Remark(@Nullable String field, String code, String message) {}

    @Open
    @PostMapping("/hooks/{slug}")
    ResponseEntity<Received> receive(@PathVariable String slug, HttpServletRequest request) throws IOException {
        byte[] body = request.getInputStream().readNBytes(Reception.MAX_BODY + 1);
        String hub = request.getHeader("X-Hub-Signature");
        Answer answer = reception.take(new Reception.Sent(
                slug,
                request.getContentType(),
                body,
                request.getHeader("webhook-id"),
                request.getHeader("webhook-timestamp"),
                request.getHeader("webhook-signature"),
                hub != null ? hub : request.getHeader("X-Hub-Signature-256"),
                request.getHeader("Authorization"),
                request.getHeader("X-Atlassian-Webhook-Identifier")));
        return switch (answer) {
            case Answer.Accepted accepted -> {
                var entity = ResponseEntity.accepted().header("Cache-Control", "no-store");
                if (accepted.again()) {
                    entity.header("Idempotency-Replayed", "true");
                }
                yield entity.body(received(accepted, Lang.of(request.getLocale())));
            }
            case Answer.Refused refused -> throw problem(refused).exception();
        };
    }

    private Received received(Answer.Accepted accepted, Lang lang) {
        String receipt = accepted.receipt();
        return new Received(
                accepted.result(),
                accepted.idea(),
                accepted.useCase(),
                receipt == null ? null : address("/idea/receipt/" + receipt),
                accepted.remarks().stream()
                        .map(r -> new Remark(r.field(), r.code(), messages.text(lang, r)))
                        .toList());
    }

    private String address(String path) {
        return site.address(path).orElseGet(() -> ServletUriComponentsBuilder.fromCurrentContextPath()
                .path(path)
                .build()
                .toUriString());
    }

    private static Problem problem(Answer.Refused refused) {
        long wait = Math.max(1, refused.left().plus(Duration.ofMillis(999)).toSeconds());
        List<Reason> reasons = refused.reasons();
        return switch (refused.result()) {
            case UNPROVEN, LATE -> because(Problems.unauthenticated(Type.UNAUTHENTICATED), reasons);
            case PAUSED -> Problem.of(Type.PAUSED).with("Retry-After", String.valueOf(wait));
            case LIMITED -> Problem.of(Type.TOO_MANY_ATTEMPTS, wait).with("Retry-After", String.valueOf(wait));
            case TYPE -> Problem.of(Type.UNSUPPORTED_MEDIA_TYPE).with("Accept", "application/json");
            case LARGE -> because(Problem.of(Type.TOO_LARGE), List.of(Reason.whole("demand.receiver.refused.large")));
            case MALFORMED ->
                Problem.of(Type.MALFORMED, refused.line(), refused.column())
                        .member("line", refused.line())
                        .member("column", refused.column());
            case INVALID -> Problem.refused(reasons);
            case REUSED -> because(Problem.of(Type.KEY_REUSED), reasons);
            case RECEIVED, UPDATED, NOTED, UNCHANGED, IGNORED, TEST, AGAIN ->
                throw new IllegalStateException("accepted: " + refused.result());
        };
    }

    private static Problem because(Problem problem, List<Reason> reasons) {
        Problem told = problem;
        for (Reason reason : reasons) {
            told = told.because(reason);
        }
        return told;
    }
}
