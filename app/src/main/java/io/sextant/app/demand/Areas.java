package io.sextant.app.demand;

import io.sextant.app.platform.knowledge.InventoryKnowledge;
import io.sextant.engine.inventory.TouchpointRules.Touchpoint;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/// The areas that call for a legal look, as the knowledge in use tells them: questions to answer, never verdicts.
@Component
public class Areas {
    private final Map<String, Area> areas = new LinkedHashMap<>();

    Areas(InventoryKnowledge knowledge) {
        for (Touchpoint t : knowledge.rules().touchpoints().touchpoints()) {
            areas.put(t.id(), new Area(t));
        }
    }

    /// An area, worded in both languages.
    public record Area(Touchpoint touchpoint) {
        public String id() {
            return touchpoint.id();
        }

        public String label(String lang) {
            return lang.equals("fr") ? touchpoint.labelFr() : touchpoint.labelEn();
        }

        /// The article or point of the AI Act that it touches.
        public String citation(String lang) {
            return lang.equals("fr") ? touchpoint.citationFr() : touchpoint.citation();
        }

        /// What has to be answered.
        public String question(String lang) {
            return lang.equals("fr") ? touchpoint.questionFr() : touchpoint.questionEn();
        }
    }

    /// An area that a use case touches.
    ///
    /// @param words the words that made one think of it
    public record Touched(Area area, List<String> words) {}

    /// The area of this id.
    public Optional<Area> find(String id) {
        return Optional.ofNullable(areas.get(id));
    }

    /// What was read, by area; an area that the knowledge no longer has is left out.
    public List<Touched> of(Map<String, List<String>> read) {
        return read.entrySet().stream()
                .flatMap(e -> find(e.getKey()).stream().map(a -> new Touched(a, e.getValue())))
                .toList();
    }
}
