package io.sextant.app.demand.receiving;

import io.sextant.app.demand.UseCaseId;
import io.sextant.app.demand.importing.TrackerWords;
import io.sextant.app.demand.intake.ProgramIntake;
import io.sextant.app.demand.intake.ProgramIntake.Taken;
import io.sextant.app.demand.receiving.Payload.Read;
import io.sextant.app.demand.receiving.ReceiverStore.Answered;
import io.sextant.app.kernel.Reason;
import io.sextant.app.platform.knowledge.TrackerKnowledge;
import io.sextant.app.platform.webhook.Signer;
import io.sextant.app.platform.webhook.WebhookSeal;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The door for deliveries. A delivery proves who sent it, by one of four means: the signature of Standard Webhooks
/// over
/// identifier, time and body; the signature of WebSub over the body, as Jira signs; or, where the receiver allows it,
/// the secret itself as a bearer token or as the password of HTTP Basic. It is taken once: what was accepted before is
/// answered as it was then. An address that does not exist answers as a bad
/// signature does.
///
/// Each delivery that proves itself counts against its receiver's limit; others do not, so that nobody silences a
/// receiver by knowing its address. Thread-safe.
@Component
public class Reception {
    /// Longest body, in bytes.
    public static final int MAX_BODY = 256 * 1024;

    /// How long ago Jira may have made an event that it signs: it tries again for over an hour, with the same time.
    private static final Duration JIRA_WINDOW = Duration.ofHours(6);

    private static final int EXCERPT = 1_024;
    private static final int MAX_IDENTIFIER = 200;
    /// Refused deliveries without proof that are written down in a minute.
    private static final int MOST_UNPROVEN = 20;
    private static final byte[] NOBODY = new byte[32];

    private final ReceiverStore store;
    private final ReceiverSettings settings;
    private final WebhookSeal seal;
    private final ProgramIntake intake;
    private final TrackerWords words;
    private final TrackerKnowledge trackers;
    private final JsonMapper json;
    private final Clock clock;
    private final TransactionTemplate transaction;

    Reception(
            ReceiverStore store,
            ReceiverSettings settings,
            WebhookSeal seal,
            ProgramIntake intake,
            TrackerWords words,
            TrackerKnowledge trackers,
            JsonMapper json,
            Clock clock,
            PlatformTransactionManager transactions) {
        this.store = store;
        this.settings = settings;
        this.seal = seal;
        this.intake = intake;
        this.words = words;
        this.trackers = trackers;
        this.json = json;
        this.clock = clock;
        transaction = new TransactionTemplate(transactions);
    }

    /// What came over HTTP.
    ///
    /// @param type its content type
    /// @param body its bytes as they came; one byte more than [#MAX_BODY] stands for too many
    public record Sent(
            String slug,
            @Nullable String type,
            byte[] body,
            @Nullable String id,
            @Nullable String time,
            @Nullable String signature,
            @Nullable String hubSignature,
            @Nullable String authorization,
            @Nullable String jiraId) {}

    /// What is answered.
    public sealed interface Answer {
        /// It was accepted.
        ///
        /// @param result what came of it; with a repetition, what came of it the first time
        /// @param again whether it was accepted before
        /// @param idea number of the idea
        /// @param useCase code of the use case
        /// @param receipt the end of the receipt's address, where whoever sent it follows the idea
        /// @param remarks what was left out, or why it was left aside
        record Accepted(
                Result result,
                boolean again,
                @Nullable Long idea,
                @Nullable String useCase,
                @Nullable String receipt,
                List<Reason> remarks)
                implements Answer {}

        /// It was not.
        ///
        /// @param left when to come again; zero where that is of no use
        /// @param line of the text where it stops being JSON; 0 where that is not the matter
        record Refused(Result result, List<Reason> reasons, Duration left, int line, int column) implements Answer {}
    }

    /// How a delivery proved itself.
    ///
    /// @param told what tells it from every other
    /// @param late whether its time is not of now
    private record Proof(String told, boolean late) {}

