package io.sextant.engine.gates;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a gate found about one criterion.
///
/// @param condition whether the facts are as asked, whoever has signed
/// @param facts known values of the facts and sights it rests on, in the order of their names
/// @param unknown names of those that are unknown and keep it from being decided; empty unless something is undecided
/// @param missing roles that still have to sign, once the condition holds; for one signature in any role, all of them
/// @param waiver the waiver that stands, when the state is [State#WAIVED]
/// @param fault what kept a condition from being computed, for example a division by zero; its state is then unknown
public record Finding(
        Criterion criterion,
        State state,
        Truth condition,
        Map<String, Object> facts,
        Set<String> unknown,
        List<String> missing,
        @Nullable Waiver waiver,
        @Nullable String fault) {}
