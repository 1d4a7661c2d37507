package io.sextant.app.identity.access;

import io.sextant.app.identity.PasskeyPlace;
import io.sextant.app.identity.People;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// The whole addresses that Sextant shows to be copied: under the address it was told is its own, else under the one by
/// which whoever asks reached it.
@Component
public class Links {
    private final @Nullable URI url;

    Links(AccessSettings settings) {
        this.url = settings.url();
    }

    /// The address at which somebody invited chooses a password.
    public String invitation(People.Link link, HttpServletRequest request) {
        return base(request) + "/invitation?link=" + link.secret();
    }

    /// The address to which the company's sign-in service sends people back.
    public String oidc(HttpServletRequest request) {
        return base(request) + "/login/oidc/return";
    }

    /// The address of the sign-in page, for whoever has signed out elsewhere.
    public String signedOut(HttpServletRequest request) {
        return base(request) + "/login?out";
    }

    /// Where passkeys are made and used.
    public PasskeyPlace passkeys(HttpServletRequest request) {
        return PasskeyPlace.of(URI.create(base(request)));
    }

    private String base(HttpServletRequest request) {
        if (url != null) {
            return url.toString().replaceAll("/+$", "");
        }
        var port = request.getServerPort();
        var usual = port == (request.getScheme().equals("https") ? 443 : 80) || port <= 0;
        return request.getScheme() + "://" + request.getServerName() + (usual ? "" : ":" + port)
                + request.getContextPath();
    }
}
