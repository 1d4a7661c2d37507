package io.sextant.app.platform.launch;

import java.util.List;
import java.util.Map;
import org.springframework.aot.AotDetector;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/// The way in: starts the server, or runs one [Command] with the rooms open and no port.
public final class Launch {
    private Launch() {}

    /// Starts `application`. A first argument that is a word rather than an option names a command, and the process
    /// ends with its exit code; `version` says that of the jar alone. Otherwise the arguments are Spring Boot's and
    /// the server runs until it is told to stop.
    public static void start(Class<?> application, String... arguments) {
        if (arguments.length == 0 || arguments[0].startsWith("-")) {
            serve(application, arguments);
            return;
        }
        List<String> words = List.of(arguments);
        if (words.equals(List.of("version"))) {
            System.out.println(application.getPackage().getImplementationVersion());
            System.exit(0);
        }
        int code;
        SpringApplication boot = boot(application, false);
        // The rooms' security needs a web context; port -1 gives one that listens to nobody.
        boot.setDefaultProperties(Map.of("sextant.command", words.getFirst()));
        try (ConfigurableApplicationContext rooms = boot.run("--server.port=-1")) {
            code = command(rooms, words);
        }
        System.exit(code);
    }

    private static void serve(Class<?> application, String... arguments) {
        SpringApplication boot = boot(application, true);
        if (Boolean.getBoolean("sextant.rehearsal")) {
            boot.addListeners(new Rehearsal());
            System.exit(SpringApplication.exit(boot.run(arguments)));
        }
        boot.addListeners(new Ready(System.out));
        Optimiser.stepBack();
        boot.run(arguments);
    }

    private static SpringApplication boot(Class<?> application, boolean serves) {
        useSettledParts(application);
        SpringApplication boot = new SpringApplication(application);
        boot.addListeners(new BeforeStart(serves));
        return boot;
    }

    /// A packaged Sextant may hold a list, made by the build, of the parts it starts with; a start that reads it need
    /// not look for them. Classes outside a jar are a developer's, and the list beside them may be older than they
    /// are. `-Dspring.aot.enabled=false` looks for the parts anyway, as settings that add or remove Spring parts
    /// need.
    private static void useSettledParts(Class<?> application) {
        var source = application.getProtectionDomain().getCodeSource();
        var list = application.getName().replace('.', '/') + "__ApplicationContextInitializer.class";
        if (source != null
                && source.getLocation().getPath().endsWith(".jar")
                && application.getClassLoader().getResource(list) != null
                && System.getProperty(AotDetector.AOT_ENABLED) == null) {
            System.setProperty(AotDetector.AOT_ENABLED, "true");
        }
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
