package io.sextant.app.board.paper;

import static org.assertj.core.api.Assertions.assertThat;

import io.sextant.app.board.Brief;
import io.sextant.app.board.SampleBriefs;
import io.sextant.app.board.Story;
import io.sextant.app.board.Story.Bar;
import io.sextant.app.board.Story.Bars;
import io.sextant.app.board.Story.Chapter;
import io.sextant.app.board.Storyteller;
import io.sextant.app.platform.ui.AllMessages;
import io.sextant.app.platform.ui.Lang;
import io.sextant.app.platform.ui.Messages;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.poi.sl.usermodel.Placeholder;
import org.apache.poi.xddf.usermodel.chart.XDDFChartData;
import org.apache.poi.xslf.usermodel.XMLSlideShow;
import org.apache.poi.xslf.usermodel.XSLFChart;
import org.apache.poi.xslf.usermodel.XSLFGraphicFrame;
import org.apache.poi.xslf.usermodel.XSLFSlide;
import org.apache.poi.xslf.usermodel.XSLFTable;
import org.apache.poi.xslf.usermodel.XSLFTextShape;
import org.apache.poi.xssf.usermodel.XSSFSheet;
import org.junit.jupiter.api.Test;
import org.openxmlformats.schemas.presentationml.x2006.main.CTGraphicalObjectFrame;

class BriefSlidesTest {
    private static final Messages MESSAGES = AllMessages.load();
    private static final Storyteller TELLER = SampleBriefs.teller(MESSAGES);
    private static final BriefSlides SLIDES = new BriefSlides(MESSAGES);

    @Test
    void eachFindingHasItsSlideAndIsItsTitle() throws IOException {
        for (Brief brief : List.of(SampleBriefs.group(), SampleBriefs.inventory(), SampleBriefs.three())) {
            for (Lang lang : Lang.values()) {
                Story story = TELLER.tell(brief, lang);
                try (XMLSlideShow show = open(story)) {
                    assertThat(show.getSlides())
                            .hasSize(1 + story.chapters().size())
                            .hasSizeBetween(6, 8);
                    for (int i = 0; i < story.chapters().size(); i++) {
                        assertThat(show.getSlides().get(i + 1).getTitle())
                                .isEqualTo(story.chapters().get(i).title());
                    }
                    assertThat(show.getSlides().getFirst().getPlaceholder(0).getText())
                            .isEqualTo(story.title());
                }
            }
        }
    }

    @Test
    void everyChartIsANativeOneWithTheRightFiguresInAWorkbookOfItsOwn() throws Exception {
        Story story = TELLER.tell(SampleBriefs.group(), Lang.FR);
        try (XMLSlideShow show = open(story)) {
            int seen = 0;
            for (int i = 0; i < story.chapters().size(); i++) {
                List<Bars> told = bars(story.chapters().get(i));
                List<XSLFChart> charts = charts(show.getSlides().get(i + 1));
                assertThat(charts).hasSameSizeAs(told);
                for (int c = 0; c < told.size(); c++) {
                    check(told.get(c), charts.get(c));
                    seen++;
                }
            }
            assertThat(seen).isEqualTo(6);
        }
    }

    private static void check(Bars told, XSLFChart chart) throws Exception {
        XDDFChartData data = chart.getChartSeries().getFirst();
        int series = told.before() == null ? 1 : 2;
        assertThat(data.getSeriesCount()).isEqualTo(series);
        XSSFSheet sheet = chart.getWorkbook().getSheetAt(0);
        assertThat(sheet.getRow(0).getCell(1).getStringCellValue()).isEqualTo(told.now());
        for (int i = 0; i < told.bars().size(); i++) {
            Bar bar = told.bars().get(i);
            assertThat(data.getSeries(0).getCategoryData().getPointAt(i)).isEqualTo(bar.label());
            assertThat(data.getSeries(0).getValuesData().getPointAt(i).longValue())
                    .isEqualTo(bar.value());
            assertThat(sheet.getRow(i + 1).getCell(0).getStringCellValue()).isEqualTo(bar.label());
            assertThat(sheet.getRow(i + 1).getCell(1).getNumericCellValue()).isEqualTo(bar.value());
            if (series == 2) {
                assertThat((double) Objects.requireNonNull(bar.before()))
                        .isEqualTo(sheet.getRow(i + 1).getCell(2).getNumericCellValue());
            }
        }
    }

    @Test
    void everyPictureSpeaksToThoseWhoCannotSeeIt() throws IOException {
        try (XMLSlideShow show = open(TELLER.tell(SampleBriefs.group(), Lang.EN))) {
            for (XSLFSlide slide : show.getSlides()) {
                frames(slide).forEach(frame -> {
                    var xml = (CTGraphicalObjectFrame) frame.getXmlObject();
                    assertThat(xml.getNvGraphicFramePr().getCNvPr().getDescr()).isNotBlank();
                });
            }
            var stages = (CTGraphicalObjectFrame)
                    frames(show.getSlides().get(1)).findFirst().orElseThrow().getXmlObject();
            assertThat(stages.getNvGraphicFramePr().getCNvPr().getDescr())
                    .startsWith("Use cases by stage. Idea: 8 (previously 9)");
        }
    }

