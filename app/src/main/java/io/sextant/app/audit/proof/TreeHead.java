package io.sextant.app.audit.proof;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a checkpoint says: this trail, at this size, has this root. Its text is that of c2sp.org/tlog-checkpoint, with
/// the time of signing as an extension line, so that the time is signed too.
///
/// @param origin name of the trail
/// @param size number of records
/// @param root hash of the Merkle tree over their fingerprints
/// @param signedAt when, to the second; absent in a checkpoint made by another program
public record TreeHead(
        String origin, long size, byte[] root, @Nullable Instant signedAt) {
    private static final String TIME = "signed-at ";

    public TreeHead {
        if (origin.isEmpty() || origin.indexOf('\n') >= 0 || size < 0 || root.length != Sha256.LENGTH) {
            throw new IllegalArgumentException("not the head of a tree: " + origin + ", " + size);
        }
    }

    /// The text to sign.
    public String text() {
        String head = origin + "\n" + size + "\n" + Base64.getEncoder().encodeToString(root) + "\n";
        return signedAt == null ? head : head + TIME + signedAt + "\n";
    }

    /// Reads the text of a note.
    ///
    /// @throws IllegalArgumentException when it is not a checkpoint; the message says why
    public static TreeHead parse(String text) {
        List<String> lines = text.lines().toList();
        if (lines.size() < 3 || lines.stream().anyMatch(String::isEmpty)) {
            throw new IllegalArgumentException("a checkpoint has at least three lines: origin, size, root");
        }
        String size = lines.get(1);
        if (!size.matches("0|[1-9][0-9]{0,17}")) {
            throw new IllegalArgumentException("not the size of a tree: \"" + size + "\"");
        }
        byte[] root;
        try {
            root = Base64.getDecoder().decode(lines.get(2));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("the root is not base64: \"" + lines.get(2) + "\"", e);
        }
        if (root.length != Sha256.LENGTH) {
            throw new IllegalArgumentException("the root has " + root.length + " bytes, not " + Sha256.LENGTH);
        }
        Instant signedAt = null;
        for (String line : lines.subList(3, lines.size())) {
            if (line.startsWith(TIME)) {
                try {
                    signedAt = Instant.parse(line.substring(TIME.length()));
                } catch (DateTimeException e) {
                    throw new IllegalArgumentException("not a time: \"" + line + "\"", e);
                }
            }
        }
        return new TreeHead(lines.getFirst(), Long.parseLong(size), root, signedAt);
    }
}
