package io.sextant.app.platform.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HexagonTest {
    @Test
    void theFirstAxisPointsUpAndTheOthersFollowClockwise() {
        var centre = Hexagon.at(0, 0);
        assertThat(Hexagon.at(0, 100).x()).isCloseTo(centre.x(), within(1e-9));
        assertThat(Hexagon.at(0, 100).y()).isLessThan(centre.y());
        assertThat(Hexagon.at(1, 100).x()).isGreaterThan(centre.x());
        assertThat(Hexagon.at(4, 100).x()).isLessThan(centre.x());
        assertThat(Hexagon.at(3, 100).y()).isGreaterThan(centre.y());
    }

    @Test
    void allAxesAreAsLongAndAScoreIsAsFarAsItIsHigh() {
        var centre = Hexagon.at(0, 0);
        for (var axis = 0; axis < 6; axis++) {
            var rim = distance(centre, Hexagon.at(axis, 100));
            assertThat(distance(centre, Hexagon.at(axis, 50))).isCloseTo(rim / 2, within(1e-9));
            assertThat(rim).isCloseTo(distance(centre, Hexagon.at(0, 100)), within(1e-9));
        }
    }

    @Test
    void sixKnownAxesCloseTheOutline() {
        var edges = hexagon(10, 20, 30, 40, 50, 60).edges();
        assertThat(edges).hasSize(1);
        var points = edges.getFirst().split(" ");
        assertThat(points).hasSize(7);
        assertThat(points[0]).isEqualTo(points[6]);
    }

    @Test
    void anUnknownAxisOpensTheOutlineAndNothingGoesThroughTheCentre() {
        var edges = hexagon(88, 74, 61, 48, 35, null).edges();
        assertThat(edges).hasSize(1);
        assertThat(edges.getFirst().split(" "))
                .hasSize(5)
                .doesNotContain(Hexagon.at(0, 0).toString());
    }

    @Test
    void aRunOfKnownAxesMayGoRoundTheTop() {
        var edges = hexagon(50, 50, null, null, 50, 50).edges();
        assertThat(edges).hasSize(1);
        assertThat(edges.getFirst())
                .isEqualTo(String.join(
                        " ",
                        Hexagon.at(4, 50).toString(),
                        Hexagon.at(5, 50).toString(),
                        Hexagon.at(0, 50).toString(),
                        Hexagon.at(1, 50).toString()));
    }

    @Test
    void aKnownAxisBetweenUnknownOnesMakesNoLine() {
        assertThat(hexagon(40, null, 52, null, 20, null).edges()).isEmpty();
        assertThat(hexagon(null, null, null, null, null, null).blank()).isTrue();
        assertThat(hexagon(0, null, null, null, null, null).blank()).isFalse();
    }

    @Test
    void theQuestionMarkStandsNearTheCentreButNotOnAZero() {
        var centre = Hexagon.at(0, 0);
        for (var axis = 0; axis < 6; axis++) {
            assertThat(distance(centre, Hexagon.hole(axis))).isBetween(12.0, 30.0);
        }
    }

    @Test
    void namesStandInsideTheDrawing() {
        for (var axis = 0; axis < 6; axis++) {
            var name = Hexagon.name(axis);
            assertThat(name.x()).isBetween(90.0, Hexagon.WIDTH - 90.0);
            assertThat(name.y()).isBetween(12.0, Hexagon.HEIGHT - 17.0);
        }
        assertThat(List.of(
                        Hexagon.anchor(0), Hexagon.anchor(1), Hexagon.anchor(2), Hexagon.anchor(3), Hexagon.anchor(5)))
                .containsExactly("mid", "start", "start", "mid", "end");
    }

    @Test
    void fewerThanSixAxesOrAScoreOutOfRangeIsAFault() {
        assertThatIllegalArgumentException().isThrownBy(() -> hexagon(1, 2, 3));
        assertThatIllegalArgumentException().isThrownBy(() -> hexagon(1, 2, 3, 4, 5, 101));
    }

    private static Hexagon hexagon(@Nullable Integer... scores) {
        return new Hexagon(IntStream.range(0, scores.length)
                .mapToObj(axis -> new Hexagon.Reading(
                        "axis " + axis,
                        scores[axis] == null ? "UNKNOWN" : "CLEAR",
                        "",
                        Arrays.asList(scores).get(axis),
                        null,
                        "",
                        null))
                .toList());
    }

    private static double distance(Hexagon.Point a, Hexagon.Point b) {
        return Math.hypot(a.x() - b.x(), a.y() - b.y());
    }
}
