package io.sextant.app.platform.database;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Settings of our own PostgreSQL, under `sextant.database`; unused when `spring.datasource.url` names another one.
///
/// @param binaries folder where the PostgreSQL programs are unpacked; `<data>/pg-bin` when absent. Useful when the data
///     folder is on a disk mounted `noexec`
/// @param runAs account that runs PostgreSQL when Sextant itself runs as root

public record DatabaseSettings(
        @Nullable Path binaries, @DefaultValue("nobody") String runAs) {}
