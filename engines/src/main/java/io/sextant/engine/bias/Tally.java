package io.sextant.engine.bias;

import io.sextant.engine.gates.Words;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The rows of a table of predictions, counted as they pass. Memory grows with the different groups, not with the rows.
/// Which values mean yes is decided when all have been seen. Not safe for several threads.
public final class Tally {
    /// Different values of a label or a prediction that are kept apart.
    static final int CLASSES = 200;

    /// Different values of one column of groups.
    static final int VALUES = 1_000;

    /// Different combinations of groups, labels and predictions.
    static final int SLOTS = 20_000;

    /// Different whole scores that are taken for grades.
    static final int GRADES = 50;

    /// What people without a value are grouped under.
    static final String NO_VALUE = "(missing)";

    private static final int GRADE_RANGE = 1_000;

    private final Columns columns;
    private final Names labels = new Names(CLASSES);
    private final Names predictions = new Names(CLASSES);
    private final Names[] groups;
    private final long[] missing;
    private final Faults noLabel = new Faults();
    private final Faults noPrediction = new Faults();
    private final Faults noScore = new Faults();
    private final Faults outside = new Faults();
    private final Faults found = new Faults();
    private boolean tooManyLabels;
    private boolean tooManyPredictions;
    private @Nullable String tooManyGroups;
    private long rows;

    private Slot[] table = new Slot[256];
    private int slots;

    private final int[] gradeIds = new int[2 * GRADE_RANGE + 1];
    private final List<Integer> grades = new ArrayList<>();
    private boolean graded;

    /// An empty tally.
    public Tally(Columns columns) {
        this.columns = columns;
        this.groups = new Names[columns.groups().size()];
        Arrays.setAll(groups, c -> new Names(VALUES));
        this.missing = new long[groups.length];
        this.graded = columns.score() != null;
        Arrays.fill(gradeIds, -1);
    }

    /// Counts a row.
    ///
    /// @param line its line, for what is wrong with it
    /// @param score empty when there is no column of scores
    /// @param of its groups, in the order of the columns
    public void add(long line, String label, String prediction, String score, String... of) {
        rows++;
        int y = labels.id(label);
        int decided = predictions.id(prediction);
        if (y < 0 || decided < 0) {
            unusable(line, label, y, prediction, decided);
            return;
        }
        long key = (long) decided << 8 | y;
        for (int c = 0; c < groups.length; c++) {
            int id = groups[c].id(of[c]);
            if (id == Names.MISSING) {
                missing[c]++;
                id = groups[c].id(NO_VALUE);
            }
            if (id == Names.BEYOND) {
                tooManyGroups = columns.groups().get(c);
                return;
            }
            key |= (long) id << 16 * (c + 1);
        }
        Slot slot = slot(key);
        if (slot == null) {
            tooManyGroups = String.join(", ", columns.groups());
            return;
        }
        slot.count++;
        if (columns.score() != null) {
            score(slot, line, score);
        }
    }

    /// Notes what is wrong with a row that cannot be counted at all.
    public void add(Problem problem) {
        rows++;
        found.add(() -> problem);
    }

    /// Rows seen, counted or not.
    public long rows() {
        return rows;
    }

    private void unusable(long line, String label, int y, String prediction, int decided) {
        if (y == Names.MISSING) {
            noLabel.add(() -> missing(line, columns.label(), label));
        }
        if (decided == Names.MISSING) {
            noPrediction.add(() -> missing(line, columns.prediction(), prediction));
        }
        tooManyLabels |= y == Names.BEYOND;
        tooManyPredictions |= decided == Names.BEYOND;
    }

    private static Problem missing(long line, String column, String value) {
        return new Problem(
                line,
                column,
                value,
                new Words("Il n’y a pas de valeur ici.", "There is no value here."),
                new Words(
                        "Complétez la valeur, ou retirez la ligne et dites combien l’ont été\u202f: ce qui manque n’est pas"
                                + " toujours dû au hasard.",
                        "Fill in the value, or take the row out and say how many were: what is missing is not always"
                                + " missing by chance."));
    }

    // ------------------------------------------------------------------------------------------------------ scores

    private void score(Slot slot, long line, String given) {
        String scores = String.valueOf(columns.score());
        double score = number(given);
        if (!Double.isFinite(score)) {
            noScore.add(() -> new Problem(
                    line,
                    scores,
                    given,
                    new Words("Ce n’est pas un nombre.", "This is not a number."),
                    new Words(
                            "Donnez un score de 0 à 1, ou retirez la ligne.",
                            "Give a score from 0 to 1, or take the row out.")));
            return;
        }
        slot.score(score);
        if (score < 0 || score > 1) {
            outside.add(() -> new Problem(
                    line,
                    scores,
                    given,
                    new Words("Le score sort de l’intervalle de 0 à 1.", "The score lies outside 0 to 1."),
                    new Words(
                            "Donnez une probabilité de 0 à 1 (divisez des pourcentages par 100), ou au plus " + GRADES
                                    + " notes entières.",
                            "Give a probability from 0 to 1 (divide percentages by 100), or at most " + GRADES
                                    + " whole grades.")));
        }
        if (graded) {
            int grade = grade(score);
            graded = grade >= 0;
            if (graded) {
                slot.grade(grade);
            }
        }
    }

