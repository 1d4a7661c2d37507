package io.sextant.app.platform.knowledge;

import io.sextant.engine.gates.GatePack;
import io.sextant.engine.gates.pack.PackFile;
import io.sextant.engine.gates.pack.PackReader;
import io.sextant.engine.gates.pack.Problem;
import io.sextant.engine.gates.pack.Reading;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The gate pack that is shipped, read when it is first asked for: compiling its conditions takes too long for a start.
/// Thread-safe.
public final class GateKnowledge {
    /// The edition in use.
    public static final String CURRENT = "2026-11";

    private final String edition;
    private volatile @Nullable GatePack pack;

    GateKnowledge(String edition) {
        this.edition = edition;
    }

    /// The pack; the first call takes about a second.
    ///
    /// @throws KnowledgeFault with every problem of every file
    public GatePack pack() {
        GatePack known = pack;
        if (known == null) {
            synchronized (this) {
                known = pack;
                if (known == null) {
                    known = read();
                    pack = known;
                }
            }
        }
        return known;
    }

    /// The files of a shipped edition; empty when there is no such edition.
    ///
    /// @throws KnowledgeFault when a file cannot be opened
    public static List<PackFile> files(String edition) {
        List<PackFile> files = new ArrayList<>();
        if (!edition.matches("[0-9]{4}-[0-9]{2}")) {
            return files;
        }
        for (String name : PackReader.FILES) {
            String path = "knowledge/gates/" + edition + "/" + name;
            try (InputStream in = GateKnowledge.class.getClassLoader().getResourceAsStream(path)) {
                // A file that is not there is one of the problems that the reader tells.
                if (in != null) {
                    files.add(new PackFile(name, in.readAllBytes()));
                }
            } catch (IOException e) {
                throw new KnowledgeFault(List.of(path + ": cannot be opened: " + e.getMessage()));
            }
        }
        return files;
    }

    private GatePack read() {
        return switch (PackReader.read(edition, files(edition))) {
            case Reading.Accepted accepted -> accepted.pack();
            case Reading.Refused refused ->
                throw new KnowledgeFault(
                        refused.problems().stream().map(Problem::toString).toList());
        };
    }
}
