package io.sextant.app.audit.web;

import io.sextant.app.audit.AuditTrail;
import io.sextant.app.audit.FindingWords;
import io.sextant.app.audit.Verification;
import io.sextant.app.identity.Actor;
import io.sextant.app.platform.jobs.Job;
import io.sextant.app.platform.jobs.Jobs;
import io.sextant.app.platform.ui.Lang;
import io.sextant.app.platform.ui.Messages;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Verifications asked for by people and programs, in the background; whoever asks while one is under way gets that
/// one.
@Component
class VerifyJobs {
    /// The kind of job.
    static final String KIND = "audit.verify";

    private final AuditTrail trail;
    private final Jobs jobs;
    private final Messages messages;
    private @Nullable Long last;

    VerifyJobs(AuditTrail trail, Jobs jobs, Messages messages) {
        this.trail = trail;
        this.jobs = jobs;
        this.messages = messages;
    }

    /// Starts a verification, unless one is under way.
    ///
    /// @return its number
    synchronized long start(Actor actor) {
        var running = running();
        if (running.isPresent()) {
            return running.get().id();
        }
        long total = trail.state(actor).events();
        long id = jobs.start(KIND, actor.id(), progress -> {
            progress.total(total);
            return report(trail.verify(actor, progress::done));
        });
        last = id;
        return id;
    }

    /// The one under way.
    synchronized Optional<Job> running() {
        return Optional.ofNullable(last).flatMap(jobs::find).filter(job -> !job.over());
    }

    /// The verification of this number.
    Optional<Job> find(long id) {
        return jobs.find(id).filter(job -> job.kind().equals(KIND));
    }

    private Map<String, @Nullable Object> report(Verification result) {
        var report = new LinkedHashMap<String, @Nullable Object>();
        report.put("intact", result.intact());
        report.put("changes", result.events());
        report.put("checkpoints", result.checkpoints());
        var last = result.last();
        report.put("signedChanges", last == null ? 0 : last.size());
        report.put("findings", findings(result));
        report.put("moreFindings", result.more());
        return report;
    }

    private List<Map<String, @Nullable Object>> findings(Verification result) {
        return result.findings().stream()
                .map(finding -> {
                    var words = new LinkedHashMap<String, @Nullable Object>();
                    words.put("code", finding.kind().code());
                    words.put("first", finding.first());
                    words.put("last", finding.last());
                    for (var lang : Lang.values()) {
                        words.put(
                                "message" + lang.name().charAt(0) + lang.code().substring(1),
                                FindingWords.of(finding, (key, args) -> messages.text(lang, key, args)));
                    }
                    return (Map<String, @Nullable Object>) words;
                })
                .toList();
    }
}
