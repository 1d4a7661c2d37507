package io.sextant.app.demand.gating;

import io.sextant.app.demand.Stage;
import io.sextant.app.demand.UseCase;
import io.sextant.app.demand.gating.packs.Differences;
import io.sextant.app.demand.gating.packs.Editions;
import io.sextant.engine.gates.Axis;
import io.sextant.engine.gates.Evaluation;
import io.sextant.engine.gates.Fact;
import io.sextant.engine.gates.Facts;
import io.sextant.engine.gates.Finding;
import io.sextant.engine.gates.Gate;
import io.sextant.engine.gates.GatePack;
import io.sextant.engine.gates.Sight;
import io.sextant.engine.gates.Signature;
import io.sextant.engine.gates.Situation;
import io.sextant.engine.gates.Waiver;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// How a use case is judged at a gate: what counts of the signatures on it, and what a signature rests on. Asks nothing
/// of the database. Thread-safe.
@Component
class Judging {
    private final UseCaseFacts facts;
    private final JsonMapper json;
    private final Editions editions;

    Judging(UseCaseFacts facts, JsonMapper json, Editions editions) {
        this.facts = facts;
        this.json = json;
        this.editions = editions;
    }

    /// A use case as the gates of an edition see it.
    ///
    /// @param told what people said of it, by the name of the fact
    record Seen(Facts facts, Map<Axis, Sight> sights, Map<String, Object> told, LocalDate on) {}

    /// The use case as the gates of an edition see it on a day.
    ///
    /// @param known the known facts, by their names
    Seen see(GatePack pack, UseCase useCase, Map<String, Object> known, LocalDate on) {
        Map<String, Fact> catalogue = pack.facts();
        Map<String, Object> told = new TreeMap<>(known);
        // The stage moves because of signatures; what Sextant counts or the calendar says is not what they rest on.
        told.keySet()
                .removeIf(name -> name.equals("stage")
                        || !catalogue.containsKey(name)
                        || catalogue.get(name).from() == Fact.From.REGISTER
                        || catalogue.get(name).from() == Fact.From.CALENDAR);
        return new Seen(pack.facts(known), facts.sights(useCase), told, on);
    }

    /// What a signature on a criterion rests on: the facts of its condition or, where it has none, all that people
    /// said.
    Map<String, Object> basis(Finding finding, Seen seen) {
        return stored(finding.facts().isEmpty() ? seen.told() : finding.facts());
    }

    /// What the gate to a stage finds, with the signatures and waivers that stand.
    Evaluation evaluate(
            GatePack pack, Seen seen, Stage stage, List<GateSignature> signatures, List<GateWaiver> waivers) {
        Gate gate = pack.gate(io.sextant.engine.inventory.Stage.valueOf(stage.name()));
        Evaluation bare = gate.evaluate(new Situation(seen.facts(), seen.sights(), seen.on()));
        List<Waiver> waived = waivers.stream()
                .filter(w -> w.withdrawnAt() == null)
                .map(w -> new Waiver(w.criterion(), w.role(), w.from(), w.until()))
                .toList();
        if (signatures.isEmpty() && waived.isEmpty()) {
            return bare;
        }
        // What the signatures rest on is known only from a look at the gate without them.
        Map<String, Finding> found = byCriterion(bare);
        List<Signature> standing = signatures.stream()
                .filter(s -> s.fallenAt() == null
                        && sameDemand(s, pack)
                        && changed(s, found.get(s.criterion()), seen).isEmpty())
                .map(s -> new Signature(s.criterion(), s.role(), String.valueOf(s.byId())))
                .toList();
        return gate.evaluate(new Situation(seen.facts(), seen.sights(), standing, waived, seen.on()));
    }

    static Map<String, Finding> byCriterion(Evaluation evaluation) {
        var found = new HashMap<String, Finding>();
        evaluation.findings().forEach(f -> found.put(f.criterion().id(), f));
        return found;
    }

    /// Whether an edition asks of a criterion what the signer signed.
    boolean sameDemand(GateSignature signature, GatePack pack) {
        return signature.edition().equals(pack.edition())
                || editions.find(signature.edition())
                        .map(signed -> Differences.sameDemand(
                                Differences.criteria(signed).get(signature.criterion()),
                                Differences.criteria(pack).get(signature.criterion())))
                        .orElse(true);
    }

    /// Names of the facts that are no longer what the signer saw.
    List<String> changed(GateSignature signature, @Nullable Finding now, Seen seen) {
        if (now == null) {
            return List.of();
        }
        Map<String, Object> present = basis(now, seen);
        var names = new TreeSet<String>();
        signature.basis().forEach((name, value) -> {
            if (!value.equals(present.get(name))) {
                names.add(name);
            }
        });
        // A fact of the condition that was learnt since counts; one more thing said of the use case does not.
        now.facts().keySet().stream()
                .filter(name -> !signature.basis().containsKey(name))
                .forEach(names::add);
        return List.copyOf(names);
    }

    /// The facts as they come back from the database.
    Map<String, Object> stored(Map<String, Object> given) {
        return json.readValue(json.writeValueAsString(given), GateStore.FACTS);
    }
}
