package io.sextant.app.audit;

import io.sextant.app.audit.Finding.Kind;
import io.sextant.app.audit.Finding.Source;
import io.sextant.app.kernel.Auditable;
import io.sextant.app.kernel.Who;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.transaction.support.TransactionTemplate;

/// The way on when Sextant refuses to sign and the reason is known: the key was lost with its folder, or the database
/// was restored to an earlier day. What is accepted is written into the trail with its reason, and the next checkpoint
/// covers it; nothing is deleted.
final class Acceptance {
    /// Findings that leave every record in its place.
    private static final Set<Kind> IN_PLACE =
            EnumSet.of(Kind.SEAL_FALSE, Kind.SEAL_MISSING, Kind.ALTERED, Kind.REPLACED);

    private final Checkpoints checkpoints;
    private final CheckpointLog file;
    private final EventStore events;
    private final TransactionTemplate transaction;
    private final ApplicationEventPublisher publisher;

    Acceptance(
            Checkpoints checkpoints,
            CheckpointLog file,
            EventStore events,
            TransactionTemplate transaction,
            ApplicationEventPublisher publisher) {
        this.checkpoints = checkpoints;
        this.file = file;
        this.events = events;
        this.transaction = transaction;
        this.publisher = publisher;
    }

    /// What came of accepting.
    sealed interface Result {
        /// Accepted and signed.
        ///
        /// @param signed number of changes that the checkpoint covers
        /// @param seq the change that says what was accepted
        record Accepted(long signed, long seq) implements Result {}

        /// There was nothing to accept: the trail could be signed.
        record Needless() implements Result {}

        /// Records are missing or out of place, so that there is no trail to go on with.
        record Impossible(List<Finding> findings) implements Result {}
    }

    /// Accepts what keeps the trail from being signed, and signs it.
    ///
    /// @param reason why this is in order, in the author's words
    Result accept(String reason, Who by) {
        if (!(checkpoints.sign() instanceof Checkpoints.Result.Refused(var findings))) {
            return new Result.Needless();
        }
        boolean log = findings.stream().anyMatch(Acceptance::contradictsLog);
        if (!findings.stream().allMatch(finding -> IN_PLACE.contains(finding.kind()) || contradictsLog(finding))) {
            return new Result.Impossible(findings);
        }
        String aside = log ? file.setAside() : null;
        var accepted = new Accepted(
                by, reason, findings.stream().map(Acceptance::summary).toList(), aside);
        transaction.executeWithoutResult(status -> publisher.publishEvent(accepted));
        long seq = events.size();
        return switch (checkpoints.signDespite()) {
            case Checkpoints.Result.Covered(var head, var _) ->
                new Result.Accepted(head == null ? 0 : head.size(), seq);
            case Checkpoints.Result.Refused(var others) -> new Result.Impossible(others);
        };
    }

    /// The database is a consistent trail, but another one than the log file remembers.
    private static boolean contradictsLog(Finding finding) {
        return (finding.kind() == Kind.TRUNCATED || finding.kind() == Kind.REWRITTEN)
                && finding.detail().contains(Source.LOG);
    }

    private static String summary(Finding finding) {
        return finding.kind().code() + " " + finding.first() + "-" + finding.last();
    }

    /// What was accepted.
    ///
    /// @param log the name under which the log file was set aside
    record Accepted(
            Who by,
            String reason,
            List<String> findings,
            @Nullable String log) implements Auditable {
        @Override
        public String action() {
            return "audit.findings-accepted";
        }

        @Override
        public String subjectType() {
            return "audit-trail";
        }

        @Override
        public String subjectId() {
            return "trail";
        }

        @Override
        public Map<String, @Nullable Object> after() {
            var after = new LinkedHashMap<String, @Nullable Object>();
            after.put("findings", findings);
            if (log != null) {
                after.put("logSetAside", log);
            }
            return after;
        }
    }
}
