package io.sextant.app.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// The public data sets that are kept beside the project, not in it: `../shared` from the project's root, or the folder
/// named by the system property or environment variable `sextant.shared` (`SEXTANT_SHARED`), or a `shared` folder
/// beside any parent. A test that needs one says so and is skipped where there is none.
public final class SharedData {
    private SharedData() {}

    /// A file of the data sets, for example `inventories/uk-atrs-records.csv`; empty where it is not here.
    public static Optional<Path> find(String name) {
        return folder().map(folder -> folder.resolve(name)).filter(Files::exists);
    }

    /// The folder of the data sets; empty where there is none.
    public static Optional<Path> folder() {
        String given = System.getProperty("sextant.shared", System.getenv("SEXTANT_SHARED"));
        if (given != null) {
            return Optional.of(Path.of(given).toAbsolutePath().resolve("data")).filter(Files::isDirectory);
        }
        for (Path parent = Path.of("").toAbsolutePath(); parent != null; parent = parent.getParent()) {
            Path data = parent.resolve("shared").resolve("data");
            if (Files.isDirectory(data)) {
                return Optional.of(data);
            }
        }
        return Optional.empty();
    }
}
