package io.sextant.engine.gates;

import io.sextant.engine.gates.pack.PackFile;
import io.sextant.engine.gates.pack.PackReader;
import io.sextant.engine.gates.pack.Reading;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// Packs for tests: the one that is shipped, and it with a text changed.
public final class Packs {
    public static final String EDITION = "2026-11";

    private static final GatePack SHIPPED = read();

    private Packs() {}

    public static GatePack shipped() {
        return SHIPPED;
    }

    private static GatePack read() {
        return switch (PackReader.read(EDITION, files())) {
            case Reading.Accepted accepted -> accepted.pack();
            case Reading.Refused refused ->
                throw new AssertionError(String.join(
                        "\n", refused.problems().stream().map(Object::toString).toList()));
        };
    }

    public static List<PackFile> files() {
        List<PackFile> files = new ArrayList<>();
        for (String name : PackReader.FILES) {
            try (InputStream in =
                    Packs.class.getClassLoader().getResourceAsStream("knowledge/gates/" + EDITION + "/" + name)) {
                files.add(new PackFile(name, Objects.requireNonNull(in, name).readAllBytes()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return files;
    }

    /// The shipped files, with the first `from` of one of them replaced.
    public static List<PackFile> with(String name, String from, String to) {
        return with(files(), name, from, to);
    }

    public static List<PackFile> with(List<PackFile> files, String name, String from, String to) {
        return files.stream()
                .map(file -> {
                    if (!file.name().equals(name)) {
                        return file;
                    }
                    String text = new String(file.bytes(), StandardCharsets.UTF_8);
                    int at = text.indexOf(from);
                    if (at < 0) {
                        throw new AssertionError(name + " has no " + from);
                    }
                    return new PackFile(
                            name,
                            (text.substring(0, at) + to + text.substring(at + from.length()))
                                    .getBytes(StandardCharsets.UTF_8));
                })
                .toList();
    }
}
