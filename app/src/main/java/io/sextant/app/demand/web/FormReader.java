package io.sextant.app.demand.web;

import io.sextant.app.demand.Content;
import io.sextant.app.kernel.Reason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;

/// Reads what a person typed into the form of a use case.
final class FormReader {
    private FormReader() {}

    /// What the fields say; a year that is no number is left out and told by [#problems].
    ///
    /// @param before what the use case held; what the form does not show of it is kept
    static UseCaseBody body(MultiValueMap<String, String> p, @Nullable Content before) {
        var translation = new UseCaseBody.TextsBody(
                text(p, "translation.title"),
                text(p, "translation.problem"),
                text(p, "translation.baseline"),
                text(p, "translation.outcome"),
                text(p, "translation.beneficiaries"),
                text(p, "translation.alternative"),
                text(p, "translation.description"),
                text(p, "translation.domain"));
        boolean translated =
                p.keySet().stream().anyMatch(name -> name.startsWith("translation.") && text(p, name) != null);
        String aiNeeded = text(p, "aiNeeded");
        return new UseCaseBody(
                text(p, "lang"),
                text(p, "title"),
                text(p, "problem"),
                text(p, "baseline"),
                text(p, "outcome"),
                text(p, "beneficiaries"),
                text(p, "alternative"),
                text(p, "description"),
                text(p, "domain"),
                translated ? translation : null,
                text(p, "sponsor"),
                account(p, "sponsor"),
                text(p, "businessOwner"),
                account(p, "businessOwner"),
                text(p, "technicalOwner"),
                account(p, "technicalOwner"),
                text(p, "unit"),
                text(p, "kind"),
                text(p, "stage"),
                aiNeeded == null ? null : Boolean.valueOf(aiNeeded),
                year(p, "startYear"),
                year(p, "endYear"),
                tags(p),
                links(p),
                before == null ? Map.of() : before.extra(),
                before == null ? null : before.source(),
                before == null ? null : before.externalKey());
    }

    /// All that hinders what was typed from being taken: what could not be read, and what the rest breaks, so that
    /// nobody mends one field after the other.
    static List<Reason> problems(MultiValueMap<String, String> p, UseCaseBody.Read read) {
        var problems = new ArrayList<Reason>();
        typedYears(p).forEach((field, given) -> problems.add(Reason.of(field, "demand.problem.year", given)));
        problems.addAll(read.problems());
        if (!problems.isEmpty()) {
            var fields = problems.stream().map(Reason::field).toList();
            read.content().problems().stream()
                    .filter(reason -> !fields.contains(reason.field()))
                    .forEach(problems::add);
        }
        return problems;
    }

    /// The years that are no numbers, as they were typed, by field.
    static Map<String, String> typedYears(MultiValueMap<String, String> p) {
        var typed = new LinkedHashMap<String, String>();
        for (String field : List.of("startYear", "endYear")) {
            String given = text(p, field);
            if (given != null && year(p, field) == null) {
                typed.put(field, given);
            }
        }
        return typed;
    }

    static @Nullable Long account(MultiValueMap<String, String> p, String field) {
        String given = text(p, field + "Id");
        return given == null || !given.matches("\\d{1,18}") ? null : Long.valueOf(given);
    }

    private static @Nullable String text(MultiValueMap<String, String> p, String name) {
        String given = UseCaseBody.blankToNull(p.getFirst(name));
        // Browsers send the line ends of the form's text as CR LF.
        return given == null ? null : given.replace("\r\n", "\n");
    }

    private static @Nullable Integer year(MultiValueMap<String, String> p, String name) {
        String given = text(p, name);
        return given == null || !given.matches("\\d{1,4}") ? null : Integer.valueOf(given);
    }

    private static List<String> tags(MultiValueMap<String, String> p) {
        String given = text(p, "tags");
        return given == null
                ? List.of()
                : Arrays.stream(given.split(","))
                        .map(String::strip)
                        .filter(t -> !t.isEmpty())
                        .toList();
    }

    private static List<UseCaseBody.LinkBody> links(MultiValueMap<String, String> p) {
        List<String> labels = p.getOrDefault("linkLabel", List.of());
        List<String> urls = p.getOrDefault("linkUrl", List.of());
        var links = new ArrayList<UseCaseBody.LinkBody>();
        for (int i = 0; i < urls.size(); i++) {
            String label = i < labels.size() ? labels.get(i) : "";
            if (!urls.get(i).isBlank() || !label.isBlank()) {
                links.add(new UseCaseBody.LinkBody(label, urls.get(i)));
            }
        }
        return links;
    }
}
