package io.sextant.app.platform.ui;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// What changed between two texts, word by word: the longest common run of words is kept, the rest is taken out or put
/// in. Texts of more than 1,500 words are compared as wholes, since the table grows with the product of the two; so are
/// texts that share less than half of the shorter one, where runs of words would tear sentences to pieces.
public final class WordDiff {
    private static final int MOST = 1_500;
    private static final Pattern WORD = Pattern.compile("\\s*\\S+\\s*");

    private WordDiff() {}

    /// A run of words.
    public record Piece(Kind kind, String text) {}

    /// What became of a run of words.
    public enum Kind {
        KEPT,
        REMOVED,
        ADDED
    }

    /// The pieces of both texts, in reading order; what was removed comes before what took its place.
    public static List<Piece> of(String before, String after) {
        var a = words(before);
        var b = words(after);
        if (a.size() > MOST || b.size() > MOST) {
            return wholes(before, after);
        }
        var common = new int[a.size() + 1][b.size() + 1];
        for (var i = a.size() - 1; i >= 0; i--) {
            for (var j = b.size() - 1; j >= 0; j--) {
                common[i][j] = same(a.get(i), b.get(j))
                        ? common[i + 1][j + 1] + 1
                        : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        var pieces = new ArrayList<Piece>();
        var i = 0;
        var j = 0;
        while (i < a.size() || j < b.size()) {
            if (i < a.size() && j < b.size() && same(a.get(i), b.get(j))) {
                pieces.add(new Piece(Kind.KEPT, b.get(j)));
                i++;
                j++;
            } else if (j == b.size() || (i < a.size() && common[i + 1][j] >= common[i][j + 1])) {
                pieces.add(new Piece(Kind.REMOVED, a.get(i++)));
            } else {
                pieces.add(new Piece(Kind.ADDED, b.get(j++)));
            }
        }
        var kept = pieces.stream()
                .filter(piece -> piece.kind() == Kind.KEPT)
                .mapToInt(piece -> piece.text().strip().length())
                .sum();
        var shorter = Math.min(letters(a), letters(b));
        return 2 * kept < shorter ? wholes(before, after) : joined(pieces);
    }

    /// Whether one text took the place of the other as a whole.
    public static boolean whole(List<Piece> pieces) {
        return pieces.size() == 2
                && pieces.getFirst().kind() == Kind.REMOVED
                && pieces.getLast().kind() == Kind.ADDED;
    }

    private static List<Piece> wholes(String before, String after) {
        return joined(List.of(new Piece(Kind.REMOVED, before), new Piece(Kind.ADDED, after)));
    }

    private static int letters(List<String> words) {
        return words.stream().mapToInt(word -> word.strip().length()).sum();
    }

    private static boolean same(String one, String other) {
        return one.strip().equals(other.strip());
    }

    private static List<String> words(String text) {
        return WORD.matcher(text).results().map(result -> result.group()).toList();
    }

    private static List<Piece> joined(List<Piece> pieces) {
        var runs = new ArrayList<Piece>();
        for (var piece : pieces) {
            if (piece.text().isEmpty()) {
                continue;
            }
            if (!runs.isEmpty() && runs.getLast().kind() == piece.kind()) {
                runs.set(runs.size() - 1, new Piece(piece.kind(), runs.getLast().text() + piece.text()));
            } else {
                runs.add(piece);
            }
        }
        return List.copyOf(runs);
    }
}
