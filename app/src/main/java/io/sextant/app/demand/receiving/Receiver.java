package io.sextant.app.demand.receiving;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// An address at which a program delivers demands.
///
/// @param slug the part of its address that nobody guesses
/// @param lang language of what is delivered, `fr` or `en`
/// @param unitId the unit to which an idea goes that names none; absent for the whole company
/// @param source the inventory of the register that its keys belong to; absent for the one that its kind names
/// @param plain whether the secret in a header is proof enough
/// @param secretAt since when its secret holds
/// @param previousUntil until when the secret before it holds too; absent when it does not
/// @param pausedAt since when it receives nothing; absent while it does
/// @param removedAt when it was removed; absent while it is not
/// @param lastAt when something was last accepted; absent while nothing was
public record Receiver(
        long id,
        String slug,
        String name,
        ReceiverKind kind,
        String lang,
        @Nullable Long unitId,
        @Nullable String source,
        boolean plain,
        Instant secretAt,
        @Nullable Instant previousUntil,
        Instant madeAt,
        String madeBy,
        @Nullable Instant pausedAt,
        @Nullable Instant removedAt,
        @Nullable Instant lastAt) {
    /// Where programs deliver, from the root of the site.
    public String path() {
        return "/hooks/" + slug;
    }
}
