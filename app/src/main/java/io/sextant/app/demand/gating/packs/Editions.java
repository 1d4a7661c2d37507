package io.sextant.app.demand.gating.packs;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.sextant.app.platform.knowledge.GateKnowledge;
import io.sextant.engine.gates.Fact;
import io.sextant.engine.gates.GatePack;
import io.sextant.engine.gates.pack.PackFile;
import io.sextant.engine.gates.pack.PackReader;
import io.sextant.engine.gates.pack.Problem;
import io.sextant.engine.gates.pack.Reading;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/// Which edition of the gates is in force when, and the editions themselves, compiled once. Thread-safe.
@Component
public class Editions {
    private static final Duration MEMORY = Duration.ofSeconds(2);

    private final GateKnowledge shipped;
    private final PackStore store;
    /// What is asked many times a second is asked of the database every other second, for other servers may change it.
    private final Cache<String, List<PackUse>> uses =
            Caffeine.newBuilder().expireAfterWrite(MEMORY).build();

    private final Cache<String, GatePack> packs =
            Caffeine.newBuilder().maximumSize(30).build();
    private final Cache<String, Reading> readings =
            Caffeine.newBuilder().maximumSize(20).build();

    Editions(GateKnowledge shipped, PackStore store) {
        this.shipped = shipped;
        this.store = store;
    }

    /// The shipped edition that is in force as long as no other is put into force.
    public GatePack shipped() {
        return shipped.pack();
    }

    /// The edition in force for use cases that come in that day.
    public GatePack inUse(LocalDate on) {
        List<PackUse> past = past(on);
        return past.isEmpty() ? shipped() : pack(past.getLast().edition());
    }

    /// The edition by which a use case of a day is judged on another.
    public GatePack judging(LocalDate created, LocalDate on) {
        List<PackUse> past = past(on);
        for (int i = past.size() - 1; i >= 0; i--) {
            PackUse use = past.get(i);
            LocalDate cutOver = use.cutOver();
            if (cutOver == null || !on.isBefore(cutOver) || !created.isBefore(use.from())) {
                return pack(use.edition());
            }
        }
        return shipped();
    }

    /// The editions by which a use case may be judged on a day, the one for those that come in that day first.
    public List<GatePack> holding(LocalDate on) {
        var names = new LinkedHashSet<String>();
        for (PackUse use : past(on).reversed()) {
            names.add(use.edition());
            LocalDate cutOver = use.cutOver();
            if (cutOver == null || !on.isBefore(cutOver)) {
                return names.stream().map(this::pack).toList();
            }
        }
        names.add(GateKnowledge.CURRENT);
        return names.stream().map(this::pack).toList();
    }

    /// Says something else whenever any use case may be judged by another edition.
    public String basis(LocalDate on) {
        return GateKnowledge.CURRENT
                + past(on).stream()
                        .map(u -> " " + u.id() + (u.cutOver() != null && on.isBefore(u.cutOver()) ? "*" : ""))
                        .collect(Collectors.joining());
    }

    /// What came into force until a day, the latest last.
    private List<PackUse> past(LocalDate on) {
        return uses.get("uses", key -> store.uses()).stream()
                .filter(u -> u.withdrawnAt() == null && !u.from().isAfter(on))
                .sorted(Comparator.comparing(PackUse::from).thenComparing(PackUse::id))
                .toList();
    }

    /// Forgets what is in force, so that it is asked anew.
    void forget() {
        uses.invalidateAll();
    }

    private GatePack pack(String edition) {
        return find(edition).orElseThrow(() -> new IllegalStateException("no edition " + edition));
    }

    /// An edition, shipped or made here; empty when there is none of that name.
    public Optional<GatePack> find(String edition) {
        if (edition.equals(GateKnowledge.CURRENT)) {
            return Optional.of(shipped());
        }
        GatePack known = packs.getIfPresent(edition);
        if (known == null) {
            Optional<PackTexts> texts = texts(edition);
            if (texts.isEmpty()) {
                return Optional.empty();
            }
            known = switch (PackReader.read(edition, texts.get().files())) {
                case Reading.Accepted(GatePack pack) -> pack;
                case Reading.Refused(List<Problem> problems) ->
                    throw new IllegalStateException("edition " + edition + ": " + problems);
            };
            packs.put(edition, known);
        }
        return Optional.of(known);
    }

    /// The texts of an edition, shipped or made here.
    public Optional<PackTexts> texts(String edition) {
        List<PackFile> files = GateKnowledge.files(edition);
        return files.isEmpty() ? store.texts(edition) : Optional.of(PackTexts.of(files));
    }

    /// Reads texts that may be at fault, as an edition of that name. Beyond what the engine refuses, an edition may
    /// name
    /// only roles that Sextant knows, and asks of Sextant's own facts no other type than they have.
    public Reading read(String edition, PackTexts texts) {
        return readings.get(edition + " " + texts.digest(), key -> {
            Reading reading = PackReader.read(edition, texts.files());
            return reading instanceof Reading.Accepted(GatePack pack) ? checked(pack, texts) : reading;
        });
    }

    private Reading checked(GatePack pack, PackTexts texts) {
        var problems = new ArrayList<Problem>();
        Set<String> roles = Arrays.stream(io.sextant.app.identity.Role.values())
                .map(Enum::name)
                .collect(Collectors.toSet());
        for (String role : pack.roles()) {
            if (!roles.contains(role)) {
                problems.add(problem(texts, "roles", role, "demand.packs.problem.role", role));
            }
        }
        for (Fact fact : pack.facts().values()) {
            if (fact.from() == Fact.From.INTAKE) {
                continue;
            }
            Fact own = shipped().facts().get(fact.id());
            boolean same = own != null
                    && own.from() == fact.from()
                    && own.type() == fact.type()
                    && new HashSet<>(fact.values()).containsAll(own.values());
            if (!same) {
                problems.add(problem(texts, "facts", fact.id(), "demand.packs.problem.fact", fact.id()));
            }
        }
        for (Fact own : shipped().facts().values()) {
            Fact fact = pack.facts().get(own.id());
            if (own.from() != Fact.From.INTAKE && fact != null && fact.from() == Fact.From.INTAKE) {
                problems.add(problem(texts, "facts", own.id(), "demand.packs.problem.fact", own.id()));
            }
        }
        return problems.isEmpty() ? new Reading.Accepted(pack) : new Reading.Refused(problems);
    }

    private static Problem problem(PackTexts texts, String path, String word, String code, Object... args) {
        List<String> lines = texts.facts().lines().toList();
        int line = 0;
        for (int i = 0; i < lines.size() && line == 0; i++) {
            if (lines.get(i).matches(".*(?<![\\w])" + java.util.regex.Pattern.quote(word) + "(?![\\w]).*")) {
                line = i + 1;
            }
        }
        return new Problem("facts.yaml", path, line, code, List.of(args));
    }
}
