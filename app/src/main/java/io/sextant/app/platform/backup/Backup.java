package io.sextant.app.platform.backup;

import io.sextant.app.platform.database.DataFolder;
import io.sextant.app.platform.database.EmbeddedPostgres;
import io.sextant.app.platform.database.Migrations;
import io.sextant.app.platform.database.OpenedDatabase;
import io.sextant.app.platform.launch.CannotStart;
import io.sextant.app.platform.launch.Line;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;

/// The commands `sextant backup FILE` and `sextant restore FILE`. They open the database and no room, so they work when
/// a room does not; `backup` also works beside the Sextant that uses the data folder.
public final class Backup {
    private static final int DONE = 0;
    private static final int FAULT = 1;
    private static final int MISUSED = 2;
    private static final int WRONG_INPUT = 3;
    private static final Pattern DISK_FULL =
            Pattern.compile("No space left on device|Disk quota exceeded|Check free disk space|wrote only");

    private final PrintStream out;
    private final PrintStream err;
    private final String[] settings;

    /// @param settings Spring Boot's arguments, for settings that the environment does not give
    Backup(PrintStream out, PrintStream err, String... settings) {
        this.out = out;
        this.err = err;
        this.settings = settings.clone();
    }

    /// Runs the command, if the arguments name one of the two, and gives its exit code: 0 done, 1 a fault of ours, 2
    /// the command line is wrong, 3 the file or what it would go into is wrong, 4 something around us failed.
    public static Optional<Integer> run(String... arguments) {
        return arguments.length > 0 && List.of("backup", "restore").contains(arguments[0])
                ? Optional.of(new Backup(System.out, System.err).command(arguments))
                : Optional.empty();
    }

    int command(String... arguments) {
        List<String> files = List.of(arguments).subList(1, arguments.length);
        if (files.size() != 1 || files.getFirst().startsWith("-")) {
            return say(
                    MISUSED,
                    "usage: sextant " + arguments[0] + " FILE",
                    "usage\u202f: sextant " + arguments[0] + " FICHIER");
        }
        boolean saving = arguments[0].equals("backup");
        Path file = Path.of(files.getFirst()).toAbsolutePath().normalize();
        if (saving && Files.exists(file)) {
            return say(
                    WRONG_INPUT,
                    file + " exists already; choose another name, or move it away.",
                    file + " existe déjà\u202f; choisissez un autre nom, ou déplacez-le.");
        }
        Path folder = file.getParent();
        if (saving && (folder == null || !Files.isDirectory(folder))) {
            return say(
                    WRONG_INPUT,
                    "there is no folder " + folder + "; make it first.",
                    "il n’y a pas de dossier " + folder + "\u202f; créez-le d’abord.");
        }
        if (!saving && !Files.isReadable(file)) {
            return say(
                    WRONG_INPUT,
                    "there is no file " + file + ", or it cannot be read.",
                    "le fichier " + file + " n’existe pas, ou ne peut pas être lu.");
        }
        ConfigurableApplicationContext opened;
        try {
            opened = open(arguments[0], saving);
        } catch (RuntimeException told) {
            // Spring Boot has said it, in one line when it is not our fault.
            return told instanceof CannotStart ? CannotStart.EXIT_CODE : FAULT;
        }
        try (ConfigurableApplicationContext context = opened) {
            DataFolder data = context.getBean(DataFolder.class);
            EmbeddedPostgres.Address address =
                    context.getBean(OpenedDatabase.class).address();
            try (Connection connection = Migrations.connect(address)) {
                return saving
                        ? backup(connection, data.root(), file)
                        : restore(new Restore(address, connection, data.root(), Migrations.OURS), file);
            }
        } catch (CannotStart cannot) {
            return say(
                    CannotStart.EXIT_CODE,
                    cannot.line().english(),
                    cannot.line().french());
        } catch (IOException | SQLException | RuntimeException failure) {
            return failed(failure, file);
        }
    }

