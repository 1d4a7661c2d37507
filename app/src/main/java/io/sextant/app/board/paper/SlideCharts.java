package io.sextant.app.board.paper;

import io.sextant.app.board.Story.Bar;
import io.sextant.app.board.Story.Bars;
import io.sextant.app.board.Story.Tone;
import java.awt.geom.Rectangle2D;
import java.util.List;
import java.util.Objects;
import org.apache.poi.ss.util.CellRangeAddress;
import org.apache.poi.xddf.usermodel.XDDFColor;
import org.apache.poi.xddf.usermodel.XDDFLineProperties;
import org.apache.poi.xddf.usermodel.XDDFSolidFillProperties;
import org.apache.poi.xddf.usermodel.chart.AxisCrosses;
import org.apache.poi.xddf.usermodel.chart.AxisOrientation;
import org.apache.poi.xddf.usermodel.chart.AxisPosition;
import org.apache.poi.xddf.usermodel.chart.AxisTickMark;
import org.apache.poi.xddf.usermodel.chart.BarDirection;
import org.apache.poi.xddf.usermodel.chart.BarGrouping;
import org.apache.poi.xddf.usermodel.chart.ChartTypes;
import org.apache.poi.xddf.usermodel.chart.LegendPosition;
import org.apache.poi.xddf.usermodel.chart.XDDFBarChartData;
import org.apache.poi.xddf.usermodel.chart.XDDFCategoryAxis;
import org.apache.poi.xddf.usermodel.chart.XDDFDataSourcesFactory;
import org.apache.poi.xddf.usermodel.chart.XDDFValueAxis;
import org.apache.poi.xslf.usermodel.XMLSlideShow;
import org.apache.poi.xslf.usermodel.XSLFChart;
import org.apache.poi.xslf.usermodel.XSLFSlide;
import org.openxmlformats.schemas.drawingml.x2006.chart.CTBarSer;
import org.openxmlformats.schemas.drawingml.x2006.chart.CTDPt;
import org.openxmlformats.schemas.drawingml.x2006.chart.STDLblPos;
import org.openxmlformats.schemas.drawingml.x2006.main.CTTextBody;
import org.openxmlformats.schemas.drawingml.x2006.main.STPresetLineDashVal;
import org.openxmlformats.schemas.presentationml.x2006.main.CTGraphicalObjectFrame;

/// Draws charts that their reader can edit: native ones, each with its figures in a workbook of its own.
final class SlideCharts {
    private static final int LABEL_SIZE = 1100;
    private static final int GAP = 42;
    private static final int LABELS = 0;
    private static final int NOW = 1;
    private static final int BEFORE = 2;

    private SlideCharts() {}

    /// Puts the chart on the slide.
    static void draw(XMLSlideShow show, XSLFSlide slide, Bars bars, Rectangle2D where) {
        XSLFChart chart = show.createChart();
        int last = bars.bars().size();
        String[] labels = bars.bars().stream().map(Bar::label).toArray(String[]::new);
        var categories = XDDFDataSourcesFactory.fromArray(labels, range(chart, last, LABELS), LABELS);

        boolean upright = bars.upright();
        XDDFCategoryAxis along = chart.createCategoryAxis(upright ? AxisPosition.BOTTOM : AxisPosition.LEFT);
        XDDFValueAxis across = chart.createValueAxis(upright ? AxisPosition.LEFT : AxisPosition.BOTTOM);
        across.setCrosses(AxisCrosses.AUTO_ZERO);
        across.setMinimum(0.0);
        across.setVisible(false);
        along.setOrientation(upright ? AxisOrientation.MIN_MAX : AxisOrientation.MAX_MIN);
        along.setMajorTickMark(AxisTickMark.NONE);
        along.setMinorTickMark(AxisTickMark.NONE);
        along.getOrAddShapeProperties().setLineProperties(line(Palette.BEFORE));

        var data = (XDDFBarChartData) chart.createData(ChartTypes.BAR, along, across);
        data.setBarDirection(upright ? BarDirection.COL : BarDirection.BAR);
        data.setBarGrouping(BarGrouping.CLUSTERED);
        data.setVaryColors(false);
        data.setGapWidth(GAP);
        Integer[] now =
                bars.bars().stream().map(b -> Math.toIntExact(b.value())).toArray(Integer[]::new);
        var series = (XDDFBarChartData.Series)
                data.addSeries(categories, XDDFDataSourcesFactory.fromArray(now, range(chart, last, NOW), NOW));
        series.setTitle(bars.now(), chart.setSheetTitle(bars.now(), NOW));
        series.setFillProperties(fill(Palette.BRAND));
        label(series.getCTBarSer(), Palette.INK, true);
        tones(series.getCTBarSer(), bars.bars());

        String before = bars.before();
        if (before != null) {
            Integer[] was = bars.bars().stream()
                    .map(b -> Math.toIntExact(Objects.requireNonNullElse(b.before(), 0L)))
                    .toArray(Integer[]::new);
            var earlier = (XDDFBarChartData.Series) data.addSeries(
                    categories, XDDFDataSourcesFactory.fromArray(was, range(chart, last, BEFORE), BEFORE));
            earlier.setTitle(before, chart.setSheetTitle(before, BEFORE));
            earlier.setFillProperties(fill(Palette.BEFORE));
            label(earlier.getCTBarSer(), Palette.INK_3, false);
            chart.getOrAddLegend().setPosition(LegendPosition.TOP);
        }
        chart.plot(data);

        chart.setAutoTitleDeleted(true);
        chart.getCTChartSpace().addNewRoundedCorners().setVal(false);
        text(chart.getCTChartSpace().addNewTxPr(), LABEL_SIZE, Palette.INK_2, false);
        slide.addChart(chart, emu(where));
        describe(slide, bars);
    }

