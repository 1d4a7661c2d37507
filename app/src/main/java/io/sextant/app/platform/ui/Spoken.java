package io.sextant.app.platform.ui;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Tells French from English in what people wrote, by their smallest words, so that a page can say in which language a
/// text of somebody's is that was kept without a language: a screen reader then reads it aloud as it should. Words that
/// both languages have, such as « on » or « car », count for neither.
final class Spoken {
    /// Enough to tell, and little enough for a page with many texts.
    private static final int MOST = 600;

    private static final Pattern WORDS = Pattern.compile("[^\\p{L}]+");
    private static final Pattern ACCENTS = Pattern.compile("\\p{M}+");

    private static final Set<String> FRENCH = words(
            "au aux avec ce ces cette chez dans de des du elle elles en est et eux il ils je la le les leur leurs lui mais ne nos"
                    + " notre nous ont ou par pas peu peut plutot pour pourquoi quand que quel quelle qui quoi rien sa sans se"
                    + " selon sera ses si sinon son sont sous sur trop un une vos votre vous c d j l m n qu");
    private static final Set<String> ENGLISH = words(
            "about after all and any are as at be because been before but by can do does for from had has have he how i in is it"
                    + " its less more no not of only or our out she should so some than that the their them then there these they"
                    + " this to too under until was we were what when where which who why will with without would you your s t");

    private Spoken() {}

    private static Set<String> words(String list) {
        return Set.of(list.split(" "));
    }

    /// The language of a text; absent when it does not tell.
    static @Nullable Lang of(String text) {
        String begin = text.length() <= MOST ? text : text.substring(0, MOST);
        String bare = Normalizer.normalize(begin.toLowerCase(Locale.ROOT), Normalizer.Form.NFD);
        String folded = ACCENTS.matcher(bare).replaceAll("");
        // English has hardly any accents, but in names.
        int french = bare.length() - folded.length() > 0 && !onlyInNames(begin) ? 1 : 0;
        int english = 0;
        for (String word : WORDS.split(folded)) {
            if (FRENCH.contains(word)) {
                french++;
            }
            if (ENGLISH.contains(word)) {
                english++;
            }
        }
        return french == english ? null : french > english ? Lang.FR : Lang.EN;
    }

    private static boolean onlyInNames(String text) {
        return Arrays.stream(text.split("\\s+"))
                .filter(word -> !Normalizer.isNormalized(word, Normalizer.Form.NFD))
                .allMatch(word -> Character.isUpperCase(word.codePointAt(0)));
    }
}
