package io.sextant.app.platform.database;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;

/// What this build is made of.
public final class Build {
    private static final Properties FACTS = read();

    private Build() {}

    /// The version of Sextant.
    public static String version() {
        return FACTS.getProperty("version");
    }

    /// The version of the PostgreSQL programs that come with it, for example `18.6.0`.
    static String postgresql() {
        return FACTS.getProperty("postgresql");
    }

    private static Properties read() {
        Properties facts = new Properties();
        try (InputStream in = Build.class.getResourceAsStream("/META-INF/sextant/build.properties")) {
            facts.load(Objects.requireNonNull(in));
            return facts;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
