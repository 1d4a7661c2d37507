package io.sextant.app.demand;

import io.sextant.app.demand.Revision.Act;
import io.sextant.app.demand.store.UseCaseStore;
import io.sextant.app.demand.store.UseCaseStore.Changed;
import io.sextant.app.demand.store.UseCaseStore.Fresh;
import io.sextant.app.identity.Actor;
import io.sextant.app.identity.Permission;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// The register's door for imports: many use cases at once, each with its revision and its audit event, inside the
/// transaction of the import. Contents must have been checked. Thread-safe.
@Service
@Transactional(propagation = Propagation.MANDATORY)
public class UseCaseBatches {
    private final UseCaseStore store;
    private final ApplicationEventPublisher events;

    UseCaseBatches(UseCaseStore store, ApplicationEventPublisher events) {
        this.store = store;
        this.events = events;
    }

    /// A use case and what it becomes.
    public record Change(UseCase before, Content after) {}

    /// A new use case with all that can be worked out before its transaction needs it.
    public static final class Prepared {
        private final Content content;
        private final Verdict need;
        private final Map<String, Content.Change> changes;

        private Prepared(Content content) {
            this.content = content;
            this.need = NeedSight.of(content).verdict();
            this.changes = Content.changes(null, content);
        }

        public Content content() {
            return content;
        }
    }

    /// Works out what registering this use case takes; outside any transaction, on any thread.
    @Transactional(propagation = Propagation.SUPPORTS)
    public Prepared prepare(Content content) {
        return new Prepared(content);
    }

    /// A use case that was just registered.
    public record Registered(UseCaseId id, long key) {}

    /// Reserves numbers for new use cases and returns the first.
    public long reserve(int year, int count) {
        return store.reserve(year, count);
    }

    /// Registers use cases under consecutive numbers of a year that were reserved; in the same order.
    public List<Registered> register(
            Actor actor, int year, long firstNumber, List<Prepared> prepared, @Nullable String reason, Instant now) {
        var fresh = new ArrayList<Fresh>(prepared.size());
        for (Prepared p : prepared) {
            actor.require(Permission.IMPORT_USE_CASES, p.content.unitId());
            fresh.add(new Fresh(UseCaseId.of(year, firstNumber + fresh.size()), p.content, p.need, p.changes));
        }
        List<Long> keys = store.insert(fresh, actor.who(), Act.IMPORTED, reason, now);
        var registered = new ArrayList<Registered>(prepared.size());
        for (int i = 0; i < fresh.size(); i++) {
            Fresh f = fresh.get(i);
            registered.add(new Registered(f.id(), keys.get(i)));
            events.publishEvent(new UseCaseChanged(actor.who(), f.id(), Act.IMPORTED, reason, f.changes()));
        }
        return registered;
    }

    /// Changes use cases that were locked before, each one version further.
    public void change(Actor actor, List<Change> changes, Act act, @Nullable String reason, Instant now) {
        var changed = new ArrayList<Changed>(changes.size());
        for (Change change : changes) {
            actor.require(Permission.IMPORT_USE_CASES, change.before().content().unitId());
            actor.require(Permission.IMPORT_USE_CASES, change.after().unitId());
            changed.add(new Changed(
                    change.before(),
                    change.after(),
                    NeedSight.of(change.after()).verdict()));
        }
        store.update(changed, actor.who(), act, reason, now);
        for (Changed c : changed) {
            events.publishEvent(new UseCaseChanged(
                    actor.who(),
                    c.before().id(),
                    act,
                    reason,
                    Content.changes(c.before().content(), c.after())));
        }
    }

    /// Removes use cases that an import created and that nobody touched since; the trail keeps what they were.
    public void withdraw(Actor actor, List<UseCase> useCases, @Nullable String reason) {
        for (UseCase useCase : useCases) {
            actor.require(Permission.IMPORT_USE_CASES, useCase.content().unitId());
        }
        store.delete(useCases.stream().map(UseCase::key).toList());
        for (UseCase useCase : useCases) {
            events.publishEvent(new UseCaseChanged(
                    actor.who(),
                    useCase.id(),
                    Act.UNDONE,
                    reason,
                    Content.changes(
                            useCase.content(), Content.titled(useCase.content().lang(), ""))));
        }
    }

    /// Those use cases that exist among these identifiers, locked until the transaction ends.
    public List<UseCase> lock(Collection<String> codes) {
        return store.lockAll(codes);
    }

    /// Those use cases that exist among these identifiers, archived or not.
    public List<UseCase> byCodes(Collection<String> codes) {
        return store.byCodes(codes);
    }

    /// Those use cases of one inventory that carry these keys, archived or not.
    public List<UseCase> bySource(String source, Collection<String> externalKeys) {
        return store.bySource(source, externalKeys);
    }

    /// Those use cases of one inventory that carry no key and have one of these titles, archived or not.
    public List<UseCase> bySourceAndTitle(String source, Collection<String> titles) {
        return store.bySourceAndTitle(source, titles);
    }

    /// Those use cases that have one of these titles: of one inventory under any key or none, of the others under the
    /// key given with the title; not the archived.
    ///
    /// @param keys the key given with each title; empty for none
    public List<UseCaseStore.Titled> titled(String source, List<String> titles, List<String> keys) {
        return store.titled(source, titles, keys);
    }

    /// How many use cases belong to one inventory, archived or not.
    public int countOfSource(String source) {
        return store.countOfSource(source);
    }

    /// What a use case held at a version; empty when that is not known.
    public Optional<Content> contentAt(UseCase useCase, long version) {
        if (version == useCase.version()) {
            return Optional.of(useCase.content());
        }
        return version < 1 || version > useCase.version()
                ? Optional.empty()
                // Archiving and bringing back are versions that leave the content alone.
                : store.contentAt(useCase.key(), version).or(() -> Optional.of(useCase.content()));
    }

    /// Keys of those use cases on which somebody commented, to which somebody attached a file, or of which a gate knows
    /// something.
    public Collection<Long> discussed(Collection<Long> keys) {
        return store.discussed(keys);
    }

    /// What a use case held before it came to this version; empty for its first.
    public Optional<Content> contentBefore(UseCase useCase, long version) {
        return store.contentBefore(useCase.key(), version);
    }
}
