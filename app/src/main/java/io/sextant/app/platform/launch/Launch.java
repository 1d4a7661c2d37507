package io.sextant.app.platform.launch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/// The way in: starts the server, or runs one [Command] with the rooms open and no port.
public final class Launch {
    private Launch() {}

    /// Starts `application`. A first argument that is a word rather than an option names a command, and the process
    /// ends with its exit code; otherwise the arguments are Spring Boot's and the server runs until it is told to
    /// stop. What keeps it from starting has been said once this ends the process.
    public static void start(Class<?> application, String... arguments) {
        if (arguments.length == 0 || arguments[0].startsWith("-")) {
            serve(application, arguments);
        } else if (arguments[0].equals("version")) {
            System.out.println("Sextant " + version());
        } else {
            System.exit(run(application, List.of(arguments)));
        }
    }

    private static void serve(Class<?> application, String... arguments) {
        SpringApplication boot = boot(application, true);
        boolean rehearsal = Boolean.getBoolean("sextant.rehearsal");
        boot.addListeners(rehearsal ? new Rehearsal() : new Ready(System.out));
        ConfigurableApplicationContext rooms = open(boot, arguments);
        if (rehearsal) {
            System.exit(SpringApplication.exit(rooms));
        }
    }

    private static int run(Class<?> application, List<String> words) {
        SpringApplication boot = boot(application, false);
        boot.setDefaultProperties(Map.of("sextant.command", words.getFirst()));
        // The rooms' security needs a web context; port -1 gives one that listens to nobody.
        try (ConfigurableApplicationContext rooms = open(boot, "--server.port=-1")) {
            return command(rooms, words);
        }
    }

    private static ConfigurableApplicationContext open(SpringApplication boot, String... arguments) {
        try {
            return boot.run(arguments);
        } catch (RuntimeException failure) {
            // Said already, in one line or in full. Not left to Spring Boot, which would ask a context that is only
            // half made for the exit code.
            System.exit(OneLine.reason(failure).isPresent() ? CannotStart.EXIT_CODE : 1);
            throw failure;
        }
    }

    /// The version of this build.
    static String version() {
        var build = new Properties();
        try (var in = Launch.class.getResourceAsStream("/META-INF/sextant/build.properties")) {
            build.load(in);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return build.getProperty("version");
    }

    private static SpringApplication boot(Class<?> application, boolean serves) {
        SpringApplication boot = new SpringApplication(application);
        boot.addListeners(new BeforeStart(serves));
        return boot;
    }

    private static int command(ConfigurableApplicationContext rooms, List<String> words) {
        List<Command> known =
                rooms.getBeanProvider(Command.class).orderedStream().toList();
        for (Command command : known) {
            if (command.name().equals(words.getFirst())) {
                return command.run(words.subList(1, words.size()), System.out, System.err);
            }
        }
        System.err.println("Sextant: "
                + new Line(
                                "there is no command " + words.getFirst() + "; see sextant help.",
                                "la commande " + words.getFirst() + " n’existe pas ; voyez sextant help.")
                        .text());
        return 2;
    }
}