    /// The number of a grade from 0; below 0 when the score is no grade.
    private int grade(double score) {
        if (score != Math.rint(score) || Math.abs(score) > GRADE_RANGE) {
            return -1;
        }
        int place = (int) score + GRADE_RANGE;
        if (gradeIds[place] < 0 && grades.size() < GRADES) {
            gradeIds[place] = grades.size();
            grades.add((int) score);
        }
        return gradeIds[place];
    }

    private static double number(String given) {
        String text = given.strip();
        if (text.indexOf(',') >= 0 && text.indexOf('.') < 0) {
            text = text.replace(',', '.');
        }
        try {
            return text.isEmpty() ? Double.NaN : Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    /// Whether the scores are grades rather than probabilities: whole, few, and some outside 0 to 1.
    boolean graded() {
        return graded && !outside.none();
    }

    /// The grades, in the order in which each slot counts them.
    List<Integer> grades() {
        return grades;
    }

    // ------------------------------------------------------------------------------------------------------- slots

    private @Nullable Slot slot(long key) {
        int mask = table.length - 1;
        int at = spread(key) & mask;
        while (true) {
            Slot there = table[at];
            if (there == null) {
                break;
            }
            if (there.key == key) {
                return there;
            }
            at = at + 1 & mask;
        }
        if (slots == SLOTS) {
            return null;
        }
        Slot fresh = new Slot(key, columns.score() != null);
        table[at] = fresh;
        if (++slots * 2 > table.length) {
            widen();
        }
        return fresh;
    }

    private void widen() {
        Slot[] before = table;
        table = new Slot[before.length * 2];
        int mask = table.length - 1;
        for (Slot slot : before) {
            if (slot != null) {
                int at = spread(slot.key) & mask;
                while (table[at] != null) {
                    at = at + 1 & mask;
                }
                table[at] = slot;
            }
        }
    }

    private static int spread(long key) {
        long mixed = key * 0x9E3779B97F4A7C15L;
        return (int) (mixed ^ mixed >>> 32);
    }

    // ---------------------------------------------------------------------------------------- what is read from it

    Columns columns() {
        return columns;
    }

    /// All slots, in an order that depends on their keys alone.
    List<Slot> slots() {
        List<Slot> all = new ArrayList<>();
        for (Slot slot : table) {
            if (slot != null) {
                all.add(slot);
            }
        }
        all.sort((a, b) -> Long.compareUnsigned(a.key, b.key));
        return all;
    }

    List<String> labels() {
        return labels.values();
    }

    List<String> predictions() {
        return predictions.values();
    }

    List<String> values(int column) {
        return groups[column].values();
    }

    /// People without a value in a column of groups.
    long missing(int column) {
        return missing[column];
    }

    /// What is wrong with the rows, found while they passed.
    List<Problem> problems() {
        List<Problem> all = new ArrayList<>(found.told());
        all.addAll(noLabel.told());
        all.addAll(noPrediction.told());
        all.addAll(noScore.told());
        if (!graded()) {
            all.addAll(outside.told());
        }
        if (tooManyLabels) {
            all.add(tooManyClasses(columns.label()));
        }
        if (tooManyPredictions) {
            all.add(tooManyClasses(columns.prediction()));
        }
        String many = tooManyGroups;
        if (many != null) {
            all.add(new Problem(
                    0,
                    many,
                    "",
                    new Words(
                            "Il y a trop de groupes différents pour un jugement (au plus " + Texts.FR.count(VALUES)
                                    + " valeurs par colonne).",
                            "There are too many different groups for a judgement (at most " + Texts.EN.count(VALUES)
                                    + " values a column)."),
                    new Words(
                            "Un identifiant, un âge ou un montant se regroupe d’abord en classes.",
                            "An identifier, an age or an amount is put into classes first.")));
        }
        return all;
    }

    private static Problem tooManyClasses(String column) {
        return new Problem(
                0,
                column,
                "",
                new Words(
                        "La colonne a plus de " + CLASSES
                                + " valeurs différentes\u202f: c’est un score plutôt qu’une décision.",
                        "The column has more than " + CLASSES + " different values: a score rather than a decision."),
                new Words(
                        "Donnez une colonne de décisions, et le score avec --score.",
                        "Give a column of decisions, and the score with --score."));
    }
}
