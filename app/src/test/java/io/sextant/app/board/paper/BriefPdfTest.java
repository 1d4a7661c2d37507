package io.sextant.app.board.paper;

import static org.assertj.core.api.Assertions.assertThat;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import io.sextant.app.board.Brief;
import io.sextant.app.board.SampleBriefs;
import io.sextant.app.board.Story;
import io.sextant.app.board.Storyteller;
import io.sextant.app.platform.ui.AllMessages;
import io.sextant.app.platform.ui.Lang;
import io.sextant.app.platform.ui.Messages;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.interactive.documentnavigation.outline.PDOutlineItem;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;

class BriefPdfTest {
    private static final Messages MESSAGES = AllMessages.load();
    private static final Storyteller TELLER = SampleBriefs.teller(MESSAGES);
    private static final BriefPdf PDF = new BriefPdf(TemplateEngine.createPrecompiled(ContentType.Html), MESSAGES);

    @Test
    void everyFindingIsOnPaperInBothLanguagesOnAtMostFivePages() throws IOException {
        for (Brief brief : List.of(SampleBriefs.group(), SampleBriefs.inventory(), SampleBriefs.three())) {
            for (Lang lang : Lang.values()) {
                Story story = TELLER.tell(brief, lang);
                try (PDDocument pdf = Loader.loadPDF(PDF.write(story))) {
                    String text = text(pdf);
                    assertThat(pdf.getNumberOfPages()).isBetween(3, 5);
                    assertThat(text).contains(plain(story.title()), plain(story.headline()));
                    story.chapters().forEach(c -> assertThat(text).contains(plain(c.title()), plain(c.provenance())));
                    story.sources().forEach(s -> assertThat(text).contains(plain(s)));
                    assertThat(text).as("apostrophes are apostrophes").doesNotContain("\u02bc");
                }
            }
        }
    }

    @Test
    void namesInGreekCyrillicAndPolishAreWrittenOut() throws IOException {
        try (PDDocument pdf = Loader.loadPDF(PDF.write(TELLER.tell(SampleBriefs.inventory(), Lang.EN)))) {
            assertThat(text(pdf)).contains("Администрация 1 · Διοίκηση Łódź");
        }
    }

    @Test
    void noPageIsBlankAndEachSaysWhichOfHowManyItIs() throws IOException {
        for (Brief brief : List.of(SampleBriefs.group(), SampleBriefs.inventory(), SampleBriefs.empty())) {
            try (PDDocument pdf = Loader.loadPDF(PDF.write(TELLER.tell(brief, Lang.FR)))) {
                var stripper = new PDFTextStripper();
                int pages = pdf.getNumberOfPages();
                for (int page = 1; page <= pages; page++) {
                    stripper.setStartPage(page);
                    stripper.setEndPage(page);
                    assertThat(plain(stripper.getText(pdf)))
                            .hasSizeGreaterThan(300)
                            .contains(page + " / " + pages);
                }
            }
        }
    }

    @Test
    void theSummaryTellsOnWhichPageEachFindingIs() throws IOException {
        Story story = TELLER.tell(SampleBriefs.group(), Lang.EN);
        try (PDDocument pdf = Loader.loadPDF(PDF.write(story))) {
            var stripper = new PDFTextStripper();
            stripper.setSortByPosition(true);
            stripper.setEndPage(1);
            assertThat(plain(stripper.getText(pdf))).contains("6 decisions are awaited from the board page 5");
        }
    }

    @Test
    void aScreenReaderKnowsLanguageTitleAndStructure() throws IOException {
        Story story = TELLER.tell(SampleBriefs.group(), Lang.FR);
        try (PDDocument pdf = Loader.loadPDF(PDF.write(story))) {
            var catalog = pdf.getDocumentCatalog();
            assertThat(catalog.getLanguage()).isEqualTo("fr");
            assertThat(catalog.getMarkInfo().isMarked()).isTrue();
            assertThat(catalog.getStructureTreeRoot()).isNotNull();
            assertThat(catalog.getViewerPreferences().displayDocTitle()).isTrue();
            assertThat(pdf.getDocumentInformation().getTitle()).isEqualTo("Portefeuille d’IA, novembre 2026");
            assertThat(new String(catalog.getMetadata().toByteArray(), java.nio.charset.StandardCharsets.UTF_8))
                    .contains("pdfuaid:part", "pdfaid:part", "Portefeuille d’IA");
            var bookmarks = new ArrayList<String>();
            for (PDOutlineItem item : catalog.getDocumentOutline().children()) {
                bookmarks.add(plain(item.getTitle()));
            }
            assertThat(bookmarks).hasSize(9).contains("6 décisions sont attendues du comité", "L’essentiel");
        }
    }

    @Test
    void itsTypefaceTravelsWithIt() throws IOException {
        try (PDDocument pdf = Loader.loadPDF(PDF.write(TELLER.tell(SampleBriefs.inventory(), Lang.FR)))) {
            for (var page : pdf.getPages()) {
                for (COSName name : page.getResources().getFontNames()) {
                    var font = page.getResources().getFont(name);
                    assertThat(font.isEmbedded()).as(font.getName()).isTrue();
                    assertThat(font.getName()).contains("Inter");
                }
            }
        }
    }

    @Test
    void namesThatNobodyShouldGiveBreakNothing() throws IOException {
        try (PDDocument pdf = Loader.loadPDF(PDF.write(TELLER.tell(SampleBriefs.hostile(), Lang.FR)))) {
            String text = text(pdf);
            assertThat(text).contains("<b>gras</b> &amp;", "<i>étiquette</i>", "<script>alert('x')</script> & Cie");
            assertThat(pdf.getNumberOfPages()).isLessThanOrEqualTo(5);
        }
    }

    private static String text(PDDocument pdf) throws IOException {
        return plain(new PDFTextStripper().getText(pdf));
    }

    private static String plain(String text) {
        return text.replaceAll("[\\s\\u00a0\\u202f\\u2009]+", " ").strip();
    }
}
