package io.sextant.app.board.paper;

import static io.sextant.app.board.paper.SlideTheme.HEIGHT;
import static io.sextant.app.board.paper.SlideTheme.INNER;
import static io.sextant.app.board.paper.SlideTheme.MARGIN;
import static io.sextant.app.board.paper.SlideTheme.TITLE_SIZE;
import static io.sextant.app.board.paper.SlideTheme.WIDTH;

import io.sextant.app.board.Story;
import io.sextant.app.board.Story.Ask;
import io.sextant.app.board.Story.Asks;
import io.sextant.app.board.Story.Axes;
import io.sextant.app.board.Story.AxisLine;
import io.sextant.app.board.Story.Bars;
import io.sextant.app.board.Story.Block;
import io.sextant.app.board.Story.Cell;
import io.sextant.app.board.Story.Chapter;
import io.sextant.app.board.Story.Event;
import io.sextant.app.board.Story.Events;
import io.sextant.app.board.Story.Figure;
import io.sextant.app.board.Story.Line;
import io.sextant.app.board.Story.Table;
import io.sextant.app.platform.ui.Messages;
import java.awt.Color;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import org.apache.poi.sl.usermodel.Placeholder;
import org.apache.poi.sl.usermodel.ShapeType;
import org.apache.poi.sl.usermodel.StrokeStyle.LineDash;
import org.apache.poi.sl.usermodel.TableCell.BorderEdge;
import org.apache.poi.sl.usermodel.TextParagraph.TextAlign;
import org.apache.poi.sl.usermodel.VerticalAlignment;
import org.apache.poi.xslf.usermodel.SlideLayout;
import org.apache.poi.xslf.usermodel.XMLSlideShow;
import org.apache.poi.xslf.usermodel.XSLFAutoShape;
import org.apache.poi.xslf.usermodel.XSLFFreeformShape;
import org.apache.poi.xslf.usermodel.XSLFGroupShape;
import org.apache.poi.xslf.usermodel.XSLFShapeContainer;
import org.apache.poi.xslf.usermodel.XSLFSlide;
import org.apache.poi.xslf.usermodel.XSLFTable;
import org.apache.poi.xslf.usermodel.XSLFTableCell;
import org.apache.poi.xslf.usermodel.XSLFTextBox;
import org.apache.poi.xslf.usermodel.XSLFTextParagraph;
import org.apache.poi.xslf.usermodel.XSLFTextRun;
import org.apache.poi.xslf.usermodel.XSLFTextShape;
import org.jspecify.annotations.Nullable;
import org.openxmlformats.schemas.presentationml.x2006.main.CTGraphicalObjectFrame;
import org.openxmlformats.schemas.presentationml.x2006.main.CTGroupShape;
import org.springframework.stereotype.Component;

/// Sets a brief on slides, for an office suite: native charts and tables that can be edited, one finding a slide, the
/// sources in the speaker's notes. Thread-safe; two at a time, since each takes some 20 MB while it is at work.
@Component
public class BriefSlides {
    private static final Semaphore PLACES = new Semaphore(2);

    private static final double LEAD_TOP = 98;
    private static final double LEAD_SIZE = 13;
    private static final double ALONE_SIZE = 20;
    private static final double BODY_BOTTOM = 476;
    private static final double FROM_TOP = 482;
    private static final double GAP = 36;
    private static final double HEADING = 22;

    private final Messages messages;

    BriefSlides(Messages messages) {
        this.messages = messages;
    }

