package io.sextant.app.platform.sheet;

import static org.assertj.core.api.Assertions.assertThat;

import io.sextant.app.platform.sheet.SheetProblem.Severity;
import io.sextant.app.platform.sheet.Tables.Read;
import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvReadingTest {
    private static final String FRENCH = """
            Code;Intitulé;Problème à résoudre;Bénéficiaires
            1;Prévision des dépôts;L’équipe ressaisit chaque contrôle à la main;Crédit aux entreprises
            2;Tri des réclamations;Où ça bloque : le délai dépasse déjà huit jours;Relation clientèle
            3;Forêt & œuvre;Noël, août, naïveté, cœur;Hôpitaux
            """;

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "windows-1252", "ISO-8859-15", "x-MacRoman", "IBM850", "UTF-16LE", "UTF-16BE"})
    void frenchIsReadInEveryEncodingASpreadsheetWrites(String charset) throws Exception {
        String text = charset.startsWith("ISO") || charset.equals("IBM850") ? FRENCH.replace('’', '\'') : FRENCH;
        text = charset.equals("IBM850") ? text.replace("œ", "oe") : text;

        Read read = Tables.read(text, Charset.forName(charset));

        assertThat(read.encoding()).isEqualTo(charset);
        assertThat(read.delimiter()).isEqualTo(';');
        assertThat(read.headings()).containsExactly("Code", "Intitulé", "Problème à résoudre", "Bénéficiaires");
        assertThat(read.texts().get(1))
                .containsExactly(
                        "2",
                        "Tri des réclamations",
                        "Où ça bloque : le délai dépasse déjà huit jours",
                        "Relation clientèle");
        assertThat(read.codes()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            windows-1250 | Chatbot odpowiada na pytania mieszkańców o podatki i wywóz śmieci, także późno w nocy.
            windows-1250 | Rozpoznawanie zdjęć łąk i źródeł wody
            windows-1250 | Systém předpovídá poruchy čerpadel dříve, než způsobí výpadek; šetří čas údržby.
            windows-1250 | Třídění žádostí o příspěvek
            windows-1250 | A rendszer előre jelzi a szivattyúk meghibásodását, így a karbantartás időben megtörténhet.
            windows-1250 | Ügyfélszolgálati levelek szétosztása a felelős irodák között, emberi ellenőrzéssel és gyűjtött példákkal.
            windows-1250 | Systém rozpoznáva škody na strechách z ľahkých dronov a šetrí čas obhliadok.
            windows-1250 | Aplicaţia clasifică cererile cetăţenilor şi le trimite în câteva minute la biroul potrivit.
            windows-1250 | Sustav razvrstava pritužbe građana i šalje ih službama koje će ih riješiti.
            ISO-8859-2   | Wykrywanie nadużyć wśród wniosków o zasiłki; każdy wynik sprawdza urzędnik.
            ISO-8859-2   | Systém řídí osvětlení ulic podle počasí a šetří elektřinu, ťukne-li někdo.
            windows-1252 | L’équipe ressaisit chaque contrôle à la main ; le délai dépasse déjà huit jours où ça bloque.
            windows-1252 | Prévision des dépôts
            windows-1252 | Où le cœur du métier est touché, Noël compris : « naïveté » à écarter
            windows-1252 | Die Prüfung der Anträge dauert heute zu lange; künftig schlägt das System die Lösung vor – größtenteils.
            windows-1252 | El asistente responde a las preguntas de los ciudadanos: ¿cuándo pagar? ¡Sin esperar a mañana!
            windows-1252 | Classificação automática das reclamações; a decisão é sempre tomada por uma pessoa até amanhã.
            windows-1252 | Il modello prevede la domanda di energia della città, così si può ridurre il consumo; è già in uso.
            windows-1252 | Systemet föreslår svar på frågor från invånare, så att handläggaren får mer tid åt möten.
            windows-1252 | Systemet foreslår svar på spørgsmål om affald; medarbejderen læser først.
            windows-1252 | Süsteem ennustab pumpade rikkeid enne, kui need põhjustavad katkestuse; töö käib õigel ajal.
            windows-1253 | Το σύστημα προβλέπει τις βλάβες των αντλιών και ειδοποιεί τους τεχνικούς πριν από τη διακοπή.
            windows-1253 | Ταξινόμηση αιτήσεων πολιτών
            windows-1251 | Системата разпределя заявленията на гражданите и предлага отговор на служителя.
            windows-1251 | Разпознаване на щети по пътищата
            windows-1251 | Система прогнозирует отказы насосов и сообщает об этом службе ремонта; это экономит время.
            windows-1257 | Sistema prognozuoja siurblių gedimus ir įspėja darbuotojus anksčiau, nei sutrinka tiekimas.
            x-MacRoman   | L’équipe ressaisit chaque contrôle à la main ; le délai dépasse déjà huit jours.
            IBM850       | Die Prüfung der Anträge dauert heute zu lange, schlägt das System vor.
            """)
    void theEncodingIsRecognisedByTheLettersOfALanguage(String charset, String sentence) throws Exception {
        String text = "Id;Name;Text\n1;" + sentence.split("[;,:]")[0] + ";ok\n2;x;\"" + sentence + "\"\n";

        Read read = Tables.read(text, Charset.forName(charset));

        assertThat(read.texts().get(1)).containsExactly("2", "x", sentence);
        assertThat(read.encoding()).isEqualTo(charset);
    }

    @Test
    void anotherEncodingThanTheOneRecognisedCanBeChosen() {
        assertThat(SheetFile.encodings()).contains("windows-1250", "windows-1251", "windows-1253", "ISO-8859-2");
    }

    @Test
    void rowsOfNothingButDelimitersHoldNoValue() throws Exception {
        assertThat(Tables.read("\n\n  \n;;;\n").codes()).containsExactly("empty");
    }

    @ParameterizedTest
    @CsvSource({"UTF-8,EF BB BF", "UTF-16LE,FF FE", "UTF-16BE,FE FF", "UTF-32LE,FF FE 00 00"})
    void aByteOrderMarkDecidesAndIsNoText(String charset, String mark) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (String b : mark.split(" ")) {
            bytes.write(Integer.parseInt(b, 16));
        }
        bytes.write(FRENCH.getBytes(Charset.forName(charset)));

        Read read = Tables.read(bytes.toByteArray());

        assertThat(read.encoding()).isEqualTo(charset);
        assertThat(read.headings().getFirst()).isEqualTo("Code");
        assertThat(read.rows()).hasSize(3);
    }

    @Test
    void aFewWindowsBytesInAUtf8FileAreMendedAndReportedWhereTheyAre() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(FRENCH.getBytes(StandardCharsets.UTF_8));
        bytes.write("4;Caf".getBytes(StandardCharsets.US_ASCII));
        bytes.write(0xE9);
        bytes.write(";x;y\n".getBytes(StandardCharsets.US_ASCII));

        Read read = Tables.read(bytes.toByteArray());

        assertThat(read.encoding()).isEqualTo("UTF-8");
        assertThat(read.texts().get(3)).startsWith("4", "Café");
        assertThat(read.texts().get(0).get(1)).isEqualTo("Prévision des dépôts");
        SheetProblem problem = read.problem("cell.mended");
        assertThat(problem.row()).isEqualTo(5);
        assertThat(problem.heading()).isEqualTo("Intitulé");
        assertThat(problem.letter()).isEqualTo("B");
        assertThat(problem.value()).isEqualTo("Café");
        assertThat(read.codes()).containsOnlyOnce("cell.mended").contains("text.mixed");
    }

    @Test
    void anEncodingAPersonChoosesWinsOverTheOneRecognised() throws Exception {
        byte[] bytes = "Nom,Ville\nJan,Łódź\n".getBytes(Charset.forName("windows-1250"));

        Read read = Tables.read(bytes, SheetLimits.DEFAULT, new SheetChoice(null, null, "windows-1250", null));

        assertThat(read.texts()).containsExactly(List.of("Jan", "Łódź"));
    }

    @Test
    void aLostCharacterIsReported() throws Exception {
        Read read = Tables.read("a,b\nun caf\uFFFD,2\n");

        assertThat(read.problem("cell.unreadable").letter()).isEqualTo("A");
    }

    @ParameterizedTest
    @ValueSource(strings = {";", ",", "\t", "|"})
    void theDelimiterIsRecognisedAmongTextsFullOfTheOthers(String delimiter) throws Exception {
        String d = delimiter;
        String text = "id" + d + "title" + d + "text" + d + "year\n"
                + ("7" + d + "\"Sort; route, reply | now\"" + d + "\"one, two; three | four\tfive\"" + d + "2024\n")
                        .repeat(5)
                + "8" + d + "plain" + d + "words, words and words".replace(d, "") + d + "2023\n";

        Read read = Tables.read(text);

        assertThat(read.delimiter()).isEqualTo(delimiter.charAt(0));
        assertThat(read.headings()).containsExactly("id", "title", "text", "year");
        assertThat(read.texts().getFirst().get(2)).isEqualTo("one, two; three | four\tfive");
    }

    @Test
    void unquotedCommasInTextsDoNotHideTheSemicolon() throws Exception {
        Read read = Tables.read("""
                nom;description;année
                a;tri, routage, réponse, suivi;2022
                b;lecture;2023
                c;lecture, écriture;2024
                """);

        assertThat(read.delimiter()).isEqualTo(';');
        assertThat(read.texts().getFirst()).containsExactly("a", "tri, routage, réponse, suivi", "2022");
    }

    @Test
    void theFirstLineOfASpreadsheetThatNamesTheDelimiterIsObeyed() throws Exception {
        Read read = Tables.read("sep=|\na|b\n1,5|2,5\n");

        assertThat(read.delimiter()).isEqualTo('|');
        assertThat(read.headings()).containsExactly("a", "b");
        assertThat(read.texts()).containsExactly(List.of("1,5", "2,5"));
        assertThat(read.table().headerRow()).isEqualTo(2);
    }

    @Test
    void aSingleColumnIsATable() throws Exception {
        Read read = Tables.read("Titre\nTri du courrier\nRésumé de réunions\n");

        assertThat(read.headings()).containsExactly("Titre");
        assertThat(read.rows()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void everyLineEndIsOne(String end) throws Exception {
        Read read = Tables.read("a,b" + end + "1,\"x" + end + "y\"" + end + "2,z");

        assertThat(read.texts()).containsExactly(List.of("1", "x\ny"), List.of("2", "z"));
        assertThat(read.rows().get(1).number()).isEqualTo(3);
    }

    @Test
    void quotesKeepDelimitersLineEndsAndDoubledQuotes() throws Exception {
        Read read = Tables.read("a,b,c\n\"x,y\",\"he said \"\"hi\"\"\",\"two\nlines\"\n, \"spaced\" ,\"\"\n");

        assertThat(read.texts())
                .containsExactly(List.of("x,y", "he said \"hi\"", "two\nlines"), List.of("", "spaced", ""));
        assertThat(read.codes()).isEmpty();
    }

    @Test
    void aQuoteInsideAnUnquotedCellIsACharacter() throws Exception {
        Read read = Tables.read("size,name\n5\" pipe,x\n6\",y\n");

        assertThat(read.texts()).containsExactly(List.of("5\" pipe", "x"), List.of("6\"", "y"));
        assertThat(read.codes()).isEmpty();
    }

    @Test
    void aStrayQuoteInsideAQuotedCellIsKeptAndReported() throws Exception {
        Read read = Tables.read("a,b\n\"He said \"hello\" to\nthe \"world\" of it\",x\n2,y\n");

        assertThat(read.texts())
                .containsExactly(List.of("He said \"hello\" to\nthe \"world\" of it", "x"), List.of("2", "y"));
        assertThat(read.problem("quote.stray").row()).isEqualTo(2);
    }

    @Test
    void aQuoteNeverClosedCostsItsRowAndNotTheRestOfTheFile() throws Exception {
        Read read = Tables.read("""
                id,text,other
                1,"fine, really",x
                2,"never closed,x
                3,"closed",y
                4,plain,z
                """);

        assertThat(read.texts()).hasSize(4);
        assertThat(read.texts().get(1)).containsExactly("2", "\"never closed", "x");
        assertThat(read.texts().get(2)).containsExactly("3", "closed", "y");
        SheetProblem problem = read.problem("quote.unclosed");
        assertThat(problem.row()).isEqualTo(3);
        assertThat(problem.letter()).isEqualTo("B");
        assertThat(problem.severity()).isEqualTo(Severity.ERROR);
        assertThat(read.rows().get(1).faulty()).isTrue();
        assertThat(read.rows().get(2).faulty()).isFalse();
    }

    @Test
    void aQuoteNeverClosedBeforeALongRestIsStillFound() throws Exception {
        StringBuilder text = new StringBuilder("id,text\n1,\"lost\n");
        for (int i = 2; i <= 60_000; i++) {
            text.append(i).append(",a plain text of some length to fill the window\n");
        }

        Read read = Tables.read(text.toString());

        assertThat(read.rows()).hasSize(60_000);
        assertThat(read.problem("quote.unclosed").row()).isEqualTo(2);
        assertThat(read.texts().getLast()).first().isEqualTo("60000");
    }

    @Test
    void aFileOfNothingButUnclosedQuotesIsGivenUpInsteadOfReadForEver() throws Exception {
        StringBuilder text = new StringBuilder("id,text,c\n");
        for (int i = 1; i <= 30_000; i++) {
            text.append(i)
                    .append(",\"lost in a text that goes on and on without any end at all,x\n"
                            .replace("\"", i % 300 == 0 ? "\"" : ""));
        }
        // An even number of them closes nothing: each opens at a delimiter, far from the next.
        Read read = Tables.read(text.toString());

        assertThat(read.rows().size() == 30_000 || read.stopped() != null).isTrue();
        assertThat(read.codes()).contains("quote.unclosed");
    }

    @Test
    void titlesAboveTheHeadingsArePassedOverAndSaidSo() throws Exception {
        Read read = Tables.read("""
                Inventaire des cas d’usage;;;
                Mis à jour le 3 mars 2026;;;
                ;;;
                Code;Titre;Entité;Année
                1;Tri;Crédit;2024
                2;Résumé;Risques;2025
                """);

        assertThat(read.headings()).containsExactly("Code", "Titre", "Entité", "Année");
        assertThat(read.table().headerRow()).isEqualTo(4);
        assertThat(read.rows().getFirst().number()).isEqualTo(5);
        SheetProblem skipped = read.problem("heading.skipped");
        assertThat(skipped.severity()).isEqualTo(Severity.INFO);
        assertThat(skipped.value()).isEqualTo("Inventaire des cas d’usage");
        assertThat(skipped.args()).containsExactly(2, 4);
    }

    @Test
    void theRowOfHeadingsCanBeChosenOrDenied() throws Exception {
        byte[] bytes = "a,b\nc,d\n1,2\n".getBytes(StandardCharsets.UTF_8);

        assertThat(Tables.read(bytes, SheetLimits.DEFAULT, new SheetChoice(null, 2, null, null))
                        .headings())
                .containsExactly("c", "d");
        Read without = Tables.read(bytes, SheetLimits.DEFAULT, new SheetChoice(null, 0, null, null));
        assertThat(without.headings()).containsExactly("[A]", "[B]");
        assertThat(without.rows()).hasSize(3);
        assertThat(Tables.read(bytes, SheetLimits.DEFAULT, new SheetChoice(null, 9, null, null))
                        .codes())
                .contains("heading.noRow");
    }

    @Test
    void missingAndRepeatedHeadingsAreMadeUniqueAndSaidSo() throws Exception {
        Read read = Tables.read("Nom,Date,,Date, Date \nx,1,note,2,3\n");

        assertThat(read.headings()).containsExactly("Nom", "Date", "[C]", "Date (2)", "Date (3)");
        assertThat(read.codes()).containsExactly("heading.missing", "heading.repeated", "heading.repeated");
        assertThat(read.problem("heading.missing").letter()).isEqualTo("C");
    }

    @Test
    void trailingBlankRowsAndColumnsAreNoPartOfTheTable() throws Exception {
        Read read = Tables.read("a;b;;\n1;2;;\n;;;\n3;4;;\n;;;\n\n\n");

        assertThat(read.headings()).containsExactly("a", "b");
        assertThat(read.texts()).containsExactly(List.of("1", "2"), List.of("3", "4"));
        assertThat(read.rows().get(1).number()).isEqualTo(4);
        assertThat(read.codes()).isEmpty();
    }

    @Test
    void aShortRowIsFilledWithBlanksAndReported() throws Exception {
        Read read = Tables.read("a,b,c\n1,2\n3,4,5\n");

        assertThat(read.texts().getFirst()).containsExactly("1", "2", "");
        SheetProblem problem = read.problem("row.short");
        assertThat(problem.row()).isEqualTo(2);
        assertThat(problem.severity()).isEqualTo(Severity.WARNING);
        assertThat(problem.args()).containsExactly(2, 3, "c");
    }

    @Test
    void aLongRowIsAnErrorThatNamesTheExtraCells() throws Exception {
        Read read = Tables.read("a,b\n1,2\n3,4,5,6\n7,8,,\n9,10\n");

        SheetProblem problem = read.problem("row.long");
        assertThat(problem.row()).isEqualTo(3);
        assertThat(problem.severity()).isEqualTo(Severity.ERROR);
        assertThat(problem.args()).containsExactly(2, "C", 2, "5 | 6");
        assertThat(read.codes()).containsExactly("row.long");
        assertThat(read.texts()).hasSize(4);
    }

    @Test
    void aColumnThatMostRowsFillIsReadEvenWithoutAHeading() throws Exception {
        Read read = Tables.read("a,b\n1,2,x\n3,4,y\n5,6,z\n7,8\n");

        assertThat(read.headings()).containsExactly("a", "b", "[C]");
        assertThat(read.texts().get(1)).containsExactly("3", "4", "y");
        assertThat(read.codes()).containsExactly("heading.missing", "row.short");
    }

    @Test
    void zeroBytesAndControlCharactersAreRemovedAndReported() throws Exception {
        Read read = Tables.read("a,b\nx\u0000y,2\n3,be\u0007ep\n");

        assertThat(read.texts()).containsExactly(List.of("xy", "2"), List.of("3", "beep"));
        assertThat(read.problem("cell.nul").row()).isEqualTo(2);
        assertThat(read.problem("cell.control").letter()).isEqualTo("B");
    }

    @Test
    void aCellOfTenMegabytesIsCutAndItsRowAndColumnNamed() throws Exception {
        String huge = "z".repeat(10 << 20);

        Read read = Tables.read("a,b,c\n1,\"" + huge + "\",3\n4,5,6\n");

        assertThat(read.texts().getFirst().get(1)).hasSize(SheetLimits.DEFAULT.maxCellChars());
        assertThat(read.texts().getFirst().get(2)).isEqualTo("3");
        assertThat(read.texts().get(1)).containsExactly("4", "5", "6");
        SheetProblem problem = read.problem("cell.tooLong");
        assertThat(problem.row()).isEqualTo(2);
        assertThat(problem.letter()).isEqualTo("B");
        assertThat(problem.heading()).isEqualTo("b");
        assertThat(problem.value()).hasSizeLessThanOrEqualTo(120);
        assertThat(read.rows().getFirst().faulty()).isTrue();
    }

    @Test
    void moreRowsThanAllowedStopTheReading() throws Exception {
        byte[] bytes = ("a,b\n" + "1,2\n".repeat(11)).getBytes(StandardCharsets.UTF_8);

        Read read = Tables.read(bytes, SheetLimits.DEFAULT.withMaxRows(10), SheetChoice.NONE);

        assertThat(read.rows()).hasSize(10);
        assertThat(read.stopped()).isEqualTo(read.problem("rows.tooMany"));
        assertThat(read.problem("rows.tooMany").row()).isEqualTo(12);
    }

    @Test
    void moreColumnsThanAllowedAreRefused() throws Exception {
        Read read = Tables.read(("a,".repeat(600) + "z\n" + "1,".repeat(600) + "2\n"));

        assertThat(read.table().fatal()).isEqualTo(read.problem("columns.tooMany"));
    }

    @Test
    void headingsWithoutRowsAreNoTable() throws Exception {
        assertThat(Tables.read("a,b,c\n").codes()).containsExactly("noRows");
        assertThat(Tables.read("\n \n\n").codes()).containsExactly("empty");
    }

    @Test
    void samplesAndFillingHelpAPersonToRecogniseAColumn() throws Exception {
        Read read = Tables.read("Statut,Note\nPilote,\nPilote,x\nÉtude,\nPilote,\n");

        assertThat(read.table().columns().getFirst().samples()).containsExactly("Pilote", "Étude");
        assertThat(read.table().columns().get(1).filled()).isEqualTo(0.25);
    }
}
