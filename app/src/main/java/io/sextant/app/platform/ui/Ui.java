package io.sextant.app.platform.ui;

import gg.jte.Content;
import io.sextant.app.kernel.Reason;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.web.servlet.support.RequestContextUtils;

/// What a template has at hand for one request: texts, numbers and dates in the reader's language, who the reader is,
/// where they are, and the addresses of things. Every model holds one as `ui`; a handler may also take it as an
/// argument.
public final class Ui {
    private final HttpServletRequest request;
    private final Kit kit;
    private final Lang lang;
    private final Theme theme;
    private final Formats formats;

    /// What is the same for all requests.
    record Kit(
            Messages messages,
            Assets assets,
            Icons icons,
            Preferences preferences,
            Visitor visitor,
            List<NavEntry> navigation,
            ObjectProvider<Bell> bell,
            InstantSource clock) {}

    Ui(HttpServletRequest request, Kit kit) {
        this.request = request;
        this.kit = kit;
        lang = kit.preferences.lang(request);
        theme = kit.preferences.theme(request);
        formats = kit.messages.formats(lang);
    }

    // Texts

    /// The text of a key.
    public String t(String key, Object... args) {
        return kit.messages.text(lang, key, args);
    }

    /// The wording of a refusal's reason.
    public String t(Reason reason) {
        return kit.messages.text(lang, reason);
    }

    /// A text whose message holds markup of its own (`<b>`, `<kbd>`, `<br>`); what arguments hold is only text.
    public Content rich(String key, Object... args) {
        return Html.trusted(kit.messages.markup(lang, key, args));
    }

    /// Whether there is such a text.
    public boolean has(String key) {
        return kit.messages.has(lang, key);
    }

    /// The language's code, as in `<html lang>`.
    public String lang() {
        return lang.code();
    }

    /// The language.
    public Lang language() {
        return lang;
    }

    /// The language of what somebody wrote, for its `lang` attribute, where it is not that of the page; absent where it
    /// is, or where the text does not tell.
    public @Nullable String spoken(@Nullable String text) {
        Lang lang = text == null ? null : Spoken.of(text);
        return lang == null || lang == language() ? null : lang.code();
    }

    /// The language's locale.
    public Locale locale() {
        return lang.locale();
    }

    /// The appearance's code.
    public String theme() {
        return theme.code();
    }

    // Figures

    /// A number: `1 234,5`.
    public String number(Number value) {
        return formats.number(value);
    }

    /// A number with exactly that many decimals.
    public String number(Number value, int decimals) {
        return formats.number(value, decimals);
    }

    /// A number with its sign.
    public String signed(Number value) {
        return formats.signed(value);
    }

    /// A share between 0 and 1 as a whole number of per cent.
    public String percent(double share) {
        return formats.percent(share);
    }

    /// An amount in euros.
    public String euros(Number amount) {
        return formats.euros(amount);
    }

    /// An amount in euros with two or three significant digits.
    public String eurosShort(Number amount) {
        return formats.eurosShort(amount);
    }

    /// A size in octets.
    public String bytes(long size) {
        return formats.bytes(size);
    }

    /// A day: `8 janvier 2027`.
    public String date(LocalDate day) {
        return formats.date(day);
    }

    /// The day of an instant.
    public String date(Instant when) {
        return formats.date(when);
    }

    /// A day where room is scarce.
    public String dateShort(LocalDate day) {
        return formats.dateShort(day);
    }

    /// The day of an instant, where room is scarce.
    public String dateShort(Instant when) {
        return formats.dateShort(when);
    }

    /// A month.
    public String month(YearMonth when) {
        return formats.month(when);
    }

    /// A day and time.
    public String dateTime(Instant when) {
        return formats.dateTime(when);
    }

    /// How long ago something happened.
    public String ago(Instant when) {
        return formats.ago(when, kit.clock.instant());
    }

    /// A list in words: `a, b et c`.
    public String list(Collection<String> items) {
        return formats.list(List.copyOf(items));
    }

    /// The formats themselves.
    public Formats formats() {
        return formats;
    }

    // The reader

    /// Who reads; absent for a stranger.
    public SignedInUser.@Nullable Profile user() {
        return kit.visitor.profile();
    }

    /// Whether the reader may do that anywhere.
    public boolean may(String permission) {
        return kit.visitor.mayDo(permission);
    }

    /// How many notices wait for the reader; −1 where nobody keeps notices.
    public long unread() {
        Bell bell = kit.bell.getIfAvailable();
        return bell == null ? -1 : bell.unread();
    }

    /// The navigation, without what the reader may not see.
    public List<NavEntry.Group> navigation() {
        if (user() == null) {
            return List.of();
        }
        return Arrays.stream(Section.values())
                .map(section -> new NavEntry.Group(
                        section,
                        kit.navigation.stream()
                                .filter(entry -> entry.section() == section)
                                .filter(entry -> entry.permission() == null || may(entry.permission()))
                                .toList()))
                .filter(group -> !group.entries().isEmpty())
                .toList();
    }

    // Where we are

    /// The path of the page that was asked for, without its query.
    public String path() {
        return forwarded() instanceof String path ? path : request.getRequestURI();
    }

    /// The path and query of the page that was asked for.
    public String address() {
        var query = request.getQueryString();
        return query == null || forwarded() != null ? path() : path() + "?" + query;
    }

