package io.sextant.app.board.paper;

import com.openhtmltopdf.outputdevice.helper.BaseRendererBuilder.FontStyle;
import com.openhtmltopdf.outputdevice.helper.ExternalResourceControlPriority;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder.PdfAConformance;
import com.openhtmltopdf.slf4j.Slf4jLogger;
import com.openhtmltopdf.svgsupport.BatikSVGDrawer;
import com.openhtmltopdf.util.XRLog;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import io.sextant.app.board.Story;
import io.sextant.app.platform.ui.Messages;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.springframework.stereotype.Component;

/// Sets a brief on A4 paper: tagged for screen readers (PDF/UA-1), made to be kept (PDF/A-3u), with bookmarks and its
/// own fonts. Nothing is fetched from anywhere. Thread-safe; two at a time, since each takes some 20 MB while it is at
/// work.
@Component
public class BriefPdf {
    private static final Semaphore PLACES = new Semaphore(2);
    private static final float PDF_VERSION = 1.7f;

    private final TemplateEngine templates;
    private final Messages messages;

    BriefPdf(TemplateEngine templates, Messages messages) {
        this.templates = templates;
        this.messages = messages;
        XRLog.setLoggerImpl(new Slf4jLogger());
    }

    /// The brief as a PDF file.
    public byte[] write(Story story) {
        var page = new StringOutput(64 * 1024);
        templates.render(
                "board/paper/briefPdf.jte", Map.of("story", story, "words", new Words(messages, story.lang())), page);
        PLACES.acquireUninterruptibly();
        try {
            // The letters that the fonts no longer have apart; see Woff.
            return print(page.toString().replace('\u02bb', '\u2018').replace('\u02bc', '\u2019'));
        } finally {
            PLACES.release();
        }
    }

    private static byte[] print(String page) {
        var out = new ByteArrayOutputStream(128 * 1024);
        var builder = new PdfRendererBuilder();
        for (Fonts.Font font : Fonts.ALL) {
            builder.useFont(
                    () -> new ByteArrayInputStream(font.trueType()),
                    font.family(),
                    font.weight(),
                    FontStyle.NORMAL,
                    true);
        }
        try (var svg = new BatikSVGDrawer()) {
            builder.useSVGDrawer(svg);
            builder.useReplacementText("?");
            builder.useUnicodeLineBreaker(new LineBreaks());
            builder.usePdfVersion(PDF_VERSION);
            builder.usePdfUaAccessibility(true);
            builder.usePdfAConformance(PdfAConformance.PDFA_3_U);
            builder.useColorProfile(ICC_Profile.getInstance(ColorSpace.CS_sRGB).getData());
            builder.withProducer("Sextant");
            builder.useExternalResourceAccessControl(
                    (uri, type) -> false, ExternalResourceControlPriority.RUN_BEFORE_RESOLVING_URI);
            builder.withHtmlContent(page, null);
            builder.toStream(out);
            builder.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
