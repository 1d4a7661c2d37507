package io.sextant.app.platform.ui;

import gg.jte.TemplateEngine;
import gg.jte.output.Utf8ByteOutput;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.web.servlet.View;
import org.springframework.web.servlet.ViewResolver;

/// Turns a view name such as `demand/web/useCases` into the template of that name, and gives it `ui`. A page is written
/// whole before its first byte leaves, so that a template that fails becomes an error page and never half a page.
final class JteViews implements ViewResolver, Ordered {
    private static final String HTML = "text/html;charset=UTF-8";

    private final TemplateEngine engine;
    private final UiMaker maker;

    JteViews(TemplateEngine engine, UiMaker maker) {
        this.engine = engine;
        this.maker = maker;
    }

    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
    }

    @Override
    public @Nullable View resolveViewName(String name, Locale locale) {
        return name.indexOf(':') >= 0 || !engine.hasTemplate(name + ".jte") ? null : new Page(name + ".jte");
    }

    private final class Page implements View {
        private final String template;

        Page(String template) {
            this.template = template;
        }

        @Override
        public String getContentType() {
            return HTML;
        }

        @Override
        public void render(@Nullable Map<String, ?> model, HttpServletRequest request, HttpServletResponse response)
                throws Exception {
            var values = new HashMap<String, Object>(model == null ? Map.of() : model);
            values.put("ui", maker.of(request));
            var out = new Utf8ByteOutput();
            engine.render(template, values, out);
            response.setContentType(HTML);
            response.addHeader(HttpHeaders.VARY, "HX-Request");
            response.setContentLength(out.getContentLength());
            out.writeTo(response.getOutputStream());
        }
    }
}
