package io.sextant.app.platform.launch;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.logging.LoggingApplicationListener;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;

/// Looks at the port and at the data folder before anything is started, so that the usual mishaps cost a second and
/// one line rather than a database start and a page of log. Runs before logging, which writes into the data folder.
final class BeforeStart implements ApplicationListener<ApplicationEnvironmentPreparedEvent>, Ordered {
    /// Free space under which no database is started, in bytes: a new cluster, its first log segments and the unpacked
    /// programs take about this much, and PostgreSQL stops the hard way when a disk fills.
    static final long LEAST_FREE = 200L << 20;

    private final boolean serves;

    /// @param serves whether a port will be opened
    BeforeStart(boolean serves) {
        this.serves = serves;
    }

    @Override
    public int getOrder() {
        return LoggingApplicationListener.DEFAULT_ORDER - 1;
    }

    @Override
    public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
        Environment settings = event.getEnvironment();
        if (serves) {
            port(settings.getProperty("server.address"), settings.getProperty("server.port", Integer.class, 8080));
        }
        data(Path.of(settings.getProperty("sextant.data", "data")), LEAST_FREE);
    }

    /// Refuses when the port cannot be opened; zero and below (any port, no port) are left alone.
    static void port(@Nullable String address, int port) {
        if (port <= 0) {
            return;
        }
        InetSocketAddress asked;
        try {
            asked = address == null
                    ? new InetSocketAddress(port)
                    : new InetSocketAddress(InetAddress.getByName(address), port);
        } catch (UnknownHostException unknown) {
            throw new CannotStart(
                    new Line(
                            "the address " + address + " is not known on this machine; give another with --host.",
                            "l’adresse " + address
                                    + " n’est pas connue de cette machine ; indiquez-en une autre avec --host."),
                    unknown);
        }
        try (ServerSocket probe = new ServerSocket()) {
            // The web server sets the same option: a port in TIME_WAIT after a restart is free for it.
            probe.setReuseAddress(true);
            probe.bind(asked);
        } catch (IOException refused) {
            throw new CannotStart(refusal(asked, port, refused), refused);
        }
    }

    private static Line refusal(InetSocketAddress asked, int port, IOException refused) {
        String said = String.valueOf(refused.getMessage());
        if (said.contains("ermission")) {
            return new Line(
                    "port " + port + " needs more rights than this account has; choose one above 1023 with --port.",
                    "le port " + port
                            + " demande plus de droits que ce compte n’en a ; choisissez-en un au-dessus de 1023 avec --port.");
        }
        if (said.contains("assign")) {
            return new Line(
                    "the address " + asked.getHostString()
                            + " does not belong to this machine; give another with --host.",
                    "l’adresse " + asked.getHostString()
                            + " n’appartient pas à cette machine ; indiquez-en une autre avec --host.");
        }
        return portTaken(port);
    }

    /// What is said of a port that another program holds.
    static Line portTaken(int port) {
        return new Line(
                "port " + port + " is taken by another program; stop it, or choose another port with --port.",
                "le port " + port
                        + " est occupé par un autre programme ; arrêtez-le, ou choisissez un autre port avec --port.");
    }

    /// Refuses when the data folder cannot be made or written, or when its disk has less than `least` bytes left.
    static void data(Path folder, long least) {
        Path asked = folder.toAbsolutePath().normalize();
        long free;
        try {
            Files.createDirectories(asked);
            Files.delete(Files.createTempFile(asked, ".sextant-", ".probe"));
            free = Files.getFileStore(asked).getUsableSpace();
        } catch (IOException refused) {
            if (full(refused)) {
                throw new CannotStart(diskFull(asked, 0, least), refused);
            }
            throw new CannotStart(
                    new Line(
                            "the data folder " + asked + " cannot be written; give this account the right to, or choose"
                                    + " another folder with --data.",
                            "le dossier de données " + asked
                                    + " n’est pas accessible en écriture ; donnez-en le droit à"
                                    + " ce compte, ou choisissez un autre dossier avec --data."),
                    refused);
        }
        if (free < least) {
            throw new CannotStart(diskFull(asked, free, least));
        }
    }

    private static boolean full(IOException refused) {
        return String.valueOf(refused.getMessage()).matches("(?s).*(No space left|Aucun espace disponible).*");
    }

    private static Line diskFull(Path folder, long free, long least) {
        return new Line(
                "the disk that holds " + folder + " is full: " + (free >> 20) + " MB left, " + (least >> 20)
                        + " MB needed; free some space, or choose another folder with --data.",
                "le disque qui porte " + folder + " est plein : " + (free >> 20) + " Mo libres, " + (least >> 20)
                        + " Mo nécessaires ; libérez de la place, ou choisissez un autre dossier avec --data.");
    }
}