    /// Takes a delivery.
    public Answer take(Sent sent) {
        Instant now = clock.instant();
        Receiver receiver = Objects.requireNonNull(transaction.execute(s -> store.receiver(sent.slug())))
                .orElse(null);
        List<byte[]> secrets = receiver == null ? List.of() : secrets(receiver, now);
        if (sent.body().length > MAX_BODY) {
            return refused(receiver, secrets, sent, Result.LARGE, List.of(), false);
        }
        String type = sent.type() == null ? "" : sent.type().toLowerCase(Locale.ROOT);
        if (!type.matches("application/([\\w.+-]+\\+)?json\\s*(;.*)?")) {
            return refused(receiver, secrets, sent, Result.TYPE, List.of(), false);
        }
        Proof proof = proof(sent, receiver, secrets.isEmpty() ? List.of(NOBODY) : secrets, now);
        if (receiver == null || secrets.isEmpty() || proof == null) {
            return refused(receiver, secrets, sent, Result.UNPROVEN, List.of(unproven()), false);
        }
        if (proof.late()) {
            return refused(
                    receiver, secrets, sent, Result.LATE, List.of(Reason.whole("demand.receiver.refused.late")), true);
        }
        Instant minute = now.truncatedTo(ChronoUnit.MINUTES);
        int uses = Objects.requireNonNull(transaction.execute(s -> store.count("receiver " + receiver.id(), minute)));
        if (uses > settings.perMinute()) {
            // The first one over it tells the administrator; the rest would only push out what matters.
            Duration wait = Duration.between(now, minute.plus(1, ChronoUnit.MINUTES));
            if (uses == settings.perMinute() + 1) {
                log(receiver, secrets, sent, Result.LIMITED, List.of());
            }
            return new Answer.Refused(Result.LIMITED, List.of(), wait, 0, 0);
        }
        if (receiver.pausedAt() != null) {
            return refused(receiver, secrets, sent, Result.PAUSED, List.of(), true);
        }
        JsonNode body;
        try {
            body = json.readTree(sent.body());
        } catch (JacksonException e) {
            log(receiver, secrets, sent, Result.MALFORMED, List.of());
            var at = e.getLocation();
            return new Answer.Refused(
                    Result.MALFORMED,
                    List.of(),
                    Duration.ZERO,
                    at == null ? 1 : at.getLineNr(),
                    at == null ? 1 : at.getColumnNr());
        }
        if (sent.hubSignature() != null && sent.signature() == null && old(body, now)) {
            return refused(
                    receiver, secrets, sent, Result.LATE, List.of(Reason.whole("demand.receiver.refused.late")), true);
        }
        return Objects.requireNonNull(transaction.execute(s -> taken(receiver, secrets, sent, proof, body, now)));
    }

