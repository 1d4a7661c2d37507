package io.sextant.app.platform.database;

import io.sextant.app.platform.launch.CannotStart;
import io.sextant.app.platform.launch.Line;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What is said when the data folder or the database cannot be opened: one sentence each, with the mend.
final class Mishaps {
    private Mishaps() {}

    private static CannotStart say(@Nullable Throwable cause, String english, String french, Object... args) {
        return new CannotStart(new Line(english.formatted(args), french.formatted(args)), cause);
    }

    static CannotStart inUse(Path folder, @Nullable String process, @Nullable String url) {
        String english = process == null ? "" : ", process " + process;
        String french = process == null ? "" : ", processus " + process;
        return new CannotStart(new Line(
                "the data folder " + folder + " is in use by another Sextant ("
                        + (url == null ? "address unknown" : url) + english
                        + "); stop it first, or choose another folder with --data.",
                "le dossier de données " + folder + " est utilisé par un autre Sextant ("
                        + (url == null ? "adresse inconnue" : url) + french
                        + ") ; arrêtez-le d’abord, ou choisissez un autre dossier avec --data."));
    }

    static CannotStart folderNotWritable(Path folder, Throwable cause) {
        return say(
                cause,
                "the data folder %1$s cannot be written by %2$s; give it to this account, or choose another folder with"
                        + " --data.",
                "le dossier de données %1$s n’est pas accessible en écriture pour %2$s ; donnez-le à ce compte, ou"
                        + " choisissez un autre dossier avec --data.",
                folder,
                System.getProperty("user.name"));
    }

    /// Words an input-output failure around `where`; a full disk is named as such.
    static CannotStart io(Path where, IOException cause) {
        String text = String.valueOf(cause.getMessage());
        if (saysDiskFull(text)) {
            return diskFull(where, cause);
        }
        if (cause instanceof AccessDeniedException) {
            return say(
                    cause,
                    "%1$s cannot be read or written by %2$s; give it to this account.",
                    "%1$s n’est pas accessible à %2$s ; donnez-le à ce compte.",
                    text,
                    System.getProperty("user.name"));
        }
        return say(cause, "%1$s cannot be used: %2$s.", "%1$s est inutilisable : %2$s.", where, text);
    }

    /// Whether a message of the operating system or of PostgreSQL says that there is no room left.
    static boolean saysDiskFull(String text) {
        return Stream.of("No space left on device", "Disk quota exceeded", "Check free disk space", "wrote only")
                .anyMatch(text::contains);
    }

    /// The line that matters in what PostgreSQL said: the first that tells of an error, else the last.
    static String heart(String said) {
        List<String> lines =
                said.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
        return lines.stream()
                .filter(line -> line.contains("error:") || line.contains("FATAL:") || line.contains("PANIC:"))
                .findFirst()
                .orElse(lines.isEmpty() ? "it said nothing" : lines.getLast());
    }

    static CannotStart diskFull(Path where, @Nullable Throwable cause) {
        return say(
                cause,
                "the disk that holds %s is full; free some space and start again.",
                "le disque qui porte %s est plein ; libérez de la place, puis relancez.",
                where);
    }

    static CannotStart noPrograms(String english, String french) {
        return say(
                null,
                english + "; give the address of a PostgreSQL of yours in SPRING_DATASOURCE_URL.",
                french + " ; indiquez l’adresse d’un PostgreSQL à vous dans SPRING_DATASOURCE_URL.");
    }

    static CannotStart notExecutable(Path programs) {
        return say(
                null,
                "the programs in %s may not be executed (is the disk mounted noexec?); set SEXTANT_DATABASE_BINARIES to a"
                        + " folder where they may.",
                "les programmes de %s ne peuvent pas être exécutés (disque monté noexec ?) ; indiquez dans"
                        + " SEXTANT_DATABASE_BINARIES un dossier où ils le peuvent.",
                programs);
    }

    static CannotStart blocked(String account, String folder) {
        return say(
                null,
                "PostgreSQL may not run as root, and its account %1$s may not enter %2$s; run chmod o+x %2$s, or choose a"
                        + " data folder elsewhere with --data, or start Sextant as an ordinary user.",
                "PostgreSQL ne peut pas tourner sous root, et son compte %1$s ne peut pas entrer dans %2$s ; lancez"
                        + " chmod o+x %2$s, ou choisissez un dossier de données ailleurs avec --data, ou lancez Sextant"
                        + " sous un compte ordinaire.",
                account,
                folder);
    }

    static CannotStart noUnprivilegedWay(String account) {
        return say(
                null,
                "PostgreSQL may not run as root, and none of setpriv, runuser, su and unshare can run it as %s here; start"
                        + " Sextant as an ordinary user, or install util-linux.",
                "PostgreSQL ne peut pas tourner sous root, et ni setpriv, ni runuser, ni su, ni unshare ne peuvent le"
                        + " lancer ici sous %s ; lancez Sextant sous un compte ordinaire, ou installez util-linux.",
                account);
    }

    static CannotStart noAccount(String account, Throwable cause) {
        return say(
                cause,
                "there is no account %s on this machine; name one in SEXTANT_DATABASE_RUN_AS.",
                "il n’y a pas de compte %s sur cette machine ; nommez-en un dans SEXTANT_DATABASE_RUN_AS.",
                account);
    }

    static CannotStart ownedByAnother(Path cluster, String owner) {
        return say(
                null,
                "the database in %1$s belongs to %2$s and Sextant runs as %3$s; start it as %2$s, or as root run chown -R"
                        + " %3$s %1$s.",
                "la base de %1$s appartient à %2$s et Sextant tourne sous %3$s ; lancez-le sous %2$s, ou lancez en root"
                        + " chown -R %3$s %1$s.",
                cluster,
                owner,
                System.getProperty("user.name"));
    }