    private int backup(Connection connection, Path data, Path file) throws IOException, SQLException {
        if (new Catalogue(connection, Migrations.OURS).isEmpty()) {
            return say(
                    WRONG_INPUT,
                    "the database is empty; there is nothing to save.",
                    "la base de données est vide\u202f; il n’y a rien à sauvegarder.");
        }
        if (Migrations.isRestoring(connection)) {
            return say(
                    WRONG_INPUT,
                    "a restore into this database was broken off; there is nothing to save.",
                    "une restauration dans cette base de données a été interrompue\u202f; il n’y a rien à sauvegarder.");
        }
        Manifest manifest = new Dump(connection, data, Migrations.OURS).to(file);
        String size = String.format("%.1f", Files.size(file) / 1024.0 / 1024.0);
        out.println(new Line(
                        "Saved " + manifest.rows() + " rows of "
                                + manifest.tables().size() + " tables into " + file + " (" + size
                                + " MB). Keep it as safe as the data: it holds them all, and the keys.",
                        "Sauvegardé " + manifest.rows() + " lignes de "
                                + manifest.tables().size() + " tables dans "
                                + file + " (" + size
                                + " Mo). Gardez ce fichier aussi bien que les données\u202f: il les"
                                + " contient toutes, clés comprises.")
                .text());
        return DONE;
    }

    private int restore(Restore restore, Path file) throws IOException, SQLException {
        return switch (restore.from(file)) {
            case Restore.Outcome.Refused(Line why) -> say(WRONG_INPUT, why.english(), why.french());
            case Restore.Outcome.Restored(Manifest manifest) -> {
                out.println(new Line(
                                "Restored " + manifest.rows() + " rows of "
                                        + manifest.tables().size() + " tables as they were on " + manifest.createdAt()
                                        + ".",
                                "Restauré " + manifest.rows() + " lignes de "
                                        + manifest.tables().size() + " tables telles qu’elles étaient le "
                                        + manifest.createdAt() + ".")
                        .text());
                yield DONE;
            }
        };
    }

    /// A context with the data folder and the database, and nothing else.
    private ConfigurableApplicationContext open(String command, boolean needsDatabase) {
        SpringApplication bare = new SpringApplication(NoRooms.class);
        bare.setWebApplicationType(WebApplicationType.NONE);
        bare.setBannerMode(Banner.Mode.OFF);
        bare.setLogStartupInfo(false);
        // A restore writes, so it must be alone on the folder; a backup may run beside the server.
        bare.setDefaultProperties(needsDatabase ? Map.of("sextant.command", command) : Map.of());
        if (needsDatabase) {
            bare.addListeners(new DatabaseExists());
        }
        return bare.run(settings);
    }

    /// The rooms that the commands need: none.
    private static final class NoRooms {}

    /// Keeps `backup` from making an empty database only to save it.
    private static final class DatabaseExists implements ApplicationListener<ApplicationEnvironmentPreparedEvent> {
        @Override
        public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
            Environment settings = event.getEnvironment();
            Path data = Path.of(settings.getProperty("sextant.data", "./data"))
                    .toAbsolutePath()
                    .normalize();
            if (settings.getProperty("spring.datasource.url", "").isBlank() && !Files.exists(data.resolve("pg"))) {
                throw new CannotStart(new Line(
                        "there is no database in " + data + "; name the data folder with --data.",
                        "il n’y a pas de base de données dans " + data + "\u202f; indiquez le dossier avec --data."));
            }
        }
    }

    private int failed(Exception failure, Path file) {
        String message = String.valueOf(failure.getMessage());
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (DISK_FULL.matcher(String.valueOf(cause.getMessage())).find()) {
                return say(
                        CannotStart.EXIT_CODE,
                        "a disk is full (that of " + file.getParent() + ", or that of the database); nothing was kept.",
                        "un disque est plein (celui de " + file.getParent()
                                + ", ou celui de la base de données) ; rien n’a été gardé.");
            }
        }
        if (failure instanceof IOException) {
            return say(
                    CannotStart.EXIT_CODE,
                    file + " cannot be used: " + message + ".",
                    file + " est inutilisable\u202f: " + message + ".");
        }
        failure.printStackTrace(err);
        return FAULT;
    }

    private int say(int code, String english, String french) {
        err.println("Sextant: " + new Line(english, french).text());
        return code;
    }
}