    private static String range(XSLFChart chart, int last, int column) {
        return chart.formatRange(new CellRangeAddress(1, last, column, column));
    }

    /// A chart's place is in EMU, where all else is in points.
    private static Rectangle2D emu(Rectangle2D points) {
        double by = org.apache.poi.util.Units.EMU_PER_POINT;
        return new Rectangle2D.Double(
                points.getX() * by, points.getY() * by, points.getWidth() * by, points.getHeight() * by);
    }

    /// The library adds the frame to the slide's XML without telling its list of shapes.
    private static void describe(XSLFSlide slide, Bars bars) {
        CTGraphicalObjectFrame frame =
                slide.getXmlObject().getCSld().getSpTree().getGraphicFrameList().getLast();
        frame.getNvGraphicFramePr().getCNvPr().setName(bars.title());
        frame.getNvGraphicFramePr().getCNvPr().setDescr(bars.alt());
    }

    private static XDDFSolidFillProperties fill(String colour) {
        return new XDDFSolidFillProperties(XDDFColor.from(Palette.bytes(colour)));
    }

    private static XDDFLineProperties line(String colour) {
        var line = new XDDFLineProperties(fill(colour));
        line.setWidth(0.75);
        return line;
    }

    private static void label(CTBarSer series, String colour, boolean bold) {
        var labels = series.isSetDLbls() ? series.getDLbls() : series.addNewDLbls();
        labels.addNewNumFmt().setFormatCode("#,##0");
        labels.getNumFmt().setSourceLinked(false);
        labels.addNewSpPr().addNewNoFill();
        text(labels.addNewTxPr(), LABEL_SIZE, colour, bold);
        labels.addNewDLblPos().setVal(STDLblPos.OUT_END);
        labels.addNewShowLegendKey().setVal(false);
        labels.addNewShowVal().setVal(true);
        labels.addNewShowCatName().setVal(false);
        labels.addNewShowSerName().setVal(false);
        labels.addNewShowPercent().setVal(false);
        labels.addNewShowBubbleSize().setVal(false);
    }

    private static void tones(CTBarSer series, List<Bar> bars) {
        for (int i = 0; i < bars.size(); i++) {
            Tone tone = bars.get(i).tone();
            switch (tone) {
                case MAIN -> {
                    // the colour of the series
                }
                case OTHERS -> {
                    point(series, i)
                            .addNewSpPr()
                            .addNewSolidFill()
                            .addNewSrgbClr()
                            .setVal(Palette.bytes(Palette.OTHERS));
                }
                case UNKNOWN -> {
                    var shape = point(series, i).addNewSpPr();
                    shape.addNewNoFill();
                    var edge = shape.addNewLn();
                    edge.setW(12_700);
                    edge.addNewSolidFill().addNewSrgbClr().setVal(Palette.bytes(Palette.EDGE));
                    edge.addNewPrstDash().setVal(STPresetLineDashVal.DASH);
                }
            }
        }
    }

    private static CTDPt point(CTBarSer series, int index) {
        CTDPt point = series.addNewDPt();
        point.addNewIdx().setVal(index);
        point.addNewInvertIfNegative().setVal(false);
        point.addNewBubble3D().setVal(false);
        return point;
    }

    private static void text(CTTextBody body, int size, String colour, boolean bold) {
        body.addNewBodyPr();
        var run = body.addNewP().addNewPPr().addNewDefRPr();
        run.setSz(size);
        run.setB(bold);
        run.addNewSolidFill().addNewSrgbClr().setVal(Palette.bytes(colour));
    }
}
