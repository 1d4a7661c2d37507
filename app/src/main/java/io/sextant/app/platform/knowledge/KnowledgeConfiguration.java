package io.sextant.app.platform.knowledge;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Offers the rules to the rooms as beans. An unusable rule file for inventories stops the start; gates are read at
/// first
/// use.
@Configuration(proxyBeanMethods = false)
class KnowledgeConfiguration {
    @Bean
    InventoryKnowledge inventoryKnowledge() {
        return InventoryKnowledge.load(InventoryKnowledge.CURRENT);
    }

    @Bean
    TrackerKnowledge trackerKnowledge() {
        return TrackerKnowledge.load(TrackerKnowledge.CURRENT);
    }

    @Bean
    GateKnowledge gateKnowledge() {
        return new GateKnowledge(GateKnowledge.CURRENT);
    }
}