    private Answer taken(Receiver receiver, List<byte[]> secrets, Sent sent, Proof proof, JsonNode body, Instant now) {
        // One after the other: the second of two equal ones finds what came of the first.
        store.lock(receiver.id());
        byte[] identity = sha256(proof.told().getBytes(StandardCharsets.UTF_8));
        byte[] digest = sha256(sent.body());
        Optional<Answered> before = store.answered(receiver.id(), identity);
        if (before.isPresent()) {
            Answered known = before.get();
            if (!MessageDigest.isEqual(known.digest(), digest)) {
                List<Reason> why = List.of(Reason.whole("demand.receiver.refused.reused"));
                write(receiver, secrets, sent, Result.REUSED, null, null, why, null, null, now);
                return new Answer.Refused(Result.REUSED, why, Duration.ZERO, 0, 0);
            }
            write(receiver, secrets, sent, Result.AGAIN, null, null, List.of(), known.idea(), known.useCase(), now);
            return new Answer.Accepted(
                    known.result(), true, known.idea(), known.useCase(), receipt(known.idea()), known.reasons());
        }
        return switch (Payload.read(receiver, words, trackers.rules(), body)) {
            case Read.Wrong(List<Reason> faults) -> {
                write(receiver, secrets, sent, Result.INVALID, null, null, faults, null, null, now);
                yield new Answer.Refused(Result.INVALID, faults, Duration.ZERO, 0, 0);
            }
            case Read.Tried() -> {
                write(receiver, secrets, sent, Result.TEST, identity, digest, List.of(), null, null, now);
                yield new Answer.Accepted(Result.TEST, false, null, null, null, List.of());
            }
            case Read.Told(var sending, List<Reason> remarks) -> {
                Taken taken = intake.take(receiver.id(), receiver.name(), receiver.unitId(), sending);
                Result result = Result.valueOf(taken.result().name());
                var told = new ArrayList<>(remarks);
                String why = taken.why();
                if (why != null) {
                    told.addFirst(Reason.whole(why));
                }
                UseCaseId useCase = taken.useCase();
                String code = useCase == null ? null : useCase.code();
                write(receiver, secrets, sent, result, identity, digest, told, taken.idea(), code, now);
                yield new Answer.Accepted(result, false, taken.idea(), code, receipt(taken.idea()), told);
            }
        };
    }

    private @Nullable String receipt(@Nullable Long idea) {
        return idea == null ? null : intake.receipt(idea).orElse(null);
    }

    // ----------------------------------------------------------------------------------------------------------- proof

    private List<byte[]> secrets(Receiver receiver, Instant now) {
        return Objects.requireNonNull(transaction.execute(s -> store.secrets(receiver.id(), now))).stream()
                .flatMap(kept -> seal.open(kept).stream())
                .toList();
    }

    private @Nullable Proof proof(Sent sent, @Nullable Receiver receiver, List<byte[]> secrets, Instant now) {
        String signature = sent.signature();
        String hub = sent.hubSignature();
        if (signature != null) {
            String id = sent.id();
            String time = sent.time();
            if (id == null || time == null || id.isBlank() || id.length() > MAX_IDENTIFIER) {
                return null;
            }
            boolean good = false;
            for (byte[] secret : secrets) {
                good |= Signer.verifies(secret, id, time, sent.body(), signature);
            }
            return good ? new Proof("id " + id, far(time, now)) : null;
        }
        if (hub != null) {
            boolean good = false;
            for (byte[] secret : secrets) {
                good |= Signer.verifiesHub(secret, sent.body(), hub);
            }
            // The identifier that Jira gives is not signed: only the body is.
            return good ? new Proof(bodyOf(sent), false) : null;
        }
        String given = given(sent.authorization());
        if (given == null) {
            return null;
        }
        boolean good = false;
        for (byte[] secret : secrets) {
            good |= Signer.names(secret, given);
        }
        if (!good || receiver == null || !receiver.plain()) {
            return null;
        }
        String id = sent.id() != null ? sent.id() : sent.jiraId();
        return new Proof(id == null || id.isBlank() || id.length() > MAX_IDENTIFIER ? bodyOf(sent) : "id " + id, false);
    }

    private static String bodyOf(Sent sent) {
        return "body " + Base64.getEncoder().encodeToString(sha256(sent.body()));
    }

