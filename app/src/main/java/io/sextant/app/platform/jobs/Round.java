package io.sextant.app.platform.jobs;

import java.time.Duration;

/// Work that comes round again, such as sending what waits to be sent. A room publishes one as a bean for each.
///
/// It keeps its state in the database: it may be cut short at any moment and run again at once, on several servers too.
///
/// @param name for the log, for example `notice.mail`
/// @param every how long to wait after one round before the next
public record Round(String name, Duration every, Runnable work) {}
