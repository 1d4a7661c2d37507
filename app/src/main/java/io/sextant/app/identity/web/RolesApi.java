package io.sextant.app.identity.web;

import io.sextant.app.identity.Permission;
import io.sextant.app.identity.Role;
import io.sextant.app.identity.SignedIn;
import io.sextant.app.platform.rest.Slice;
import io.sextant.app.platform.ui.Ui;
import java.util.Arrays;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// What roles there are and what they allow, through the API.
@RestController
@RequestMapping("/api/v1/roles")
class RolesApi {
    /// A role.
    ///
    /// @param title in the caller's language
    /// @param byUnit whether it may be held in one unit only
    public record RoleBody(Role role, String title, String description, boolean byUnit, List<Permission> permissions) {}

    /// Lists the roles.
    @SignedIn
    @GetMapping
    Slice<RoleBody> list(Ui ui) {
        return new Slice<>(
                Arrays.stream(Role.values())
                        .map(role -> new RoleBody(
                                role,
                                ui.t("identity.role." + role + ".title"),
                                ui.t("identity.role." + role + ".description"),
                                role.byUnit(),
                                role.permissions().stream().sorted().toList()))
                        .toList(),
                null);
    }
}
