package io.sextant.app.demand.web;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.sextant.app.demand.Axis;
import io.sextant.app.demand.Sight;
import io.sextant.app.demand.UseCase;
import io.sextant.app.demand.Verdict;
import io.sextant.app.identity.Units;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A use case as programs read it: what they may write, and what the register adds.
///
/// @param id its public identifier
/// @param version what `ETag` and `If-Match` carry
/// @param kindRead whether the kind was only read from the texts and waits for somebody to confirm it
/// @param need what the need axis said when it was last changed
/// @param completeness share of what matters that is filled in, 0 to 100
/// @param sights the six sights; only when one use case is asked for
public record UseCaseView(
        String id,
        long version,
        @JsonUnwrapped UseCaseBody body,
        boolean kindRead,
        Verdict need,
        int completeness,
        Instant createdAt,
        String createdBy,
        Instant updatedAt,
        String updatedBy,
        @Nullable Instant archivedAt,
        @Nullable List<SightView> sights) {

    /// One axis's answer.
    ///
    /// @param score 0 to 100; absent when too little is known
    /// @param coverage share of the axis's questions that were answered, 0 to 1
    /// @param findings keys of what stands and what does not
    /// @param remedies keys of what would improve it, with the field to fill in
    public record SightView(
            Axis axis,
            Verdict verdict,
            @Nullable Integer score,
            double coverage,
            List<FindingView> findings,
            List<RemedyView> remedies) {}

    /// Something an axis looked at, worded in the caller's language.
    public record FindingView(
            String code, String text, @Nullable Boolean holds) {}

    /// Something to do about it, worded in the caller's language.
    public record RemedyView(
            String code, String text, @Nullable String field) {}

    /// Words a message in the caller's language.
    interface Wording {
        String t(String key, Object... args);
    }

    static UseCaseView of(UseCase u, Units units) {
        return of(u, units, null);
    }

    static UseCaseView of(UseCase u, Units units, List<Sight> sights, Wording wording) {
        return of(
                u,
                units,
                sights.stream()
                        .map(s -> new SightView(
                                s.axis(),
                                s.verdict(),
                                s.score(),
                                s.coverage(),
                                s.findings().stream()
                                        .map(f -> new FindingView(
                                                f.code(),
                                                wording.t(f.code(), f.args().toArray()),
                                                f.holds()))
                                        .toList(),
                                s.remedies().stream()
                                        .map(r -> new RemedyView(r.code(), wording.t(r.code()), r.field()))
                                        .toList()))
                        .toList());
    }

    private static UseCaseView of(UseCase u, Units units, @Nullable List<SightView> sights) {
        return new UseCaseView(
                u.id().code(),
                u.version(),
                UseCaseBody.of(u.content(), units),
                u.content().kindRead(),
                u.needVerdict(),
                u.completeness(),
                u.createdAt(),
                u.createdBy(),
                u.updatedAt(),
                u.updatedBy(),
                u.archivedAt(),
                sights);
    }
}
