package io.sextant.app.demand.telling;

import io.sextant.app.demand.UseCaseId;
import io.sextant.app.demand.UseCases;
import io.sextant.app.demand.gating.GateEvent;
import io.sextant.app.demand.gating.Gates;
import io.sextant.app.demand.gating.SignaturesExpected;
import io.sextant.app.demand.telling.TellingStore.Subject;
import io.sextant.app.identity.Actors;
import io.sextant.app.identity.Permission;
import io.sextant.app.identity.Role;
import io.sextant.app.kernel.Announcement;
import io.sextant.app.kernel.Announcement.Both;
import io.sextant.app.kernel.Announcement.Holders;
import io.sextant.app.kernel.Announcement.Kind;
import io.sextant.app.kernel.Announcement.Term;
import io.sextant.app.kernel.Who;
import io.sextant.engine.gates.Remedy;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/// Announces what happens at the gates to those concerned, in the transaction in which it happens.
@Component
class GateNews {
    /// Days before the end of a waiver at which people are told.
    static final int WAIVER_DAYS = 7;

    private static final int CHUNK = 200;

    private final TellingStore store;
    private final Gates gates;
    private final UseCases useCases;
    private final Actors actors;
    private final ApplicationEventPublisher events;
    private final Clock clock;
    private final TransactionTemplate transaction;

    GateNews(
            TellingStore store,
            Gates gates,
            UseCases useCases,
            Actors actors,
            ApplicationEventPublisher events,
            Clock clock,
            PlatformTransactionManager transactions) {
        this.store = store;
        this.gates = gates;
        this.useCases = useCases;
        this.actors = actors;
        this.events = events;
        this.clock = clock;
        transaction = new TransactionTemplate(transactions);
    }

    @EventListener
    void announce(GateEvent event) {
        // What nobody waits for is not news: answers to questions of the intake, lines of the charter, differences,
        // one's
        // own signature, and what ends by itself.
        switch (event.verb()) {
            case "asked" -> asked(event);
            case "questioned" -> questioned(event);
            case "replied" -> replied(event);
            case "signature-fell" -> signatureFell(event);
            case "decision-fell" -> decisionFell(event);
            case "decided" -> decided(event);
            case "appealed" -> appealed(event);
            case "appeal-answered" -> appealAnswered(event);
            case "action-started" -> actionStarted(event);
            default -> {}
        }
    }

    private void asked(GateEvent event) {
        Subject subject = store.subject(event.id().code());
        Object promised = event.after().get("promised");
        tell(
                event.by(),
                Kind.REQUEST,
                subject,
                Stream.empty(),
                deciders(subject),
                "#decide",
                List.of(stage(event), LocalDate.parse(String.valueOf(promised))),
                event.reason(),
                "demand.telling.asked");
    }

    private void questioned(GateEvent event) {
        Subject subject = store.subject(event.id().code());
        tell(
                event.by(),
                Kind.QUESTION,
                subject,
                Stream.concat(store.requester(subject.key()).stream(), owners(subject)),
                List.of(),
                "#request",
                List.of(),
                store.question(number(event, "question")).body(),
                "demand.telling.questioned");
    }

    private void replied(GateEvent event) {
        Subject subject = store.subject(event.id().code());
        TellingStore.Asked question = store.question(number(event, "question"));
        tell(
                event.by(),
                Kind.REPLY,
                subject,
                Stream.ofNullable(question.byId()),
                List.of(),
                "#request",
                List.of(),
                question.reply(),
                "demand.telling.replied");
    }

    private void signatureFell(GateEvent event) {
        Subject subject = store.subject(event.id().code());
        String criterion = String.valueOf(event.after().get("criterion"));
        tell(
                event.by(),
                Kind.SIGNATURE_FELL,
                subject,
                Stream.concat(store.signer(subject.key(), criterion).stream(), owners(subject)),
                List.of(),
                "#" + criterion,
                List.of(criterion(subject, criterion)),
                null,
                "demand.telling.signatureFell");
    }

    private void decisionFell(GateEvent event) {
        Subject subject = store.subject(event.id().code());
        tell(
                event.by(),
                Kind.SIGNATURE_FELL,
                subject,
                Stream.concat(store.decider(number(event, "decision")).stream(), owners(subject)),
                List.of(),
                "#latest",
                List.of(),
                null,
                "demand.telling.decisionFell");
    }

    private void decided(GateEvent event) {
        Subject subject = store.subject(event.id().code());
        tell(
                event.by(),
                Kind.DECISION,
                subject,
                Stream.concat(store.requester(subject.key()).stream(), owners(subject)),
                List.of(),
                "#latest",
                List.of(new Term("demand.gates.answer." + event.after().get("answer")), stage(event)),
                event.reason(),
                "demand.telling.decided");
    }

    private void appealed(GateEvent event) {
        Subject subject = store.subject(event.id().code());
        tell(
                event.by(),
                Kind.APPEAL,
                subject,
                Stream.empty(),
                deciders(subject),
                "#latest",
                List.of(),
                event.reason(),
                "demand.telling.appealed");
    }

