package io.sextant.app.demand;

import static org.assertj.core.api.Assertions.assertThat;

import io.sextant.app.demand.LookAlike.Member;
import io.sextant.app.demand.LookAlike.Word;
import java.util.List;
import org.junit.jupiter.api.Test;

class LookAlikeTest {
    private final Member member = new Member(
            new UseCaseId("UC-2026-0001"),
            "Rédiger les réponses",
            "fr",
            null,
            null,
            1,
            List.of("complaints", "rédiger"),
            List.of("réclamations", "rédiger"));
    private final LookAlike group =
            new LookAlike(1, "complaints, rédiger", "réclamations, rédiger", false, List.of(member, member));

    @Test
    void aWordKnownInOneLanguageOnlyIsQuotedToReadersOfTheOther() {
        assertThat(member.words("en")).containsExactly(new Word("complaints", null), new Word("rédiger", "fr"));
        assertThat(group.words("en")).containsExactly(new Word("complaints", null), new Word("rédiger", "fr"));
    }

    @Test
    void nothingIsQuotedToReadersOfTheTexts() {
        assertThat(member.words("fr")).containsExactly(new Word("réclamations", null), new Word("rédiger", null));
        assertThat(group.words("fr")).containsExactly(new Word("réclamations", null), new Word("rédiger", null));
    }
}
