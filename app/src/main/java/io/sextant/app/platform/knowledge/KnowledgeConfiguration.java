package io.sextant.app.platform.knowledge;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Offers the rules to the rooms as beans; an unusable rule file stops the start.
@Configuration(proxyBeanMethods = false)
class KnowledgeConfiguration {
    @Bean
    InventoryKnowledge inventoryKnowledge() {
        return InventoryKnowledge.load(InventoryKnowledge.CURRENT);
    }
}
