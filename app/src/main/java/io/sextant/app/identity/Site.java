package io.sextant.app.identity;

import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The address under which people reach this Sextant, as whoever runs it said it, for what leads back from elsewhere. A
/// value.
///
/// @param url absent where nobody said it
public record Site(@Nullable URI url) {
    /// The whole address of a page; empty where nobody said under which address pages are reached.
    ///
    /// @param path from the root of the site, with its slash
    public Optional<String> address(String path) {
        return Optional.ofNullable(url).map(u -> u.toString().replaceAll("/+$", "") + path);
    }
}
