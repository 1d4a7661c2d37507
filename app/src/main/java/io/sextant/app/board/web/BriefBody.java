package io.sextant.app.board.web;

import io.sextant.app.board.Brief;
import io.sextant.app.board.Story;
import io.sextant.app.demand.Overview;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A brief as programs read it: its figures, and what they say in the caller's language.
///
/// @param id its number; absent for a preview
/// @param unit code of the unit it covers with everything below; absent for the whole organisation
/// @param headline the finding of all findings
/// @param findings one sentence for each part of the brief, in its order
/// @param questions what the board is asked
public record BriefBody(
        @Nullable Long id,
        Instant madeAt,
        String madeBy,
        String title,
        @Nullable String unit,
        String headline,
        List<Finding> findings,
        List<Ask> questions,
        Overview now,
        Map<String, Long> entities,
        Brief.Law law,
        Brief.Alike alike,
        Brief.@Nullable Earlier earlier,
        List<Brief.AxisKnown> knowledge) {

    /// A finding.
    ///
    /// @param part the part of the brief
    /// @param lead what else must be known to read it rightly; may be empty
    public record Finding(String part, String finding, String lead) {}

    /// A question to the board.
    ///
    /// @param code what it is about; never renamed once released
    /// @param question the question in words
    /// @param count how many use cases it is about
    /// @param query query string under which `/api/v1/use-cases` lists them
    public record Ask(String code, String question, String why, long count, String query) {}

    static BriefBody of(Brief brief, Story story) {
        List<Story.Ask> asked = story.chapters().stream()
                .flatMap(c -> c.blocks().stream())
                .flatMap(b -> b instanceof Story.Asks asks ? asks.asks().stream() : java.util.stream.Stream.empty())
                .toList();
        var questions = new java.util.ArrayList<Ask>();
        for (int i = 0; i < asked.size(); i++) {
            Brief.Question question = brief.questions().get(i);
            questions.add(new Ask(
                    question.code(), asked.get(i).question(), asked.get(i).why(), question.count(), question.query()));
        }
        return new BriefBody(
                brief.id() == 0 ? null : brief.id(),
                brief.madeAt(),
                brief.madeBy(),
                brief.title(),
                brief.unit(),
                story.headline(),
                story.chapters().stream()
                        .map(c -> new Finding(c.id(), c.title(), c.lead()))
                        .toList(),
                questions,
                brief.now(),
                brief.entities(),
                brief.law(),
                brief.alike(),
                brief.earlier(),
                brief.knowledge());
    }
}