    /// The secret that somebody named: a bearer token, or the password of HTTP Basic.
    private static @Nullable String given(@Nullable String authorization) {
        if (authorization == null) {
            return null;
        }
        String[] parts = authorization.strip().split("\\s+", 2);
        if (parts.length != 2) {
            return null;
        }
        if (parts[0].equalsIgnoreCase("Bearer")) {
            return parts[1];
        }
        if (!parts[0].equalsIgnoreCase("Basic")) {
            return null;
        }
        try {
            String pair = new String(Base64.getDecoder().decode(parts[1]), StandardCharsets.UTF_8);
            return pair.indexOf(':') < 0 ? null : pair.substring(pair.indexOf(':') + 1);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private boolean far(String seconds, Instant now) {
        if (!seconds.matches("\\d{1,11}")) {
            return true;
        }
        try {
            Instant at = Instant.ofEpochSecond(Long.parseLong(seconds));
            return Duration.between(at, now).abs().compareTo(settings.window()) > 0;
        } catch (DateTimeException | ArithmeticException e) {
            return true;
        }
    }

    /// Whether an event that Jira signed says that it is old. One that does not say when it was is taken once.
    private boolean old(JsonNode body, Instant now) {
        JsonNode time = body.path("timestamp");
        if (!time.isIntegralNumber() || !time.canConvertToLong()) {
            return false;
        }
        Duration age = Duration.between(Instant.ofEpochMilli(time.asLong()), now);
        return age.compareTo(JIRA_WINDOW) > 0 || age.compareTo(settings.window().negated()) < 0;
    }

    private static Reason unproven() {
        return Reason.whole("demand.receiver.refused.unproven");
    }

    // ------------------------------------------------------------------------------------------------------------- log

    /// @param proven whether the sender proved itself; who did not may write so much in a minute
    private Answer refused(
            @Nullable Receiver receiver,
            List<byte[]> secrets,
            Sent sent,
            Result result,
            List<Reason> reasons,
            boolean proven) {
        if (receiver != null) {
            Instant minute = clock.instant().truncatedTo(ChronoUnit.MINUTES);
            int uses = proven
                    ? 0
                    : Objects.requireNonNull(
                            transaction.execute(s -> store.count("receiver unproven " + receiver.id(), minute)));
            if (uses <= MOST_UNPROVEN) {
                log(receiver, secrets, sent, result, reasons);
            }
        }
        return new Answer.Refused(result, reasons, result == Result.PAUSED ? Duration.ofHours(1) : Duration.ZERO, 0, 0);
    }

    private void log(Receiver receiver, List<byte[]> secrets, Sent sent, Result result, List<Reason> reasons) {
        transaction.executeWithoutResult(
                s -> write(receiver, secrets, sent, result, null, null, reasons, null, null, clock.instant()));
    }

    private void write(
            Receiver receiver,
            List<byte[]> secrets,
            Sent sent,
            Result result,
            byte @Nullable [] identity,
            byte @Nullable [] digest,
            List<Reason> reasons,
            @Nullable Long idea,
            @Nullable String useCase,
            Instant now) {
        String id = sent.id() != null ? sent.id() : sent.jiraId();
        store.log(
                receiver.id(),
                result,
                id == null ? null : readable(without(secrets, id), MAX_IDENTIFIER),
                identity,
                digest,
                reasons,
                excerpt(secrets, sent.body()),
                idea,
                useCase,
                now);
    }

    /// The beginning of a body, for whoever mends its sender: whole characters, and never our secret.
    private static @Nullable String excerpt(List<byte[]> secrets, byte[] body) {
        if (body.length == 0) {
            return null;
        }
        // Somewhat more is looked at, so that a secret that is cut in two is found too.
        String text = without(
                secrets, new String(Arrays.copyOf(body, Math.min(body.length, 2 * EXCERPT)), StandardCharsets.UTF_8));
        return readable(text, EXCERPT);
    }

    private static String without(List<byte[]> secrets, String text) {
        String kept = text;
        for (byte[] secret : secrets) {
            String shown = Signer.shown(secret);
            kept = kept.replace(shown, "…").replace(shown.substring(shown.indexOf('_') + 1), "…");
        }
        return kept;
    }

    private static String readable(String text, int bytes) {
        String clean = text.replaceAll("[\\p{Cntrl}&&[^\\n\\t]]|\\p{Cs}", "\uFFFD");
        var out = new ByteArrayOutputStream();
        for (int i = 0; i < clean.length(); ) {
            int next = clean.offsetByCodePoints(i, 1);
            byte[] one = clean.substring(i, next).getBytes(StandardCharsets.UTF_8);
            if (out.size() + one.length > bytes) {
                break;
            }
            out.writeBytes(one);
            i = next;
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
