package io.sextant.app.demand.importing;

import io.sextant.app.platform.database.BlobId;
import io.sextant.app.platform.database.Blobs;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.springframework.stereotype.Component;

/// The files that imports were made from.
@Component
class ImportFiles {
    private final Blobs blobs;

    ImportFiles(Blobs blobs) {
        this.blobs = blobs;
    }

    /// Keeps a file, in the caller's transaction, and returns its number.
    long keep(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return switch (blobs.store(in, Files.size(file))) {
                case Blobs.Storing.Stored(var blob) -> blob.id().value();
                case Blobs.Storing.TooLarge(long most) ->
                    throw new IOException("the file grew beyond " + most + " bytes while it was read");
            };
        }
    }

    /// Writes a kept file to a place on disk.
    ///
    /// @throws IOException when it is not there
    void fetch(long id, Path to) throws IOException {
        try (InputStream in = blobs.open(new BlobId(id)).orElseThrow(() -> new IOException("no file " + id))) {
            Files.copy(in, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    void drop(long id) {
        blobs.delete(new BlobId(id));
    }
}
