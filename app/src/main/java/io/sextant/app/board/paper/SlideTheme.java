package io.sextant.app.board.paper;

import java.awt.Dimension;
import java.awt.geom.Rectangle2D;
import java.util.List;
import java.util.stream.Stream;
import org.apache.poi.sl.usermodel.Placeholder;
import org.apache.poi.xslf.usermodel.SlideLayout;
import org.apache.poi.xslf.usermodel.XMLSlideShow;
import org.apache.poi.xslf.usermodel.XSLFShape;
import org.apache.poi.xslf.usermodel.XSLFSheet;
import org.apache.poi.xslf.usermodel.XSLFSlideLayout;
import org.apache.poi.xslf.usermodel.XSLFSlideMaster;
import org.apache.poi.xslf.usermodel.XSLFTextShape;
import org.openxmlformats.schemas.drawingml.x2006.main.CTColor;
import org.openxmlformats.schemas.drawingml.x2006.main.CTColorScheme;
import org.openxmlformats.schemas.drawingml.x2006.main.CTTextParagraphProperties;
import org.openxmlformats.schemas.drawingml.x2006.main.STTextAlignType;

/// The look of our slides: widescreen, our colours and a typeface that every office suite has. It is written into theme
/// and master, so that a slide which somebody adds later looks like ours.
final class SlideTheme {
    /// Width of a slide, in points.
    static final double WIDTH = 960;
    /// Height of a slide, in points.
    static final double HEIGHT = 540;
    /// The margin left and right, in points.
    static final double MARGIN = 48;
    /// The width between the margins, in points.
    static final double INNER = WIDTH - 2 * MARGIN;
    /// Where titles stand.
    static final Rectangle2D TITLE = new Rectangle2D.Double(MARGIN, 26, INNER, 68);
    /// Size of a title, in points.
    static final double TITLE_SIZE = 26;

    static final String TYPEFACE = "Arial";

    static final Rectangle2D FOOTER = new Rectangle2D.Double(MARGIN, 508, 560, 18);
    static final Rectangle2D DATE = new Rectangle2D.Double(WIDTH - MARGIN - 290, 508, 230, 18);
    static final Rectangle2D NUMBER = new Rectangle2D.Double(WIDTH - MARGIN - 56, 508, 56, 18);

    private static final Rectangle2D BODY = new Rectangle2D.Double(MARGIN, 130, INNER, 348);
    private static final Rectangle2D COVER_TITLE = new Rectangle2D.Double(MARGIN, 96, INNER, 128);
    private static final Rectangle2D COVER_SUBTITLE = new Rectangle2D.Double(MARGIN, 230, INNER, 26);
    private static final double POI_WIDTH = 720;

    private SlideTheme() {}

    /// An empty slide show in our look.
    static XMLSlideShow slideShow() {
        var show = new XMLSlideShow();
        show.setPageSize(new Dimension((int) WIDTH, (int) HEIGHT));
        XSLFSlideMaster master = show.getSlideMasters().getFirst();
        colours(master);
        widen(master);
        for (XSLFSlideLayout layout : master.getSlideLayouts()) {
            widen(layout);
        }
        place(master, Placeholder.TITLE, TITLE);
        place(master, Placeholder.BODY, BODY);
        place(master, Placeholder.FOOTER, FOOTER);
        place(master, Placeholder.DATETIME, DATE);
        place(master, Placeholder.SLIDE_NUMBER, NUMBER);
        XSLFSlideLayout cover = master.getLayout(SlideLayout.TITLE);
        place(cover, Placeholder.CENTERED_TITLE, COVER_TITLE);
        place(cover, Placeholder.SUBTITLE, COVER_SUBTITLE);
        text(master);
        return show;
    }

    private static void colours(XSLFSlideMaster master) {
        var theme = master.getTheme().getXmlObject();
        theme.setName("Sextant");
        CTColorScheme scheme = theme.getThemeElements().getClrScheme();
        scheme.setName("Sextant");
        List<CTColor> slots = List.of(
                scheme.getDk1(),
                scheme.getLt1(),
                scheme.getDk2(),
                scheme.getLt2(),
                scheme.getAccent1(),
                scheme.getAccent2(),
                scheme.getAccent3(),
                scheme.getAccent4(),
                scheme.getAccent5(),
                scheme.getAccent6(),
                scheme.getHlink(),
                scheme.getFolHlink());
        List<String> colours = Stream.of(
                        List.of(Palette.INK, Palette.PAPER, Palette.INK_2, Palette.WASH, Palette.BRAND),
                        List.of(Palette.AXES.get(0), Palette.AXES.get(1), Palette.AXES.get(2), Palette.AXES.get(4)),
                        List.of(Palette.AXES.get(5), Palette.BRAND, Palette.AXES.get(2)))
                .flatMap(List::stream)
                .toList();
        for (int i = 0; i < slots.size(); i++) {
            CTColor slot = slots.get(i);
            if (slot.isSetSysClr()) {
                slot.unsetSysClr();
            }
            (slot.isSetSrgbClr() ? slot.getSrgbClr() : slot.addNewSrgbClr()).setVal(Palette.bytes(colours.get(i)));
        }
        var fonts = theme.getThemeElements().getFontScheme();
        fonts.setName("Sextant");
        fonts.getMajorFont().getLatin().setTypeface(TYPEFACE);
        fonts.getMinorFont().getLatin().setTypeface(TYPEFACE);
    }

    /// The library's own master is drawn for the narrow slides of old.
    private static void widen(XSLFSheet sheet) {
        for (XSLFShape shape : sheet.getShapes()) {
            if (shape instanceof XSLFTextShape text && text.getXmlObject() != null && placed(text)) {
                Rectangle2D at = text.getAnchor();
                double by = WIDTH / POI_WIDTH;
                text.setAnchor(new Rectangle2D.Double(at.getX() * by, at.getY(), at.getWidth() * by, at.getHeight()));
            }
        }
    }

    private static boolean placed(XSLFTextShape shape) {
        return shape.getXmlObject() instanceof org.openxmlformats.schemas.presentationml.x2006.main.CTShape s
                && s.getSpPr().isSetXfrm();
    }

    private static void place(XSLFSheet sheet, Placeholder what, Rectangle2D where) {
        for (XSLFTextShape shape : sheet.getPlaceholders()) {
            if (shape.getTextType() == what) {
                shape.setAnchor(where);
            }
        }
    }

    private static void text(XSLFSlideMaster master) {
        var styles = master.getXmlObject().getTxStyles();
        CTTextParagraphProperties title = styles.getTitleStyle().getLvl1PPr();
        title.setAlgn(STTextAlignType.L);
        title.getDefRPr().setSz((int) (100 * TITLE_SIZE));
        title.getDefRPr().setB(true);
        var body = styles.getBodyStyle();
        int[] sizes = {1800, 1600, 1400, 1400, 1400};
        List<CTTextParagraphProperties> levels =
                List.of(body.getLvl1PPr(), body.getLvl2PPr(), body.getLvl3PPr(), body.getLvl4PPr(), body.getLvl5PPr());
        for (int i = 0; i < sizes.length; i++) {
            levels.get(i).getDefRPr().setSz(sizes[i]);
        }
    }
}
