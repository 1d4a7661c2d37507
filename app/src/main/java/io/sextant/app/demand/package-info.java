/// The register of AI use cases: what the company was asked for, who answers for it and where it stands.
@NullMarked
@ApplicationModule(
        displayName = "Demand",
        allowedDependencies = {"kernel", "platform", "platform :: *", "identity"})
package io.sextant.app.demand;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