    /// The brief as a PowerPoint file (Office Open XML).
    public byte[] write(Story story) {
        PLACES.acquireUninterruptibly();
        try (XMLSlideShow show = SlideTheme.slideShow();
                var out = new ByteArrayOutputStream(128 * 1024)) {
            new Deck(show, story, new Words(messages, story.lang())).fill();
            show.write(out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            PLACES.release();
        }
    }

    /// One slide show in the making.
    private static final class Deck {
        private final XMLSlideShow show;
        private final Story story;
        private final Words words;
        private final int slides;

        Deck(XMLSlideShow show, Story story, Words words) {
            this.show = show;
            this.story = story;
            this.words = words;
            this.slides = 1 + story.chapters().size();
        }

        void fill() {
            var properties = show.getProperties().getCoreProperties();
            properties.setTitle(story.title());
            properties.setCreator(story.madeBy());
            properties.setSubjectProperty(words.t("paper.subject"));
            properties
                    .getUnderlyingProperties()
                    .setLanguageProperty(story.lang().code());
            cover();
            story.chapters().forEach(this::chapter);
        }

        // Slides

        private void cover() {
            XSLFSlide slide = show.createSlide(show.getSlideMasters().getFirst().getLayout(SlideLayout.TITLE));
            XSLFTextShape title = slide.getPlaceholder(0);
            double size = 40;
            while (size > 26 && Measure.lines(story.title(), size, true, INNER) > 2) {
                size -= 2;
            }
            write(title, Measure.fitted(story.title(), size, true, INNER, 3), size, true, Palette.INK);
            title.setVerticalAlignment(VerticalAlignment.BOTTOM);
            XSLFTextShape subtitle = slide.getPlaceholder(1);
            write(
                    subtitle,
                    Measure.fitted(
                            story.scope() + " · " + words.t("tell.made", story.day(), story.madeBy()),
                            15,
                            false,
                            INNER,
                            1),
                    15,
                    false,
                    Palette.INK_2);
            subtitle.getTextParagraphs().getFirst().setTextAlign(TextAlign.LEFT);
            subtitle.setVerticalAlignment(VerticalAlignment.TOP);
            mark(slide, MARGIN + 13, 47, 14);
            text(slide, MARGIN + 36, 38, 520, 20, story.organisation(), 14, true, Palette.INK);
            right(text(slide, WIDTH - MARGIN - 260, 38, 260, 20, words.t("tell.note"), 14, false, Palette.INK_3));
            hairline(slide, 72);
            text(slide, MARGIN, 284, INNER, 66, story.headline(), 22, true, Palette.BRAND_DEEP);
            figures(slide);
            footer(slide);
            notes(slide, story.headline(), story.sources());
        }

        private void figures(XSLFSlide slide) {
            if (story.figures().isEmpty()) {
                return;
            }
            hairline(slide, 372);
            double wide = INNER / 4;
            for (int i = 0; i < story.figures().size(); i++) {
                Figure figure = story.figures().get(i);
                double x = MARGIN + i * wide;
                text(slide, x, 384, wide - 16, 18, figure.label(), 13, false, Palette.INK_2);
                text(slide, x, 401, wide - 16, 44, figure.value(), 34, true, Palette.INK);
                String change = figure.change();
                if (change != null) {
                    text(slide, x, 444, wide - 12, 16, change, 11, true, Palette.INK_2);
                }
                text(
                        slide,
                        x,
                        change == null ? 446 : 459,
                        wide - 12,
                        16,
                        figure.provenance(),
                        11,
                        false,
                        Palette.INK_3);
            }
        }

        private void chapter(Chapter chapter) {
            XSLFSlide slide = show.createSlide(show.getSlideMasters().getFirst().getLayout(SlideLayout.TITLE_ONLY));
            XSLFTextShape title = slide.getPlaceholder(0);
            double size = TITLE_SIZE;
            while (size > 20 && Measure.lines(chapter.title(), size, true, INNER) > 2) {
                size--;
            }
            write(title, Measure.fitted(chapter.title(), size, true, INNER, 2), size, true, Palette.INK);
            boolean oneLine = Measure.lines(chapter.title(), size, true, INNER) == 1;
            title.setVerticalAlignment(VerticalAlignment.TOP);
            // A short title leaves no hole below it.
            double top = LEAD_TOP - (oneLine ? 26 : 0);
            if (!chapter.lead().isEmpty()) {
                // With nothing to show below it, the lead is what the slide says.
                double leadSize = chapter.blocks().isEmpty() ? ALONE_SIZE : LEAD_SIZE;
                String lead = Measure.fitted(chapter.lead(), leadSize, false, INNER, 3);
                double high = Measure.height(lead, leadSize, false, INNER) + 4;
                text(slide, MARGIN, top, INNER, high, lead, leadSize, false, Palette.INK_2);
                top += high;
            }
            top += 14;
            blocks(slide, chapter, top);
            text(slide, MARGIN, FROM_TOP, INNER, 16, chapter.provenance(), 10.5, false, Palette.INK_3);
            footer(slide);
            notes(slide, chapter.title(), chapter.notes());
        }

        private void blocks(XSLFSlide slide, Chapter chapter, double top) {
            List<Block> blocks = chapter.blocks();
            if (blocks.size() == 1) {
                draw(slide, blocks.getFirst(), new Rectangle2D.Double(MARGIN, top, INNER, BODY_BOTTOM - top));
            } else if (blocks.size() == 2) {
                double share = blocks.getLast() instanceof Events || blocks.getFirst() instanceof Axes ? 0.56 : 0.5;
                double left = (INNER - GAP) * share;
                draw(slide, blocks.getFirst(), new Rectangle2D.Double(MARGIN, top, left, BODY_BOTTOM - top));
                draw(
                        slide,
                        blocks.getLast(),
                        new Rectangle2D.Double(MARGIN + left + GAP, top, INNER - GAP - left, BODY_BOTTOM - top));
            }
        }

        private void draw(XSLFSlide slide, Block block, Rectangle2D where) {
            Rectangle2D within = where;
            boolean headed =
                    switch (block) {
                        case Bars b -> true;
                        case Axes a -> true;
                        case Events e -> true;
                        // Tables have headings of their own, and the slide's title says what is asked.
                        case Table t -> false;
                        case Asks a -> false;
                    };
            if (headed) {
                text(
                        slide,
                        where.getX(),
                        where.getY(),
                        where.getWidth(),
                        18,
                        Measure.fitted(block.title(), 13, true, where.getWidth(), 1),
                        13,
                        true,
                        Palette.INK);
                within = new Rectangle2D.Double(
                        where.getX(), where.getY() + HEADING, where.getWidth(), where.getHeight() - HEADING);
            }
            switch (block) {
                case Bars bars -> SlideCharts.draw(show, slide, bars, chartPlace(bars, within));
                case Axes axes -> axes(slide, axes, within);
                case Table table -> table(slide, table, within);
                case Events events -> events(slide, events, within);
                case Asks asks -> asks(slide, asks, within);
            }
        }

        /// Few bars take less room, so that they stay bars.
        private static Rectangle2D chartPlace(Bars bars, Rectangle2D within) {
            double each = bars.before() == null ? 40 : 52;
            double wanted = bars.upright() ? 280 : 20 + each * bars.bars().size();
            return new Rectangle2D.Double(
                    within.getX(), within.getY(), within.getWidth(), Math.min(within.getHeight(), wanted));
        }

        private void axes(XSLFSlide slide, Axes axes, Rectangle2D where) {
            double radius = 66;
            var hexagon = new Hexagon(where.getX() + radius + 6, where.getY() + radius + 26, radius);
            hexagon(slide, axes, hexagon);
            double left = where.getX() + 2 * radius + 34;
            double wide = where.getMaxX() - left;
            double[] columns = {18, wide - 18 - 104, 104};
            XSLFTable table = grid(
                    slide,
                    axes.title(),
                    axes.alt(),
                    left,
                    where.getY(),
                    columns,
                    axes.lines().size());
            double high = Math.min(50, where.getHeight() / axes.lines().size());
            for (int row = 0; row < axes.lines().size(); row++) {
                AxisLine line = axes.lines().get(row);
                table.setRowHeight(row, high);
                for (int column = 0; column < 3; column++) {
                    rule(cell(table, row, column), Palette.LINE);
                }
                line(cell(table, row, 0), line.share() == null ? "□" : "■", 12, true, Palette.AXES.get(row));
                line(cell(table, row, 1), line.name(), 13, true, Palette.INK);
                line(cell(table, row, 1), line.question(), 10.5, false, Palette.INK_3);
                right(line(
                        cell(table, row, 2),
                        line.standing(),
                        11,
                        line.share() != null,
                        line.share() == null ? Palette.INK_3 : Palette.INK));
            }
        }

        private void hexagon(XSLFSlide slide, Axes axes, Hexagon hexagon) {
            XSLFGroupShape group = slide.createGroup();
            double r = hexagon.radius() + 6;
            var bounds = new Rectangle2D.Double(hexagon.x() - r, hexagon.y() - r, 2 * r, 2 * r);
            group.setAnchor(bounds);
            group.setInteriorAnchor(bounds);
            name(group, words.t("paper.hexagon"), axes.alt());
            for (int ring = 1; ring <= 4; ring++) {
                outline(group, hexagon.ring(ring / 4.0), "#cdd4e0", 0.75);
            }
            for (int i = 0; i < axes.lines().size(); i++) {
                Hexagon.Point corner = hexagon.at(i, 1);
                spoke(group, new Hexagon.Point(hexagon.x(), hexagon.y()), corner, "#cdd4e0", 0.75);
            }
            if (!axes.whole()) {
                XSLFAutoShape unknown =
                        dot(group, new Hexagon.Point(hexagon.x(), hexagon.y()), 11, Palette.PAPER, Palette.EDGE, true);
                write(unknown, "?", 12, true, Palette.INK_3);
                noInsets(unknown);
                unknown.setVerticalAlignment(VerticalAlignment.MIDDLE);
                unknown.getTextParagraphs().getFirst().setTextAlign(TextAlign.CENTER);
            }
            for (int i = 0; i < axes.lines().size(); i++) {
                Hexagon.Point place = hexagon.place(i, axes.lines().get(i));
                String hue = Palette.AXES.get(i);
                if (place == null) {
                    dot(group, hexagon.at(i, 1), 3.6, Palette.PAPER, hue, false);
                } else {
                    double share = Objects.requireNonNull(axes.lines().get(i).share());
                    double start = axes.whole() ? 0 : Math.min(Hexagon.CENTRE, share);
                    spoke(group, hexagon.at(i, start), place, hue, 2.5);
                    dot(group, place, 5, hue, hue, false);
                }
            }
        }

        private void table(XSLFSlide slide, Table table, Rectangle2D where) {
            double room = where.getHeight() - (table.rest() == null ? 0 : 20);
            double size = 14;
            while (size > 10
                    && heights(table, size, where.getWidth()).stream()
                                    .mapToDouble(h -> h)
                                    .sum()
                            > room) {
                size -= 0.5;
            }
            List<Double> heights = spread(heights(table, size, where.getWidth()), room);
            double[] columns = table.columns().stream()
                    .mapToDouble(c -> c.width() * where.getWidth())
                    .toArray();
            XSLFTable grid = grid(
                    slide,
                    table.title(),
                    table.title(),
                    where.getX(),
                    where.getY(),
                    columns,
                    1 + table.rows().size());
            grid.getCTTable().getTblPr().setFirstRow(true);
            grid.setRowHeight(0, heights.getFirst());
            for (int c = 0; c < columns.length; c++) {
                XSLFTableCell cell = cell(grid, 0, c);
                XSLFTextParagraph heading = line(cell, table.columns().get(c).heading(), 10.5, true, Palette.INK_3);
                cell.setVerticalAlignment(VerticalAlignment.BOTTOM);
                rule(cell, Palette.EDGE);
                if (table.columns().get(c).figures()) {
                    right(heading);
                }
            }
            for (int r = 0; r < table.rows().size(); r++) {
                grid.setRowHeight(r + 1, heights.get(r + 1));
                for (int c = 0; c < columns.length; c++) {
                    Cell content = table.rows().get(r).get(c);
                    XSLFTableCell cell = cell(grid, r + 1, c);
                    rule(cell, Palette.LINE);
                    boolean figures = table.columns().get(c).figures();
                    if (!content.text().isEmpty()) {
                        var line = line(cell, content.text(), size, c == 0 || figures, Palette.INK);
                        if (figures) {
                            right(line);
                        }
                    }
                    for (Line quiet : content.lines()) {
                        line(
                                cell,
                                quiet.text(),
                                quiet(content, size),
                                false,
                                content.text().isEmpty() ? Palette.INK : Palette.INK_2);
                    }
                }
            }
            String rest = table.rest();
            if (rest != null) {
                double below =
                        where.getY() + heights.stream().mapToDouble(h -> h).sum() + 6;
                text(slide, MARGIN, Math.min(below, BODY_BOTTOM - 16), INNER, 16, rest, 11, false, Palette.INK_3);
            }
        }

        /// Rows take the room there is, up to a point: what is crammed at the top of an empty slide looks unfinished.
        private static List<Double> spread(List<Double> heights, double room) {
            double left = room - heights.stream().mapToDouble(h -> h).sum();
            double more = Math.clamp(left / heights.size(), 0, 12);
            return heights.stream().map(h -> h + more).toList();
        }

        private static double quiet(Cell cell, double size) {
            return cell.text().isEmpty() ? size - 0.5 : size - 2;
        }

        private static List<Double> heights(Table table, double size, double wide) {
            var heights = new ArrayList<Double>();
            double head = 0;
            for (var column : table.columns()) {
                head = Math.max(head, Measure.height(column.heading(), 10.5, true, column.width() * wide - 10) + 8);
            }
            heights.add(head);
            for (List<Cell> row : table.rows()) {
                double high = 0;
                for (int c = 0; c < row.size(); c++) {
                    double room = table.columns().get(c).width() * wide - 10;
                    Cell cell = row.get(c);
                    double h = Measure.height(cell.text(), size, c == 0, room);
                    for (Line line : cell.lines()) {
                        h += Measure.height(line.text(), quiet(cell, size), false, room);
                    }
                    high = Math.max(high, h);
                }
                heights.add(high + 10);
            }
            return heights;
        }

        private void events(XSLFSlide slide, Events events, Rectangle2D where) {
            double size = 15;
            while (size > 11 && height(events, size, where.getWidth()) > where.getHeight()) {
                size -= 0.5;
            }
            XSLFTextBox box = box(slide, where.getX(), where.getY(), where.getWidth(), where.getHeight());
            for (Event event : events.events()) {
                XSLFTextParagraph line = line(box, event.text(), size, true, Palette.INK);
                line.setSpaceBefore(-8.0);
                for (String detail : event.details()) {
                    line(box, detail, size - 2, false, Palette.INK_2);
                }
            }
        }

        private static double height(Events events, double size, double wide) {
            double high = 0;
            for (Event event : events.events()) {
                high += 8 + Measure.height(event.text(), size, true, wide);
                for (String detail : event.details()) {
                    high += Measure.height(detail, size - 2, false, wide);
                }
            }
            return high;
        }

        private void asks(XSLFSlide slide, Asks asks, Rectangle2D where) {
            double[] columns = {44, where.getWidth() - 44 - 96, 96};
            double room = columns[1] - 10;
            double size = 17;
            while (size > 11
                    && askHeights(asks, size, room).stream().mapToDouble(h -> h).sum() > where.getHeight()) {
                size -= 0.5;
            }
            List<Double> heights = spread(askHeights(asks, size, room), where.getHeight());
            XSLFTable grid = grid(
                    slide,
                    asks.title(),
                    asks.title(),
                    where.getX(),
                    where.getY(),
                    columns,
                    asks.asks().size());
            for (int r = 0; r < asks.asks().size(); r++) {
                Ask ask = asks.asks().get(r);
                grid.setRowHeight(r, heights.get(r));
                for (int c = 0; c < 3; c++) {
                    rule(cell(grid, r, c), Palette.LINE);
                }
                line(cell(grid, r, 0), String.valueOf(r + 1), size + 6, true, Palette.BRAND);
                line(cell(grid, r, 1), ask.question(), size, true, Palette.INK);
                line(cell(grid, r, 1), ask.why(), size - 3, false, Palette.INK_2);
                right(line(cell(grid, r, 2), ask.count(), size - 2, false, Palette.INK_2));
            }
        }

        private static List<Double> askHeights(Asks asks, double size, double room) {
            return asks.asks().stream()
                    .map(a -> Math.max(
                                    (size + 6) * 1.2,
                                    Measure.height(a.question(), size, true, room)
                                            + Measure.height(a.why(), size - 3, false, room))
                            + 12)
                    .toList();
        }

        // Frame

        private void footer(XSLFSlide slide) {
            hairline(slide, 503);
            XSLFTextBox left = box(slide, SlideTheme.FOOTER);
            write(
                    left,
                    Measure.fitted(
                            words.t("tell.note") + " · " + story.scope(), 10, false, SlideTheme.FOOTER.getWidth(), 1),
                    10,
                    false,
                    Palette.INK_3);
            left.getTextParagraphs().getFirst().setTextAlign(TextAlign.LEFT);
            left.setPlaceholder(Placeholder.FOOTER);
            XSLFTextBox date = box(slide, SlideTheme.DATE);
            right(write(date, story.day(), 10, false, Palette.INK_3));
            date.setPlaceholder(Placeholder.DATETIME);
            XSLFTextBox number = box(slide, SlideTheme.NUMBER);
            number.clearText();
            XSLFTextParagraph paragraph = number.addNewTextParagraph();
            int shown = show.getSlides().size();
            var field = paragraph.getXmlObject().addNewFld();
            field.setId("{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}");
            field.setType("slidenum");
            field.setT(String.valueOf(shown));
            var look = field.addNewRPr();
            look.setLang(lang());
            look.setSz(1000);
            look.addNewSolidFill().addNewSrgbClr().setVal(Palette.bytes(Palette.INK_3));
            style(paragraph.addNewTextRun(), " / " + slides, 10, false, Palette.INK_3);
            right(paragraph);
            number.setPlaceholder(Placeholder.SLIDE_NUMBER);
        }

        private void notes(XSLFSlide slide, String said, List<String> sources) {
            for (XSLFTextShape shape : show.getNotesSlide(slide).getPlaceholders()) {
                if (shape.getTextType() == Placeholder.BODY) {
                    shape.clearText();
                    line(shape, said, 12, true, Palette.INK);
                    line(shape, words.t("paper.notes.sources"), 12, true, Palette.INK);
                    sources.forEach(source -> line(shape, source, 12, false, Palette.INK));
                }
            }
        }

        private void mark(XSLFSlide slide, double x, double y, double radius) {
            var hexagon = new Hexagon(x, y, radius);
            XSLFGroupShape group = slide.createGroup();
            var bounds = new Rectangle2D.Double(x - radius, y - radius, 2 * radius, 2 * radius);
            group.setAnchor(bounds);
            group.setInteriorAnchor(bounds);
            name(group, "Sextant", "Sextant");
            outline(group, hexagon.ring(1), Palette.BRAND, 2);
            for (int axis = 0; axis < 6; axis += 2) {
                spoke(group, new Hexagon.Point(x, y), hexagon.at(axis, 0.68), Palette.BRAND, 1.5);
            }
            dot(group, new Hexagon.Point(x, y), 2.2, Palette.BRAND, Palette.BRAND, false);
        }

        private void hairline(XSLFSlide slide, double y) {
            var line = slide.createConnector();
            line.setAnchor(new Rectangle2D.Double(MARGIN, Math.min(y, HEIGHT), INNER, 0));
            line.setLineColor(colour(Palette.LINE));
            line.setLineWidth(0.75);
        }

        // Small parts

        private static void outline(XSLFShapeContainer on, List<Hexagon.Point> points, String colour, double width) {
            var path = new Path2D.Double();
            path.moveTo(points.getFirst().x(), points.getFirst().y());
            points.stream().skip(1).forEach(p -> path.lineTo(p.x(), p.y()));
            path.closePath();
            stroke(on, path, colour, width);
        }

        private static void spoke(
                XSLFShapeContainer on, Hexagon.Point from, Hexagon.Point to, String colour, double width) {
            var path = new Path2D.Double();
            path.moveTo(from.x(), from.y());
            path.lineTo(to.x(), to.y());
            stroke(on, path, colour, width);
        }

        private static void stroke(XSLFShapeContainer on, Path2D.Double path, String colour, double width) {
            XSLFFreeformShape shape = on.createFreeform();
            shape.setPath(path);
            shape.setFillColor(null);
            shape.setLineColor(colour(colour));
            shape.setLineWidth(width);
        }

        private static XSLFAutoShape dot(
                XSLFShapeContainer on, Hexagon.Point at, double radius, String fill, String edge, boolean dashed) {
            XSLFAutoShape dot = on.createAutoShape();
            dot.setShapeType(ShapeType.ELLIPSE);
            dot.setAnchor(new Rectangle2D.Double(at.x() - radius, at.y() - radius, 2 * radius, 2 * radius));
            dot.setFillColor(colour(fill));
            dot.setLineColor(colour(edge));
            dot.setLineWidth(1.25);
            if (dashed) {
                dot.setLineDash(LineDash.SYS_DASH);
            }
            return dot;
        }

        private static void name(XSLFGroupShape group, String name, String alt) {
            if (group.getXmlObject() instanceof CTGroupShape xml) {
                xml.getNvGrpSpPr().getCNvPr().setName(name);
                xml.getNvGrpSpPr().getCNvPr().setDescr(alt);
            }
        }

        private XSLFTable grid(
                XSLFSlide slide, String name, String alt, double x, double y, double[] columns, int rows) {
            XSLFTable table = slide.createTable(rows, columns.length);
            double wide = 0;
            for (int c = 0; c < columns.length; c++) {
                table.setColumnWidth(c, columns[c]);
                wide += columns[c];
            }
            table.setAnchor(new Rectangle2D.Double(x, y, wide, 20.0 * rows));
            if (table.getXmlObject() instanceof CTGraphicalObjectFrame xml) {
                xml.getNvGraphicFramePr().getCNvPr().setName(name);
                xml.getNvGraphicFramePr().getCNvPr().setDescr(alt);
            }
            for (int r = 0; r < rows; r++) {
                for (int c = 0; c < columns.length; c++) {
                    XSLFTableCell cell = cell(table, r, c);
                    cell.clearText();
                    cell.setLeftInset(0);
                    cell.setRightInset(10);
                    cell.setTopInset(4);
                    cell.setBottomInset(4);
                }
                cell(table, r, columns.length - 1).setRightInset(0);
            }
            return table;
        }

        private static XSLFTableCell cell(XSLFTable table, int row, int column) {
            return Objects.requireNonNull(table.getCell(row, column));
        }

        private static void rule(XSLFTableCell cell, String colour) {
            cell.setBorderWidth(BorderEdge.bottom, 0.75);
            cell.setBorderColor(BorderEdge.bottom, colour(colour));
        }

        private XSLFTextBox text(
                XSLFSlide slide,
                double x,
                double y,
                double wide,
                double high,
                String text,
                double size,
                boolean bold,
                String colour) {
            XSLFTextBox box = box(slide, x, y, wide, high);
            write(box, text, size, bold, colour);
            return box;
        }

        private XSLFTextBox box(XSLFSlide slide, Rectangle2D where) {
            return box(slide, where.getX(), where.getY(), where.getWidth(), where.getHeight());
        }

        private static XSLFTextBox box(XSLFSlide slide, double x, double y, double wide, double high) {
            XSLFTextBox box = slide.createTextBox();
            box.setAnchor(new Rectangle2D.Double(x, y, wide, high));
            noInsets(box);
            box.setWordWrap(true);
            box.clearText();
            return box;
        }

        private static void noInsets(XSLFTextShape shape) {
            shape.setLeftInset(0);
            shape.setRightInset(0);
            shape.setTopInset(0);
            shape.setBottomInset(0);
        }

        private XSLFTextParagraph write(XSLFTextShape shape, String text, double size, boolean bold, String colour) {
            shape.clearText();
            if (shape.getTextType() != null) {
                noInsets(shape);
            }
            return line(shape, text, size, bold, colour);
        }

        private XSLFTextParagraph line(XSLFTextShape shape, String text, double size, boolean bold, String colour) {
            XSLFTextParagraph paragraph = firstOrNew(shape);
            style(paragraph.addNewTextRun(), text, size, bold, colour);
            return paragraph;
        }

        /// A cell keeps one empty paragraph, which comes first.
        private static XSLFTextParagraph firstOrNew(XSLFTextShape shape) {
            @Nullable
            XSLFTextParagraph only = shape.getTextParagraphs().size() == 1
                    ? shape.getTextParagraphs().getFirst()
                    : null;
            return only != null && only.getTextRuns().isEmpty() ? only : shape.addNewTextParagraph();
        }

        private void style(XSLFTextRun run, String text, double size, boolean bold, String colour) {
            run.setText(text);
            run.setFontSize(size);
            run.setBold(bold);
            run.setFontColor(colour(colour));
            run.getRPr(true).setLang(lang());
        }

        private String lang() {
            return story.lang().locale().toLanguageTag();
        }

        private static void right(XSLFTextBox box) {
            right(box.getTextParagraphs().getFirst());
        }

        private static void right(XSLFTextParagraph paragraph) {
            paragraph.setTextAlign(TextAlign.RIGHT);
        }

        private static Color colour(String colour) {
            return Color.decode(colour);
        }
    }
}
