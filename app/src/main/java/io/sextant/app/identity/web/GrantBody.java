package io.sextant.app.identity.web;

import io.sextant.app.identity.Grant;
import io.sextant.app.identity.Role;
import io.sextant.app.identity.Unit;
import io.sextant.app.identity.UnitTree;
import io.sextant.app.kernel.Reason;
import io.sextant.app.platform.rest.Problem;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A role in the API: which, and in which unit. A unit is named by id or by code; neither means everywhere.
public record GrantBody(
        String role, @Nullable Long unitId, @Nullable String unitCode) {
    static GrantBody of(Grant grant, UnitTree tree) {
        var unitId = grant.unitId();
        return new GrantBody(
                grant.role().name(),
                unitId,
                unitId == null ? null : tree.find(unitId).map(Unit::code).orElse(null));
    }

    /// The grants that were sent.
    ///
    /// @throws io.sextant.app.platform.rest.ProblemException that names every one that cannot be understood
    static Set<Grant> read(@Nullable List<GrantBody> sent, UnitTree tree) {
        var grants = new LinkedHashSet<Grant>();
        var reasons = new ArrayList<Reason>();
        var number = 0;
        for (var body : sent == null ? List.<GrantBody>of() : sent) {
            var field = "grants[" + number++ + "]";
            var role = role(body.role());
            if (role == null) {
                reasons.add(
                        Reason.of(field + ".role", "identity.role.unknown", body.role() == null ? "" : body.role()));
                continue;
            }
            var unitId = body.unitId();
            var code = body.unitCode();
            if (unitId == null && code != null && !code.isBlank()) {
                unitId = tree.byCode(code).map(Unit::id).orElse(null);
                if (unitId == null) {
                    reasons.add(Reason.of(field + ".unitCode", "identity.grant.unknownUnit", code));
                    continue;
                }
            }
            grants.add(new Grant(role, unitId));
        }
        if (!reasons.isEmpty()) {
            throw Problem.refused(reasons).exception();
        }
        return grants;
    }

    static @Nullable Role role(@Nullable String name) {
        for (var role : Role.values()) {
            if (name != null && role.name().equals(name.strip().toUpperCase(Locale.ROOT))) {
                return role;
            }
        }
        return null;
    }
}
