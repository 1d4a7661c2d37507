package io.sextant.app.platform.rest;

import io.sextant.app.kernel.Reason;
import io.sextant.app.platform.rest.Problem.Type;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A part of a list, as the API answers it.
///
/// @param next the cursor of the following part; absent at the end of the list
public record Slice<T>(List<T> items, @Nullable String next) {
    /// Items of a part when the caller does not say.
    public static final int LIMIT_DEFAULT = 50;
    /// Most items of a part.
    public static final int LIMIT_MAX = 200;

    public Slice {
        items = List.copyOf(items);
    }

    /// The part made of rows of which one more than `limit` was read, to know whether some follow.
    ///
    /// @param item what is shown of a row
    /// @param cursor the cursor after a row
    public static <R, T> Slice<T> of(List<R> rows, int limit, Function<R, T> item, Function<R, String> cursor) {
        var shown = rows.size() > limit ? rows.subList(0, limit) : rows;
        return new Slice<>(
                shown.stream().map(item).toList(), rows.size() > limit ? cursor.apply(shown.getLast()) : null);
    }

    /// The size of the part that the caller wants.
    ///
    /// @throws ProblemException 400 when it is not between 1 and [#LIMIT_MAX]
    public static int limit(@Nullable Integer wanted) {
        if (wanted == null) {
            return LIMIT_DEFAULT;
        }
        if (wanted < 1 || wanted > LIMIT_MAX) {
            throw Problem.of(Type.BAD_REQUEST)
                    .because(Reason.of("limit", "rest.limit.range", LIMIT_MAX))
                    .exception();
        }
        return wanted;
    }
}
