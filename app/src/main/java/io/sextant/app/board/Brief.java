package io.sextant.app.board;

import io.sextant.app.demand.Overview;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the board is told of the AI portfolio on one day: where it stands, what is known and what is not, what looks
/// alike, and what the board is asked. It holds figures and keys, no wording, so that it reads in either language.
///
/// @param title what it is called
/// @param unit code of the unit it covers with everything below; absent for the whole organisation
/// @param now the counts on that day
/// @param earlier the counts of the brief before it over the same ground; absent when there was none
/// @param knowledge how much is known on each axis, in the order of the axes
/// @param questions what the board is asked, the most pressing first; at most six
/// @param oldPilots how many pilots began two years ago or more
public record Brief(
        long id,
        Instant madeAt,
        String madeBy,
        String title,
        @Nullable String unit,
        Overview now,
        @Nullable Earlier earlier,
        List<AxisKnown> knowledge,
        List<Question> questions,
        long oldPilots) {

    public Brief {
        knowledge = List.copyOf(knowledge);
        questions = List.copyOf(questions);
    }

    /// The figures of the brief before, for comparison.
    public record Earlier(Instant madeAt, long total, Map<String, Long> byStage, int completeness) {}

    /// How much is known on one axis.
    ///
    /// @param axis name of the axis
    /// @param read whether the axis is read at all yet
    /// @param known how many use cases it has an answer for
    /// @param of how many there are
    public record AxisKnown(String axis, boolean read, long known, long of) {}

    /// Something the board is asked to decide.
    ///
    /// @param code key of the question, for example `board.question.ownerless`
    /// @param count how many use cases it is about
    /// @param subject what it is about beside the count: an area, a number of groups; absent when nothing
    /// @param query query string of the register's list that shows them
    public record Question(
            String code, long count, @Nullable String subject, String query) {}
}
