package io.sextant.app.board.paper;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import io.sextant.app.board.SampleBriefs;
import io.sextant.app.platform.ui.AllMessages;
import io.sextant.app.platform.ui.Lang;
import java.nio.file.*;
import java.util.*;
import org.junit.jupiter.api.Test;

class LookTest {
    @Test
    void look() throws Exception {
        var messages = AllMessages.load();
        var teller = SampleBriefs.teller(messages);
        var pdf = new BriefPdf(TemplateEngine.createPrecompiled(ContentType.Html), messages);
        var out = Files.createDirectories(Path.of("/tmp/board/out"));
        var briefs = new LinkedHashMap<String, io.sextant.app.board.Brief>();
        briefs.put("group", SampleBriefs.group());
        briefs.put("inventory", SampleBriefs.inventory());
        briefs.put("three", SampleBriefs.three());
        briefs.put("empty", SampleBriefs.empty());
        for (var e : briefs.entrySet()) {
            for (var lang : Lang.values()) {
                long t = System.nanoTime();
                Files.write(out.resolve(e.getKey() + "-" + lang.code() + ".pdf"), pdf.write(teller.tell(e.getValue(), lang)));
                long u = System.nanoTime();
                Files.write(out.resolve(e.getKey() + "-" + lang.code() + ".pptx"), new BriefSlides(messages).write(teller.tell(e.getValue(), lang)));
                System.out.println("PPTX " + e.getKey() + " " + lang + " " + (System.nanoTime() - u) / 1_000_000 + " ms");
                System.out.println("PDF " + e.getKey() + " " + lang + " " + (u - t) / 1_000_000 + " ms");
            }
        }
    }
}
