package io.sextant.app.platform.ui;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;

/// The person at the other end, or a stranger where no room knows accounts.
final class Visitor {
    private final ObjectProvider<SignedInUser> accounts;

    Visitor(ObjectProvider<SignedInUser> accounts) {
        this.accounts = accounts;
    }

    SignedInUser.@Nullable Profile profile() {
        var user = accounts.getIfAvailable();
        return user == null ? null : user.profile();
    }

    SignedInUser.@Nullable HiddenField inPlaceOf() {
        var user = accounts.getIfAvailable();
        return user == null ? null : user.inPlaceOf();
    }

    boolean mayDo(String permission) {
        var user = accounts.getIfAvailable();
        return user != null && user.mayDo(permission);
    }

    void remember(Lang lang) {
        if (profile() != null) {
            accounts.ifAvailable(user -> user.remember(lang));
        }
    }

    void remember(Theme theme) {
        if (profile() != null) {
            accounts.ifAvailable(user -> user.remember(theme));
        }
    }
}
