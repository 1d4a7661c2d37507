package io.sextant.app.platform.ui;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The signature of Sextant: six readings on six axes, always in the same order and hue. The first axis points up, the
/// others follow clockwise, 60 degrees apart; the rim stands for 100.
///
/// An axis without a score is not a zero: nothing is drawn through it. The outline stays open there, and a dashed
/// question mark stands near the centre.
///
/// @param readings six, in the order of the axes
/// @param aims the score aimed at on each axis, six of them; empty when there is no aim
public record Hexagon(List<Reading> readings, List<Integer> aims) {
    /// Width of the drawing, in its own units.
    public static final int WIDTH = 420;
    /// Height of the drawing, in its own units.
    public static final int HEIGHT = 318;

    private static final int AXES = 6;
    private static final double RADIUS = 114;
    private static final double CENTRE_X = WIDTH / 2.0;
    private static final double CENTRE_Y = 160;
    // Near the centre, yet clear of a zero, which sits in it.
    private static final double HOLE = 15;

    public Hexagon {
        if (readings.size() != AXES || !(aims.isEmpty() || aims.size() == AXES)) {
            throw new IllegalArgumentException("a hexagon has six axes");
        }
        readings = List.copyOf(readings);
        aims = List.copyOf(aims);
    }

    /// A hexagon without aims.
    public Hexagon(List<Reading> readings) {
        this(readings, List.of());
    }

    /// What one axis says, in the reader's language.
    ///
    /// @param label the axis's name
    /// @param verdict `CLEAR`, `CONDITIONAL`, `BLOCKING` or `UNKNOWN`
    /// @param verdictLabel its wording
    /// @param score 0 to 100; absent when unknown
    /// @param coverage share of the questions that were answered, 0 to 1; absent where that means nothing
    /// @param finding what decides, one short sentence; may be empty
    /// @param url where more is told; absent when nowhere
    public record Reading(
            String label,
            String verdict,
            String verdictLabel,
            @Nullable Integer score,
            @Nullable Double coverage,
            String finding,
            @Nullable String url) {
        public Reading {
            if (score != null && (score < 0 || score > 100)) {
                throw new IllegalArgumentException("a score lies between 0 and 100, not at " + score);
            }
        }
    }

    /// A place in the drawing.
    public record Point(double x, double y) {
        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%.1f,%.1f", x, y);
        }
    }

    /// The place of a value on an axis.
    ///
    /// @param axis 0 to 5
    /// @param value 0 is the centre, 100 the rim; the names stand beyond it
    public static Point at(int axis, double value) {
        var angle = Math.toRadians(60.0 * axis - 90);
        var reach = RADIUS * value / 100;
        return new Point(CENTRE_X + reach * Math.cos(angle), CENTRE_Y + reach * Math.sin(angle));
    }

    /// The corners of a ring, as a `points` attribute.
    public static String ring(double value) {
        return points(IntStream.range(0, AXES).mapToObj(axis -> at(axis, value)).toList());
    }

    /// Where the question mark of an unknown axis stands.
    public static Point hole(int axis) {
        return at(axis, HOLE);
    }

    /// Whether nothing is known on any axis.
    public boolean blank() {
        return readings.stream().allMatch(reading -> reading.score() == null);
    }

    /// The outline in as many open lines as its unknown axes make of it, each as a `points` attribute; closed, its
    /// first point comes back at the end. A known axis between two unknown ones makes no line.
    public List<String> edges() {
        return runs().stream()
                .filter(run -> run.size() > 1)
                .map(Hexagon::points)
                .toList();
    }

    /// The surface under each line of the outline, as `points` attributes.
    public List<String> surfaces() {
        return runs().stream()
                .filter(run -> run.size() > 1)
                .map(run -> {
                    var corners = new ArrayList<>(run);
                    corners.add(at(0, 0));
                    return points(corners);
                })
                .toList();
    }

    /// The aims as a `points` attribute; empty when there are none.
    public String aim() {
        return points(IntStream.range(0, aims.size())
                .mapToObj(axis -> at(axis, aims.get(axis)))
                .toList());
    }

    /// How the name of an axis is anchored to its place: the class `mid`, `start` or `end`.
    public static String anchor(int axis) {
        return axis % 3 == 0 ? "mid" : axis < 3 ? "start" : "end";
    }

    /// The place of an axis's name; its score stands 16 units below.
    public static Point name(int axis) {
        var rim = at(axis, 100);
        return switch (axis % 3) {
            case 0 -> new Point(rim.x(), axis == 0 ? rim.y() - 26 : rim.y() + 24);
            default -> new Point(rim.x() + (axis < 3 ? 12 : -12), rim.y() - 2);
        };
    }

    /// Known axes that follow one another around, each run in clockwise order.
    private List<List<Point>> runs() {
        var first = 0;
        while (first < AXES && readings.get(first).score() != null) {
            first++;
        }
        var runs = new ArrayList<List<Point>>();
        if (first == AXES) {
            var whole =
                    new ArrayList<>(IntStream.range(0, AXES).mapToObj(this::dot).toList());
            whole.add(dot(0));
            return List.of(whole);
        }
        List<Point> run = new ArrayList<>();
        for (var step = 1; step <= AXES; step++) {
            var axis = (first + step) % AXES;
            if (readings.get(axis).score() != null) {
                run.add(dot(axis));
            } else if (!run.isEmpty()) {
                runs.add(run);
                run = new ArrayList<>();
            }
        }
        return runs;
    }

    private Point dot(int axis) {
        var score = readings.get(axis).score();
        return at(axis, score == null ? 0 : score);
    }

    private static String points(List<Point> points) {
        return points.stream().map(Point::toString).collect(Collectors.joining(" "));
    }
}
