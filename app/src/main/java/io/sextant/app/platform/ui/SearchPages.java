package io.sextant.app.platform.ui;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.security.authentication.AuthenticationCredentialsNotFoundException;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// Finds pages and things by a few words, for the palette and for the search page that does the same without scripts.
@Controller
class SearchPages {
    private static final int LONGEST = 200;
    private static final Pattern MARKS = Pattern.compile("\\p{M}+");

    private final ObjectProvider<PaletteSource> sources;

    SearchPages(ObjectProvider<PaletteSource> sources) {
        this.sources = sources;
    }

    /// Everything found, on a page of its own.
    @GetMapping("/search")
    String search(@RequestParam(name = "q", defaultValue = "") String query, Ui ui, Model model) {
        if (ui.user() == null) {
            throw new AuthenticationCredentialsNotFoundException("nobody is signed in");
        }
        model.addAttribute("query", query);
        model.addAttribute("groups", find(query, 30, ui));
        return "platform/ui/searchPage";
    }

    /// The best of it, for the palette.
    @GetMapping("/search/palette")
    String palette(@RequestParam(name = "q", defaultValue = "") String query, Ui ui, Model model) {
        model.addAttribute("query", query);
        model.addAttribute("groups", ui.user() == null ? Map.of() : find(query, 6, ui));
        return "platform/ui/paletteHits";
    }

    private Map<String, List<PaletteSource.Hit>> find(String typed, int most, Ui ui) {
        var query = typed.strip();
        if (query.length() > LONGEST) {
            query = query.substring(0, LONGEST);
        }
        var groups = new LinkedHashMap<String, List<PaletteSource.Hit>>();
        for (var hit : pages(query, ui)) {
            groups.computeIfAbsent(hit.group(), g -> new ArrayList<>()).add(hit);
        }
        if (!query.isEmpty()) {
            for (var source : sources.orderedStream().toList()) {
                for (var hit : source.find(query, most, ui)) {
                    groups.computeIfAbsent(hit.group(), g -> new ArrayList<>()).add(hit);
                }
            }
        }
        return groups;
    }

    /// The pages of the navigation whose names hold every word typed, without regard to case and accents.
    private static List<PaletteSource.Hit> pages(String query, Ui ui) {
        var words = Arrays.stream(plain(query).split("\\s+")).toList();
        return ui.navigation().stream()
                .flatMap(group -> group.entries().stream())
                .filter(entry -> {
                    var name =
                            plain(ui.t(entry.key()) + " " + ui.t(entry.section().label()));
                    return words.stream().allMatch(name::contains);
                })
                .map(entry -> new PaletteSource.Hit(
                        ui.t("ui.find.pages"),
                        ui.t(entry.key()),
                        ui.t(entry.section().label()),
                        entry.icon(),
                        entry.path()))
                .toList();
    }

    private static String plain(String text) {
        return MARKS.matcher(Normalizer.normalize(text, Normalizer.Form.NFD))
                .replaceAll("")
                .toLowerCase(Locale.ROOT);
    }
}
