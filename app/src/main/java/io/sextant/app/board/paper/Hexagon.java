package io.sextant.app.board.paper;

import io.sextant.app.board.Story.AxisLine;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Where things lie on the hexagon of the six axes: a regular hexagon, the first axis at the top, then clockwise.
/// Coordinates grow to the right and downwards, as on paper.
///
/// @param x of the centre
/// @param y of the centre
/// @param radius from the centre to a corner
public record Hexagon(double x, double y, double radius) {
    /// How far out the mark of the unknown reaches, as a share of the radius: what is known is drawn from there on.
    public static final double CENTRE = 0.15;

    /// A place on it.
    public record Point(double x, double y) {
        /// As SVG writes a point.
        public String text() {
            return String.format(Locale.ROOT, "%.1f,%.1f", x, y);
        }
    }

    /// The point on an axis at a share of the way from the centre to the corner.
    public Point at(int axis, double share) {
        double angle = Math.toRadians(60.0 * axis - 90);
        return new Point(x + share * radius * Math.cos(angle), y + share * radius * Math.sin(angle));
    }

    /// The six corners of the ring at a share of the way.
    public List<Point> ring(double share) {
        var ring = new ArrayList<Point>();
        for (int axis = 0; axis < 6; axis++) {
            ring.add(at(axis, share));
        }
        return ring;
    }

    /// Points as SVG writes a polygon.
    public static String svg(List<Point> points) {
        return String.join(" ", points.stream().map(Point::text).toList());
    }

    /// Where the axis stands: on its spoke at its share; nowhere while it is not read.
    public @Nullable Point place(int axis, AxisLine line) {
        Double share = line.share();
        return share == null ? null : at(axis, share);
    }
}