    private void appealAnswered(GateEvent event) {
        Subject subject = store.subject(event.id().code());
        long decision = number(event, "decision");
        tell(
                event.by(),
                Kind.APPEAL_ANSWERED,
                subject,
                Stream.of(
                                store.appellant(decision).stream(),
                                store.decider(decision).stream(),
                                store.requester(subject.key()).stream(),
                                owners(subject))
                        .flatMap(people -> people),
                List.of(),
                "#latest",
                List.of(),
                event.reason(),
                "demand.telling.appeal." + event.after().get("outcome"));
    }

    private void actionStarted(GateEvent event) {
        Subject subject = store.subject(event.id().code());
        String remedy = String.valueOf(event.after().get("remedy"));
        Optional<TellingStore.Doing> doing = store.action(subject.key(), remedy);
        if (doing.isEmpty()) {
            return;
        }
        Long owner = doing.get().ownerId();
        Remedy known = gates.remedy(subject.useCase(), remedy).orElse(null);
        tell(
                event.by(),
                Kind.ACTION,
                subject,
                Stream.ofNullable(owner),
                owner != null
                        ? List.of()
                        : List.of(new Holders(
                                doing.get().ownerRole(),
                                doing.get().shared() ? null : subject.useCase().unitId())),
                "#path",
                List.of(
                        known == null
                                ? remedy
                                : new Both(known.title().fr(), known.title().en()),
                        LocalDate.parse(String.valueOf(event.after().get("ready")))),
                null,
                "demand.telling.action");
    }

    @EventListener
    void announce(SignaturesExpected event) {
        Subject subject = store.subject(event.id().code());
        LocalDate promised =
                store.open(subject.key()).map(TellingStore.Open::promised).orElseGet(gates::today);
        event.roles().forEach((criterion, roles) -> {
            var people = new ArrayList<Long>();
            var holders = new ArrayList<Holders>();
            for (String role : roles) {
                Long owner =
                        switch (Role.valueOf(role)) {
                            case BUSINESS_OWNER -> subject.businessOwner();
                            case TECHNICAL_OWNER -> subject.technicalOwner();
                            default -> null;
                        };
                if (owner != null) {
                    people.add(owner);
                } else {
                    holders.add(new Holders(role, subject.useCase().unitId()));
                }
            }
            tell(
                    event.by(),
                    Kind.SIGNATURE_EXPECTED,
                    subject,
                    people.stream(),
                    holders,
                    "#" + criterion,
                    List.of(criterion(subject, criterion), promised),
                    null,
                    "demand.telling.signature");
        });
    }

    /// Tells of the waivers that end soon, each once, each in a transaction of its own.
    void tellOfEndingWaivers() {
        LocalDate today = gates.today();
        for (List<TellingStore.Ending> ending;
                !(ending = store.ending(today, today.plusDays(WAIVER_DAYS), CHUNK)).isEmpty(); ) {
            for (TellingStore.Ending waiver : ending) {
                transaction.executeWithoutResult(status -> {
                    if (store.told(waiver.id(), clock.instant())) {
                        tellOf(waiver);
                    }
                });
            }
        }
    }

    private void tellOf(TellingStore.Ending waiver) {
        Subject subject = store.subject(waiver.code());
        tell(
                Who.SYSTEM,
                Kind.WAIVER_ENDING,
                subject,
                Stream.concat(Stream.ofNullable(waiver.byId()), owners(subject)),
                List.of(new Holders(waiver.role(), subject.useCase().unitId())),
                "#" + waiver.criterion(),
                List.of(criterion(subject, waiver.criterion()), waiver.until()),
                null,
                "demand.telling.waiver");
    }

    // --------------------------------------------------------------------------------------------------------- pieces

    private void tell(
            Who by,
            Kind kind,
            Subject subject,
            Stream<Long> people,
            List<Holders> holders,
            String anchor,
            List<Object> more,
            @Nullable String detail,
            String key) {
        UseCaseId id = new UseCaseId(subject.useCase().code());
        Set<Long> seeing = people.filter(person -> actors.find(person, Who.Channel.WEB)
                        .flatMap(actor -> useCases.find(actor, id))
                        .isPresent())
                .collect(Collectors.toSet());
        var args = new ArrayList<Object>();
        args.add(new Both(subject.useCase().title("fr"), subject.useCase().title("en")));
        args.addAll(more);
        events.publishEvent(new Announcement(
                by,
                kind,
                seeing,
                holders,
                Permission.VIEW_USE_CASES.name(),
                subject.useCase().unitId(),
                subject.useCase().code(),
                "/use-cases/" + subject.useCase().code() + "/gate" + anchor,
                key,
                args,
                detail));
    }

    private static List<Holders> deciders(Subject subject) {
        return Arrays.stream(Role.values())
                .filter(role -> role.allows(Permission.DECIDE_GATES))
                .map(role -> new Holders(role.name(), subject.useCase().unitId()))
                .toList();
    }

    private static Stream<Long> owners(Subject subject) {
        return Stream.of(Optional.ofNullable(subject.businessOwner()), Optional.ofNullable(subject.technicalOwner()))
                .flatMap(Optional::stream);
    }

    private static Term stage(GateEvent event) {
        return new Term("demand.stage." + event.after().get("stage"));
    }

    private static long number(GateEvent event, String name) {
        return ((Number) Objects.requireNonNull(event.after().get(name))).longValue();
    }

    private Object criterion(Subject subject, String id) {
        return gates.criterion(subject.useCase(), id)
                .<Object>map(title -> new Both(title.fr(), title.en()))
                .orElse(id);
    }
}