    @Test
    void noPlaceholderIsLeftEmptyAndEachSlideHasDateAndNumber() throws IOException {
        for (Brief brief : List.of(SampleBriefs.group(), SampleBriefs.empty())) {
            try (XMLSlideShow show = open(TELLER.tell(brief, Lang.FR))) {
                for (XSLFSlide slide : show.getSlides()) {
                    assertThat(slide.getPlaceholders())
                            .allSatisfy(shape -> assertThat(shape.getText()).isNotBlank());
                    assertThat(slide.getPlaceholders())
                            .extracting(XSLFTextShape::getTextType)
                            .contains(Placeholder.DATETIME, Placeholder.SLIDE_NUMBER, Placeholder.FOOTER);
                    assertThat(texts(slide)).contains("23\u00a0novembre 2026");
                }
            }
        }
    }

    @Test
    void theSpeakerHasTheSourcesInTheNotes() throws IOException {
        Story story = TELLER.tell(SampleBriefs.inventory(), Lang.FR);
        try (XMLSlideShow show = open(story)) {
            for (int i = 0; i < story.chapters().size(); i++) {
                String notes = show.getSlides().get(i + 1).getNotes().getTextParagraphs().stream()
                        .flatMap(List::stream)
                        .map(p -> p.getText())
                        .reduce("", (a, b) -> a + "\n" + b);
                Chapter chapter = story.chapters().get(i);
                assertThat(notes).contains(chapter.title());
                assertThat(notes).contains(chapter.notes());
            }
        }
    }

    @Test
    void nothingReachesBelowTheFooterLineOrBeyondTheMargins() throws IOException {
        for (Brief brief : List.of(SampleBriefs.group(), SampleBriefs.inventory(), SampleBriefs.hostile())) {
            for (Lang lang : Lang.values()) {
                try (XMLSlideShow show = open(TELLER.tell(brief, lang))) {
                    for (XSLFSlide slide : show.getSlides()) {
                        slide.getShapes().forEach(shape -> {
                            var at = shape.getAnchor();
                            assertThat(at.getMaxX()).isLessThanOrEqualTo(SlideTheme.WIDTH - SlideTheme.MARGIN + 1);
                            assertThat(at.getMinX()).isGreaterThanOrEqualTo(SlideTheme.MARGIN - 1);
                            assertThat(at.getMaxY()).isLessThanOrEqualTo(530);
                        });
                        slide.getShapes().stream()
                                .filter(XSLFTable.class::isInstance)
                                .map(XSLFTable.class::cast)
                                .forEach(table -> assertThat(table.getAnchor().getY()
                                                + IntStream.range(0, table.getNumberOfRows())
                                                        .mapToDouble(table::getRowHeight)
                                                        .sum())
                                        .isLessThanOrEqualTo(SlideTheme.FOOTER.getY()));
                    }
                }
            }
        }
    }

    @Test
    void aSlideAddedLaterLooksLikeOurs() throws IOException {
        try (XMLSlideShow show = open(TELLER.tell(SampleBriefs.empty(), Lang.EN))) {
            var theme = show.getSlideMasters().getFirst().getTheme();
            assertThat(theme.getMajorFont()).isEqualTo("Arial");
            assertThat(theme.getCTColor("accent1").getSrgbClr().getVal()).isEqualTo(Palette.bytes(Palette.BRAND));
            assertThat(theme.getCTColor("dk1").getSrgbClr().getVal()).isEqualTo(Palette.bytes(Palette.INK));
            assertThat(show.getPageSize().getWidth()).isEqualTo(960);
            assertThat(show.getProperties().getCoreProperties().getTitle()).isEqualTo("Premier point sur l’IA");
        }
    }

    private static XMLSlideShow open(Story story) throws IOException {
        return new XMLSlideShow(new ByteArrayInputStream(SLIDES.write(story)));
    }

    private static Stream<XSLFGraphicFrame> frames(XSLFSlide slide) {
        return slide.getShapes().stream()
                .filter(XSLFGraphicFrame.class::isInstance)
                .map(XSLFGraphicFrame.class::cast);
    }

    private static List<XSLFChart> charts(XSLFSlide slide) {
        return frames(slide)
                .filter(XSLFGraphicFrame::hasChart)
                .map(XSLFGraphicFrame::getChart)
                .toList();
    }

    private static List<Bars> bars(Chapter chapter) {
        return chapter.blocks().stream()
                .filter(Bars.class::isInstance)
                .map(Bars.class::cast)
                .toList();
    }

    private static String texts(XSLFSlide slide) {
        return slide.getShapes().stream()
                .filter(XSLFTextShape.class::isInstance)
                .map(s -> ((XSLFTextShape) s).getText())
                .reduce("", (a, b) -> a + "\n" + b);
    }
}
