package io.sextant.engine.aiact;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// The versions of the law that are shipped, for tests, and their files with a text changed.
final class ShippedLaws {
    static final String FIRST = "2024-1689";
    static final String AMENDED = "2026-1744";

    private static final Law FIRST_LAW = law(FIRST, files(FIRST, LawReader.FILES), List.of());
    private static final Law AMENDED_LAW =
            law(AMENDED, files(AMENDED, List.of(LawReader.AMENDMENT)), files(FIRST, LawReader.FILES));

    private ShippedLaws() {}

    static Law first() {
        return FIRST_LAW;
    }

    static Law amended() {
        return AMENDED_LAW;
    }

    static List<LawFile> files(String version, List<String> names) {
        List<LawFile> files = new ArrayList<>();
        for (String name : names) {
            String path = "knowledge/ai-act/" + version + "/" + name;
            try (InputStream in = ShippedLaws.class.getClassLoader().getResourceAsStream(path)) {
                files.add(new LawFile(name, Objects.requireNonNull(in, path).readAllBytes()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return files;
    }

    /// The files of the first version, the first `from` of one of them replaced.
    static LawReading with(String name, String from, String to) {
        List<LawFile> files = files(FIRST, LawReader.FILES).stream()
                .map(file -> {
                    if (!file.name().equals(name)) {
                        return file;
                    }
                    String text = new String(file.bytes(), StandardCharsets.UTF_8);
                    if (!text.contains(from)) {
                        throw new AssertionError(name + " has no " + from);
                    }
                    int at = text.indexOf(from);
                    return new LawFile(
                            name,
                            (text.substring(0, at) + to + text.substring(at + from.length()))
                                    .getBytes(StandardCharsets.UTF_8));
                })
                .toList();
        return LawReader.read(FIRST, files, List.of());
    }

    private static Law law(String version, List<LawFile> own, List<LawFile> amended) {
        return switch (LawReader.read(version, own, amended)) {
            case LawReading.Accepted accepted -> accepted.law();
            case LawReading.Refused refused ->
                throw new AssertionError(String.join(
                        "\n", refused.problems().stream().map(Object::toString).toList()));
        };
    }
}