    static CannotStart notACluster(Path cluster, Throwable cause) {
        return say(
                cause,
                "%s is not a PostgreSQL database that Sextant can read; put the right one back, or move it away to start"
                        + " anew.",
                "%s n’est pas une base PostgreSQL que Sextant sache lire ; remettez la bonne, ou déplacez ce dossier pour"
                        + " repartir de zéro.",
                cluster);
    }

    static CannotStart otherSeries(Path cluster, String found, int ours) {
        return say(
                null,
                "the database in %1$s was made by PostgreSQL %2$s and this Sextant brings %3$d; run sextant backup FILE"
                        + " with the former Sextant, then sextant restore FILE with this one and an empty data folder.",
                "la base de %1$s vient de PostgreSQL %2$s et ce Sextant apporte la version %3$d ; lancez sextant backup"
                        + " FICHIER avec l’ancien Sextant, puis sextant restore FICHIER avec celui-ci et un dossier de"
                        + " données vide.",
                cluster,
                found,
                ours);
    }

    static CannotStart wrongSecrets(Path secrets, Path cluster, @Nullable Throwable cause) {
        return say(
                cause,
                "the password of the database in %2$s is not in %1$s; put back the folder that belongs to it.",
                "le mot de passe de la base de %2$s n’est pas dans %1$s ; remettez le dossier qui va avec elle.",
                secrets,
                cluster);
    }

    static CannotStart doesNotStart(String said, Path log) {
        return say(
                null,
                "PostgreSQL does not start: %1$s (see %2$s).",
                "PostgreSQL ne démarre pas : %1$s (voir %2$s).",
                said,
                log);
    }

    static CannotStart cannotBeSetUp(String said) {
        return say(null, "PostgreSQL cannot be set up: %s.", "PostgreSQL ne peut pas être installé : %s.", said);
    }

    static CannotStart noPort(IOException cause) {
        return say(
                cause,
                "no port is free on 127.0.0.1 for PostgreSQL: %s.",
                "aucun port n’est libre sur 127.0.0.1 pour PostgreSQL : %s.",
                String.valueOf(cause.getMessage()));
    }

    static CannotStart doesNotAnswer(Throwable cause) {
        return say(
                cause,
                "the database does not answer: %s.",
                "la base de données ne répond pas : %s.",
                String.valueOf(cause.getMessage()).lines().findFirst().orElse(""));
    }

    static CannotStart leftoverStays(long pid) {
        return say(
                null,
                "a PostgreSQL left over by a Sextant that was killed (process %1$d) does not stop; end it, then start"
                        + " again.",
                "un PostgreSQL laissé par un Sextant tué (processus %1$d) ne s’arrête pas ; arrêtez-le, puis relancez.",
                pid);
    }

    static CannotStart notRunning(Path folder) {
        return say(
                null,
                "the data folder %s is in use, but the database in it does not run; try again in a moment.",
                "le dossier de données %s est utilisé, mais sa base de données ne tourne pas ; réessayez dans un"
                        + " instant.",
                folder);
    }

    static CannotStart tooOld(String version) {
        return say(
                null,
                "the database runs PostgreSQL %1$s and Sextant needs 15 or newer.",
                "la base de données tourne sous PostgreSQL %1$s et Sextant demande la version 15 ou une plus récente.",
                version);
    }

    static CannotStart notUtf8(String encoding) {
        return say(
                null,
                "the database is encoded in %1$s and Sextant needs UTF8; give it a database made with encoding 'UTF8'.",
                "la base de données est encodée en %1$s et Sextant demande UTF8 ; donnez-lui une base créée avec"
                        + " l’encodage UTF8.",
                encoding);
    }

    static CannotStart newerSchema(String version) {
        return say(
                null,
                "the database was written by a newer Sextant (schema %1$s); start that version, or restore a backup made"
                        + " by this one.",
                "la base de données a été écrite par un Sextant plus récent (schéma %1$s) ; lancez cette version-là,"
                        + " ou restaurez une sauvegarde faite par celle-ci.",
                version);
    }

    static CannotStart otherVersionRuns(String version) {
        return say(
                null,
                "the running Sextant is older than this program (schema %1$s is missing); restart it first.",
                "le Sextant en marche est plus ancien que ce programme (il lui manque le schéma %1$s) ; relancez-le"
                        + " d’abord.",
                version);
    }

    static CannotStart mayNotCreate(String role, String database) {
        return say(
                null,
                "the role %1$s may not create schemas in the database %2$s; run there: grant create on database %2$s to"
                        + " %1$s;",
                "le rôle %1$s ne peut pas créer de schémas dans la base %2$s ; exécutez-y : grant create on database"
                        + " %2$s to %1$s;",
                role,
                database);
    }

    static CannotStart noExtension(String names) {
        return say(
                null,
                "the database server lacks the extension %1$s; install PostgreSQL’s contrib package on it.",
                "il manque au serveur de base de données l’extension %1$s ; installez-y le paquet contrib de PostgreSQL.",
                names);
    }

    static CannotStart restoreBrokenOff() {
        return say(
                null,
                "a restore into this database was broken off; run sextant restore FILE again.",
                "une restauration dans cette base de données a été interrompue ; relancez sextant restore FICHIER.");
    }

    static CannotStart stopping() {
        return say(null, "Sextant is stopping.", "Sextant s’arrête.");
    }
}
