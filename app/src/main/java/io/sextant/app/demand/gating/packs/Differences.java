package io.sextant.app.demand.gating.packs;

import io.sextant.engine.gates.Condition;
import io.sextant.engine.gates.Criterion;
import io.sextant.engine.gates.Fact;
import io.sextant.engine.gates.Gate;
import io.sextant.engine.gates.GatePack;
import io.sextant.engine.gates.Lane;
import io.sextant.engine.gates.Remedy;
import io.sextant.engine.gates.Words;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What one edition of the gates says otherwise than another.
public final class Differences {
    private Differences() {}

    /// Something that is said otherwise.
    ///
    /// @param kind `gate`, `lane`, `criterion`, `remedy` or `fact`
    /// @param id which one
    /// @param field what of it, for example `when` or `days.fast`; empty where the whole is new or gone
    /// @param before absent where there was nothing
    /// @param after absent where there is nothing
    public record Difference(
            String kind,
            String id,
            String field,
            @Nullable String before,
            @Nullable String after) {}

    /// Whether who signed one criterion would sign the other unseen: it asks the same, in the same words.
    public static boolean sameDemand(@Nullable Criterion one, @Nullable Criterion other) {
        return one == null || other == null
                ? one == other
                : text(one.when()).equals(text(other.when()))
                        && text(one.impossible()).equals(text(other.impossible()))
                        && Objects.equals(one.signing(), other.signing())
                        && one.title().equals(other.title())
                        && one.why().equals(other.why())
                        && one.how().equals(other.how());
    }

    /// The criteria of all gates, by identifier.
    public static Map<String, Criterion> criteria(GatePack pack) {
        var criteria = new LinkedHashMap<String, Criterion>();
        pack.gates().values().forEach(gate -> gate.criteria().forEach(c -> criteria.put(c.id(), c)));
        return criteria;
    }

    /// What the second edition says otherwise than the first, in the order of the second.
    public static List<Difference> between(GatePack before, GatePack after) {
        var all = new ArrayList<Difference>();
        compare(all, "lane", lanes(before), lanes(after));
        compare(all, "gate", gates(before), gates(after));
        compare(
                all,
                "criterion",
                described(criteria(before), Differences::describe),
                described(criteria(after), Differences::describe));
        compare(
                all,
                "remedy",
                described(before.remedies(), Differences::describe),
                described(after.remedies(), Differences::describe));
        compare(
                all,
                "fact",
                described(before.facts(), Differences::describe),
                described(after.facts(), Differences::describe));
        return all;
    }

    private static void compare(
            List<Difference> all,
            String kind,
            Map<String, Map<String, String>> before,
            Map<String, Map<String, String>> after) {
        Set<String> ids = new LinkedHashSet<>(after.keySet());
        ids.addAll(before.keySet());
        for (String id : ids) {
            Map<String, String> was = before.get(id);
            Map<String, String> is = after.get(id);
            if (was == null || is == null) {
                all.add(new Difference(
                        kind,
                        id,
                        "",
                        was == null ? null : was.get("fr.title"),
                        is == null ? null : is.get("fr.title")));
                continue;
            }
            Set<String> fields = new LinkedHashSet<>(is.keySet());
            fields.addAll(was.keySet());
            for (String field : fields) {
                if (!Objects.equals(was.get(field), is.get(field))) {
                    all.add(new Difference(kind, id, field, was.get(field), is.get(field)));
                }
            }
        }
    }

    private static <T> Map<String, Map<String, String>> described(
            Map<String, T> things, Function<T, Map<String, String>> describe) {
        var described = new LinkedHashMap<String, Map<String, String>>();
        things.forEach((id, thing) -> described.put(id, describe.apply(thing)));
        return described;
    }

    private static Map<String, Map<String, String>> lanes(GatePack pack) {
        var lanes = new LinkedHashMap<String, Map<String, String>>();
        for (Lane lane : pack.lanes()) {
            var fields = new LinkedHashMap<String, String>();
            words(fields, "title", lane.name());
            put(fields, "when", text(lane.when()));
            lanes.put(lane.id(), fields);
        }
        return lanes;
    }

    private static Map<String, Map<String, String>> gates(GatePack pack) {
        var gates = new LinkedHashMap<String, Map<String, String>>();
        for (Gate gate : pack.gates().values()) {
            var fields = new LinkedHashMap<String, String>();
            words(fields, "title", gate.name());
            words(fields, "question", gate.question());
            gate.days().forEach((lane, days) -> fields.put("days." + lane, String.valueOf(days)));
            gates.put(gate.stage().name(), fields);
        }
        return gates;
    }

    private static Map<String, String> describe(Criterion c) {
        var fields = new LinkedHashMap<String, String>();
        words(fields, "title", c.title());
        words(fields, "why", c.why());
        words(fields, "how", c.how());
        put(fields, "clause", c.clause());
        put(fields, "axis", c.axis().id());
        put(fields, "applies", text(c.applies()));
        put(fields, "when", text(c.when()));
        put(fields, "impossible", text(c.impossible()));
        put(fields, "lanes", String.join(", ", c.lanes()));
        Criterion.Signing signing = c.signing();
        if (signing != null) {
            put(
                    fields,
                    "signs",
                    String.join(", ", signing.roles()) + " · " + signing.rule().name());
        }
        Criterion.WaiverRule waiver = c.waiver();
        if (waiver != null) {
            put(fields, "waiver", waiver.role() + " · " + waiver.days());
        }
        return fields;
    }

    private static Map<String, String> describe(Remedy r) {
        var fields = new LinkedHashMap<String, String>();
        words(fields, "title", r.title());
        words(fields, "how", r.how());
        put(fields, "satisfies", String.join(", ", r.satisfies()));
        put(fields, "owner", r.owner());
        put(fields, "effort", r.effort().toPlainString());
        put(fields, "cost", r.cost().toPlainString());
        put(fields, "lead", String.valueOf(r.lead()));
        put(fields, "after", String.join(", ", r.after()));
        put(fields, "scope", r.scope().name());
        return fields;
    }

    private static Map<String, String> describe(Fact f) {
        var fields = new LinkedHashMap<String, String>();
        words(fields, "title", f.says());
        put(fields, "type", f.type().name());
        put(fields, "from", f.from().name());
        put(fields, "values", String.join(", ", f.values()));
        return fields;
    }

    private static void words(Map<String, String> fields, String field, Words words) {
        put(fields, "fr." + field, words.in("fr"));
        put(fields, "en." + field, words.in("en"));
    }

    private static void put(Map<String, String> fields, String field, String value) {
        if (!value.isEmpty()) {
            fields.put(field, value);
        }
    }

    private static String text(@Nullable Condition condition) {
        return condition == null ? "" : condition.text();
    }
}