    /// Whether htmx asks for a part of the page.
    public boolean partial() {
        return request.getHeader("HX-Request") != null
                && request.getHeader("HX-Boosted") == null
                && request.getHeader("HX-History-Restore-Request") == null;
    }

    /// An address with its query.
    ///
    /// @param pairs names and values by turns; a value that is absent or empty leaves its name out, a collection
    /// repeats
    ///     it
    public String url(String path, @Nullable Object... pairs) {
        return path + query(pairs);
    }

    /// The address of this very page with some of its query changed, as a filter or a sort does.
    ///
    /// @param pairs names and values by turns; a value that is absent or empty takes its name out
    public String with(@Nullable Object... pairs) {
        var all = new ArrayList<@Nullable Object>();
        request.getParameterMap().forEach((name, values) -> {
            // What starts with an underscore belongs to one request only, such as the proof of a form.
            if (!named(name, pairs) && !name.startsWith("_")) {
                all.add(name);
                all.add(List.of(values));
            }
        });
        all.addAll(Arrays.asList(pairs));
        return path() + query(all.toArray());
    }

    /// The query of this very page, without its question mark; empty when there is none.
    public String query() {
        var query = request.getQueryString();
        return query == null ? "" : query;
    }

    /// Hidden fields that carry the query of this very page through a form, without the names that the form asks for
    /// itself.
    public Content hidden(String... except) {
        var fields = new StringBuilder();
        request.getParameterMap().forEach((name, values) -> {
            if (!List.of(except).contains(name) && !name.startsWith("_")) {
                for (var value : values) {
                    fields.append("<input type=\"hidden\" name=\"")
                            .append(Html.escape(name))
                            .append("\" value=\"")
                            .append(Html.escape(value))
                            .append("\">");
                }
            }
        });
        return Html.trusted(fields.toString());
    }

    /// The address of an asset, such as `app.js`.
    public String asset(String path) {
        return kit.assets.url(path);
    }

    // Pieces

    /// The icon of that name, as decoration.
    public Content icon(String name) {
        return kit.icons.get(name);
    }

    /// What a hexagon shows, in words.
    public String hexagonWords(Hexagon hexagon) {
        return t(
                "ui.hexagon",
                list(hexagon.readings().stream()
                        .map(reading -> reading.score() == null
                                ? t("ui.hexagon.unknown", reading.label())
                                : t("ui.hexagon.known", reading.label(), reading.score()))
                        .toList()));
    }

    /// The hidden fields of every form: the proof that it is ours, nothing where nobody asks for it, and in whose place
    /// it
    /// is sent where the reader takes somebody's.
    public Content csrf() {
        var token = token();
        var place = kit.visitor.inPlaceOf();
        return Html.trusted((token == null ? "" : carried(token.getParameterName(), token.getToken()))
                + (place == null ? "" : carried(place.name(), place.value())));
    }

    private static String carried(String name, String value) {
        return "<input type=\"hidden\" name=\"" + Html.escape(name) + "\" value=\"" + Html.escape(value) + "\">";
    }

    /// The same proof for htmx, as the value of `hx-headers`.
    public String csrfHeaders() {
        var token = token();
        return token == null ? "{}" : "{\"" + token.getHeaderName() + "\":\"" + token.getToken() + "\"}";
    }

    /// The settings of htmx: nothing that the content security policy refuses, no page kept in the browser, and answers
    /// with an error shown where they say.
    public String htmxConfig() {
        return """
                {"includeIndicatorStyles":false,"allowEval":false,"historyCacheSize":0,"refreshOnHistoryMiss":true,\
                "attributesToSettle":["class"],\
                "selfRequestsOnly":true,"responseHandling":[{"code":"204","swap":false},{"code":"[23]..","swap":true},\
                {"code":"422","swap":true},{"code":"[45]..","swap":true,"error":true}]}""";
    }

    /// The word on what just happened, if the previous page left one.
    public @Nullable Toast toast() {
        var flash = RequestContextUtils.getInputFlashMap(request);
        return flash != null && flash.get(Toast.ATTRIBUTE) instanceof Toast toast ? toast : null;
    }

    /// The name of this request, for support.
    public String correlation() {
        return Correlation.of(request);
    }

    private @Nullable CsrfToken token() {
        return request.getAttribute(CsrfToken.class.getName()) instanceof CsrfToken token ? token : null;
    }

    private @Nullable Object forwarded() {
        return request.getAttribute("jakarta.servlet.error.request_uri");
    }

    private static String query(@Nullable Object[] pairs) {
        var query = new StringBuilder();
        for (var i = 0; i < pairs.length; i += 2) {
            var values = pairs[i + 1] instanceof Collection<?> many ? many : Collections.singletonList(pairs[i + 1]);
            for (var value : values) {
                if (value != null && !value.toString().isEmpty()) {
                    query.append(query.isEmpty() ? '?' : '&')
                            .append(URLEncoder.encode(String.valueOf(pairs[i]), StandardCharsets.UTF_8))
                            .append('=')
                            .append(URLEncoder.encode(value.toString(), StandardCharsets.UTF_8));
                }
            }
        }
        return query.toString();
    }

    private static boolean named(String name, @Nullable Object[] pairs) {
        for (var i = 0; i < pairs.length; i += 2) {
            if (name.equals(pairs[i])) {
                return true;
            }
        }
        return false;
    }
}
