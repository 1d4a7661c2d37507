package io.sextant.app.demand.gating.packs;

import io.sextant.engine.gates.pack.PackFile;
import io.sextant.engine.gates.pack.PackReader;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/// The three files of an edition, as somebody wrote them.
public record PackTexts(String facts, String gates, String remedies) {
    /// The texts of these files; a missing one is empty.
    static PackTexts of(List<PackFile> files) {
        return new PackTexts(text(files, "facts.yaml"), text(files, "gates.yaml"), text(files, "remedies.yaml"));
    }

    private static String text(List<PackFile> files, String name) {
        return files.stream()
                .filter(f -> f.name().equals(name))
                .findFirst()
                .map(f -> new String(f.bytes(), StandardCharsets.UTF_8))
                .orElse("");
    }

    /// One of them by the name of its file.
    ///
    /// @throws IllegalArgumentException for any other name
    public String of(String file) {
        return switch (file) {
            case "facts.yaml" -> facts;
            case "gates.yaml" -> gates;
            case "remedies.yaml" -> remedies;
            default -> throw new IllegalArgumentException(file);
        };
    }

    /// These texts with another one for a file.
    public PackTexts with(String file, String text) {
        return new PackTexts(
                file.equals("facts.yaml") ? text : facts,
                file.equals("gates.yaml") ? text : gates,
                file.equals("remedies.yaml") ? text : remedies);
    }

    /// As files to read.
    public List<PackFile> files() {
        return PackReader.FILES.stream()
                .map(name -> new PackFile(name, of(name).getBytes(StandardCharsets.UTF_8)))
                .toList();
    }

    /// SHA-256 of the three, in hexadecimal.
    public String digest() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (PackFile file : files()) {
                digest.update(file.bytes());
                digest.update((byte) 0);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
