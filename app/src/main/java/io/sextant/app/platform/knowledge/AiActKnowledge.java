package io.sextant.app.platform.knowledge;

import io.sextant.engine.aiact.Law;
import io.sextant.engine.aiact.LawFile;
import io.sextant.engine.aiact.LawReader;
import io.sextant.engine.aiact.LawReading;
import io.sextant.engine.aiact.PackProblem;
import java.io.IOException;
import java.io.InputStream;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The versions of the AI Act that are shipped, each read when it is first asked for: compiling its conditions takes
/// too
/// long for a start. Thread-safe.
public final class AiActKnowledge {
    /// A version, the day from which it is the law, and the versions it amends, the first one first.
    private record Edition(String version, LocalDate inForce, List<String> amends) {}

    private static final List<Edition> EDITIONS = List.of(
            new Edition("2024-1689", LocalDate.of(2024, 8, 1), List.of()),
            new Edition("2026-1744", LocalDate.of(2026, 7, 27), List.of("2024-1689")));

    private final Map<String, Law> read = new ConcurrentHashMap<>();

    /// The names of the versions, oldest first.
    public static List<String> versions() {
        return EDITIONS.stream().map(Edition::version).toList();
    }

    /// The version that is the law on a day; the first one before there was any.
    public static String versionOn(LocalDate day) {
        String version = EDITIONS.getFirst().version();
        for (Edition edition : EDITIONS) {
            if (!day.isBefore(edition.inForce())) {
                version = edition.version();
            }
        }
        return version;
    }

    /// A version; the first call takes about a second.
    ///
    /// @param version one of [#versions]
    /// @throws KnowledgeFault with every problem of every file
    public Law law(String version) {
        return read.computeIfAbsent(version, AiActKnowledge::load);
    }

    private static Law load(String version) {
        Edition edition = EDITIONS.stream()
                .filter(one -> one.version().equals(version))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(version));
        List<LawFile> amended = new ArrayList<>();
        edition.amends().forEach(earlier -> amended.addAll(files(earlier)));
        return switch (LawReader.read(version, files(version), amended)) {
            case LawReading.Accepted accepted -> accepted.law();
            case LawReading.Refused refused ->
                throw new KnowledgeFault(
                        refused.problems().stream().map(PackProblem::toString).toList());
        };
    }

    private static List<LawFile> files(String version) {
        List<String> names = new ArrayList<>(LawReader.FILES);
        names.add(LawReader.AMENDMENT);
        List<LawFile> files = new ArrayList<>();
        for (String name : names) {
            String path = "knowledge/ai-act/" + version + "/" + name;
            try (InputStream in = AiActKnowledge.class.getClassLoader().getResourceAsStream(path)) {
                // A file that should be there and is not is one of the problems that the reader tells.
                if (in != null) {
                    files.add(new LawFile(name, in.readAllBytes()));
                }
            } catch (IOException e) {
                throw new KnowledgeFault(List.of(path + ": cannot be opened: " + e.getMessage()));
            }
        }
        return files;
    }
}
