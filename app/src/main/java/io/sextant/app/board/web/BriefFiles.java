package io.sextant.app.board.web;

import io.sextant.app.board.Brief;
import io.sextant.app.board.Story;
import io.sextant.app.board.Storyteller;
import io.sextant.app.board.paper.BriefPdf;
import io.sextant.app.board.paper.BriefSlides;
import io.sextant.app.platform.ui.Lang;
import io.sextant.app.platform.ui.Messages;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.time.LocalDate;
import java.util.Locale;
import org.springframework.http.CacheControl;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/// A brief as a file to take away, named so that one finds it again.
@Component
class BriefFiles {
    /// The media type of slides (Office Open XML).
    static final String PPTX_VALUE = "application/vnd.openxmlformats-officedocument.presentationml.presentation";

    private static final MediaType PPTX = MediaType.parseMediaType(PPTX_VALUE);
    private static final int LONGEST_NAME = 60;

    private final Storyteller storyteller;
    private final BriefPdf pdf;
    private final BriefSlides slides;
    private final Messages messages;

    BriefFiles(Storyteller storyteller, BriefPdf pdf, BriefSlides slides, Messages messages) {
        this.storyteller = storyteller;
        this.pdf = pdf;
        this.slides = slides;
        this.messages = messages;
    }

    /// The brief as a PDF.
    ResponseEntity<byte[]> pdf(Brief brief, Lang lang) {
        return file(brief, lang, MediaType.APPLICATION_PDF, "pdf", pdf.write(storyteller.tell(brief, lang)));
    }

    /// The brief as slides.
    ResponseEntity<byte[]> slides(Brief brief, Lang lang) {
        Story story = storyteller.tell(brief, lang);
        return file(brief, lang, PPTX, "pptx", slides.write(story));
    }

    private ResponseEntity<byte[]> file(Brief brief, Lang lang, MediaType type, String ending, byte[] content) {
        var disposition = ContentDisposition.attachment()
                .filename(name(brief, lang) + "." + ending, StandardCharsets.UTF_8)
                .build();
        return ResponseEntity.ok()
                .contentType(type)
                .cacheControl(CacheControl.noStore())
                .header(HttpHeaders.CONTENT_DISPOSITION, disposition.toString())
                .header(HttpHeaders.CONTENT_LANGUAGE, lang.code())
                .body(content);
    }

    /// What it is, when it was made, what it is called: letters, digits and dashes, which every file system takes.
    private String name(Brief brief, Lang lang) {
        var day = LocalDate.ofInstant(brief.madeAt(), messages.formats(lang).zone());
        String title = Normalizer.normalize(brief.title(), Normalizer.Form.NFD)
                .replaceAll("\\p{M}", "")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "-");
        String cut = title.length() > LONGEST_NAME ? title.substring(0, LONGEST_NAME) : title;
        String named = (messages.text(lang, "board.paper.file") + "-" + day + "-" + cut).replaceAll("-+", "-");
        return named.endsWith("-") ? named.substring(0, named.length() - 1) : named;
    }
}
