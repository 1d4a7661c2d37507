package io.sextant.engine.aiact;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/// Cases for tests, from YAML or, which is the same, JSON.
final class Cases {
    private static final Load LOAD =
            new Load(LoadSettings.builder().setCodePointLimit(8 << 20).build());

    private Cases() {}

    @SuppressWarnings("unchecked")
    static Map<String, Object> mapping(String text) {
        return (Map<String, Object>) LOAD.loadFromString(text);
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> under(Map<String, Object> all, String key) {
        return new LinkedHashMap<>((Map<String, Object>) all.getOrDefault(key, Map.of()));
    }

    static List<String> texts(Map<String, Object> all, String key) {
        return ((List<?>) all.getOrDefault(key, List.of()))
                .stream().map(String::valueOf).toList();
    }
}
