/// The audit trail: every change written down with its author and reason in the transaction that makes it, chained,
/// sealed and signed, so that whoever alters the past is caught. It listens to [io.sextant.app.kernel.Auditable]; no
/// room calls it. What listens knows the kernel only; the pages and the API ask `identity` who may read.
@NullMarked
@ApplicationModule(
        displayName = "Audit",
        allowedDependencies = {"kernel", "platform", "platform :: *", "identity"})
package io.sextant.app.audit;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
