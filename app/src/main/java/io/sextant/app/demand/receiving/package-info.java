/// Receivers: addresses at which Jira, ServiceNow or any program delivers demands, each delivery proven and taken once.
@NullMarked
package io.sextant.app.demand.receiving;

import org.jspecify.annotations.NullMarked;
