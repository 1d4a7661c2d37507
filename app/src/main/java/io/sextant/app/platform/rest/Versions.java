package io.sextant.app.platform.rest;

import io.sextant.app.platform.rest.Problem.Type;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Versions as entity tags (RFC 9110 §8.8.3, §13.1.1), against lost updates: `ETag: "7"` answered, `If-Match: "7"` sent
/// back with the change.
public final class Versions {
    private static final Pattern TAG = Pattern.compile("(?:W/)?\"(\\d{1,18})\"");

    private Versions() {}

    /// The entity tag of a version.
    public static String etag(long version) {
        return "\"" + version + "\"";
    }

    /// The version that a change was made from.
    ///
    /// @param ifMatch the header `If-Match`
    /// @throws ProblemException 428 when it is absent, 400 when it is not one of our tags
    public static long required(@Nullable String ifMatch) {
        if (ifMatch == null || ifMatch.isBlank()) {
            throw Problem.of(Type.VERSION_REQUIRED).exception();
        }
        var tag = TAG.matcher(ifMatch.strip());
        if (!tag.matches()) {
            throw Problem.of(Type.BAD_REQUEST)
                    .because(io.sextant.app.kernel.Reason.of("If-Match", "rest.etag.shape", ifMatch))
                    .exception();
        }
        return Long.parseLong(tag.group(1));
    }
}
