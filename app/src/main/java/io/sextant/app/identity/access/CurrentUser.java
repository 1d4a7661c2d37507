package io.sextant.app.identity.access;

import io.sextant.app.identity.Actor;
import io.sextant.app.identity.InPlace;
import io.sextant.app.identity.People;
import io.sextant.app.identity.Permission;
import io.sextant.app.platform.ui.Lang;
import io.sextant.app.platform.ui.SignedInUser;
import io.sextant.app.platform.ui.Theme;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;

/// Tells the pages who reads them. When the database is away everyone is a stranger: the page that says so must not
/// fail for the same reason.
@Component
class CurrentUser implements SignedInUser {
    private final ObjectProvider<People> people;

    CurrentUser(ObjectProvider<People> people) {
        this.people = people;
    }

    private static @Nullable Actor actor() {
        try {
            return ActorAuthentication.current();
        } catch (DataAccessException | TransactionException e) {
            return null;
        }
    }

    @Override
    public @Nullable Profile profile() {
        var actor = actor();
        if (actor == null) {
            return null;
        }
        var language = actor.language();
        return new Profile(
                actor.name(),
                Objects.requireNonNullElse(actor.email(), ""),
                language == null ? null : Lang.of(language),
                Theme.of(actor.theme()));
    }

    @Override
    public @Nullable HiddenField inPlaceOf() {
        var request = RequestContextHolder.getRequestAttributes();
        if (request == null
                || !(request.getAttribute(ActorArgument.PLACED, RequestAttributes.SCOPE_REQUEST)
                        instanceof Actor placed)) {
            return null;
        }
        var absent = placed.inPlaceOf();
        return absent == null ? null : new HiddenField(InPlace.PARAMETER, String.valueOf(absent.userId()));
    }

    @Override
    public boolean mayDo(String permission) {
        var actor = actor();
        if (actor == null) {
            return false;
        }
        for (var known : Permission.values()) {
            if (known.name().equals(permission)) {
                return actor.may(known);
            }
        }
        throw new IllegalArgumentException("there is no permission " + permission);
    }

    @Override
    public void remember(Lang lang) {
        var actor = actor();
        if (actor != null) {
            people.getObject().prefer(actor, lang.code(), null);
        }
    }

    @Override
    public void remember(Theme theme) {
        var actor = actor();
        if (actor != null) {
            people.getObject().prefer(actor, null, theme.code());
        }
    }
}
