package io.sextant.app.platform.database;

import java.nio.file.Path;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Where Sextant keeps everything: `sextant.data`.
///
/// @param data the data folder
record DataSettings(@DefaultValue("./data") Path data) {}
