package io.sextant.app.demand;

import static org.assertj.core.api.Assertions.assertThat;

import io.sextant.app.identity.Actor;
import io.sextant.app.kernel.Outcome;
import io.sextant.app.testing.SextantTest;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@SextantTest
class ReadingsTest {
    private final Actor system = Actor.system();

    @Autowired
    private UseCases useCases;

    @Autowired
    private Overviews overviews;

    @Autowired
    private Readings readings;

    @Autowired
    private Areas areas;

    @Test
    void whatIsEnteredTwiceIsFoundAndWhatTouchesTheLawIsAskedAbout() {
        String mark = UUID.randomUUID().toString().substring(0, 8);
        UseCase first = propose(
                "Screening of job applications " + mark,
                "Recruiters read 12,000 applications a year; the tool ranks candidates and shortlists CVs for job interviews.");
        UseCase second = propose(
                "Screening of job applications " + mark,
                "Recruiters read 12,000 applications a year; the tool ranks candidates and shortlists CVs for job interviews.");
        UseCase other = propose("Leak detection " + mark, "Finds water leaks in pipes from pressure sensors.");
        readings.readNow();
        assertThat(overviews.lookAlikes(system, first)).singleElement().satisfies(g -> assertThat(g.members())
                .extracting(LookAlike.Member::id)
                .contains(first.id(), second.id())
                .doesNotContain(other.id()));
        var touched = areas.of(overviews.areas(first));
        assertThat(touched).extracting(t -> t.area().id()).contains("recruitment");
        assertThat(touched.getFirst().words()).isNotEmpty();
        assertThat(areas.of(overviews.areas(other))).isEmpty();
        assertThat(overviews.of(system, UseCaseQuery.all()).readAt()).isNotNull();
    }

    private UseCase propose(String title, String problem) {
        Content content = Content.titled("en", title)
                .withTexts(t -> new Texts(t.title(), problem, null, null, null, null, null, null));
        assertThat(useCases.propose(system, content, null)).isInstanceOf(Outcome.Done.class);
        return useCases.list(system, new UseCaseQuery(title, java.util.Map.of(), UseCaseQuery.Sort.CODE, true), 1, 0)
                .getFirst();
    }
}
