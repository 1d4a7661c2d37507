package io.sextant.app.audit.proof;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/// A text with signatures below it, in the form of c2sp.org/signed-note: the text, a blank line, and for each signature
/// a line of an em dash, the key's name and base64 of the key's id and the signature.
///
/// @param text what is signed, with its final line feed
/// @param signatures at least one
public record SignedNote(String text, List<Line> signatures) {
    /// More signatures than any note has, and more bytes.
    private static final int MOST_SIGNATURES = 100;

    private static final int LARGEST = 1 << 20;

    /// One signature.
    ///
    /// @param name of the key
    /// @param keyId of the key, eight hexadecimal digits
    /// @param signature the bytes after the key's id; 64 for Ed25519
    public record Line(String name, String keyId, byte[] signature) {
        boolean claims(NoteKey key) {
            return key.name().equals(name) && key.id().equals(keyId);
        }
    }

    public SignedNote {
        if (!text.endsWith("\n") || text.isBlank()) {
            throw new IllegalArgumentException("a note ends with a line feed");
        }
        if (signatures.isEmpty()) {
            throw new IllegalArgumentException("a note without signature");
        }
        signatures = List.copyOf(signatures);
    }

    /// Signs a text, which ends with a line feed.
    public static SignedNote sign(String text, NoteSigner signer) {
        byte[] signature = signer.sign(text.getBytes(StandardCharsets.UTF_8));
        return new SignedNote(
                text, List.of(new Line(signer.key().name(), signer.key().id(), signature)));
    }

    /// Reads a note from the bytes of a file.
    ///
    /// @throws IllegalArgumentException when they are not one; the message says why
    public static SignedNote parse(byte[] bytes) {
        if (bytes.length > LARGEST) {
            throw new IllegalArgumentException("larger than a note can be");
        }
        try {
            return parse(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("not UTF-8", e);
        }
    }

    /// Reads a note.
    ///
    /// @throws IllegalArgumentException when it is not one; the message says why
    public static SignedNote parse(String note) {
        if (note.chars().anyMatch(c -> c < 0x20 && c != '\n')) {
            throw new IllegalArgumentException("a note has no control character");
        }
        int split = note.lastIndexOf("\n\n");
        if (split < 0) {
            throw new IllegalArgumentException("a note has a blank line before its signatures");
        }
        if (!note.endsWith("\n")) {
            throw new IllegalArgumentException("the last line of the note is cut short");
        }
        var lines = new ArrayList<Line>();
        for (String line : note.substring(split + 2).lines().toList()) {
            if (lines.size() == MOST_SIGNATURES) {
                throw new IllegalArgumentException("more than " + MOST_SIGNATURES + " signatures");
            }
            lines.add(line(line));
        }
        return new SignedNote(note.substring(0, split + 1), lines);
    }

    private static Line line(String line) {
        String[] parts = line.split(" ", -1);
        if (parts.length != 3 || !parts[0].equals("—") || parts[1].isEmpty() || parts[1].contains("+")) {
            throw new IllegalArgumentException("not a signature: \"" + line + "\"");
        }
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(parts[2]);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("a signature is not base64: \"" + parts[2] + "\"", e);
        }
        if (bytes.length < 5) {
            throw new IllegalArgumentException("a signature is too short");
        }
        return new Line(parts[1], HexFormat.of().formatHex(bytes, 0, 4), Arrays.copyOfRange(bytes, 4, bytes.length));
    }

    /// What one of the given keys has to say about this note.
    public enum Trust {
        /// One of the keys signed it, and none of them is claimed falsely.
        SIGNED,
        /// None of the keys is named in it.
        UNKNOWN_KEY,
        /// It names one of the keys, but that key did not sign this text.
        FALSE_SIGNATURE
    }

    /// Checks the signatures of known keys; those of others are no evidence either way.
    public Trust trust(Iterable<NoteKey> keys) {
        byte[] message = text.getBytes(StandardCharsets.UTF_8);
        var trust = Trust.UNKNOWN_KEY;
        for (Line line : signatures) {
            for (NoteKey key : keys) {
                if (line.claims(key)) {
                    if (!key.verifies(message, line.signature())) {
                        return Trust.FALSE_SIGNATURE;
                    }
                    trust = Trust.SIGNED;
                }
            }
        }
        return trust;
    }

    /// The note as it stands in a file.
    @Override
    public String toString() {
        var out = new StringBuilder(text).append('\n');
        for (Line line : signatures) {
            byte[] id = HexFormat.of().parseHex(line.keyId());
            byte[] bytes = Arrays.copyOf(id, id.length + line.signature().length);
            System.arraycopy(line.signature(), 0, bytes, id.length, line.signature().length);
            out.append("— ")
                    .append(line.name())
                    .append(' ')
                    .append(Base64.getEncoder().encodeToString(bytes))
                    .append('\n');
        }
        return out.toString();
    }
}
