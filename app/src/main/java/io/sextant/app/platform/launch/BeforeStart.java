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

/// Looks at the port and at the room on the disk before anything is started, so that the usual mishaps cost a second
/// and one line rather than a database start and a page of log.
final class BeforeStart implements ApplicationListener<ApplicationEnvironmentPreparedEvent>, Ordered {
    /// Free space under which no database is made, in bytes: its programs, a new cluster and its first log segments
    /// take about this much.
    static final long LEAST_TO_BEGIN = 200L << 20;

    /// Free space under which a database that exists is not started, in bytes: PostgreSQL stops the hard way when a
    /// disk fills.
    static final long LEAST_TO_GO_ON = 50L << 20;

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
        if (settings.getProperty("spring.datasource.url", "").isBlank()) {
            Path data = Path.of(settings.getProperty("sextant.data", "data"));
            room(data, Files.exists(data.resolve("pg")) ? LEAST_TO_GO_ON : LEAST_TO_BEGIN);
        }
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

    /// Refuses when the disk that holds, or is to hold, the data folder has less than `least` bytes left. Whether the
    /// folder may be written is found out by the database, which makes it.
    static void room(Path folder, long least) {
        Path asked = folder.toAbsolutePath().normalize();
        Path existing = asked;
        while (existing.getParent() != null && !Files.exists(existing)) {
            existing = existing.getParent();
        }
        long free;
        try {
            free = Files.getFileStore(existing).getUsableSpace();
        } catch (IOException unknown) {
            return;
        }
        if (free < least) {
            throw new CannotStart(new Line(
                    "the disk that holds " + asked + " is full: " + (free >> 20) + " MB left, " + (least >> 20)
                            + " MB needed; free some space, or choose another folder with --data.",
                    "le disque qui porte " + asked + " est plein : " + (free >> 20) + " Mo libres, " + (least >> 20)
                            + " Mo nécessaires ; libérez de la place, ou choisissez un autre dossier avec"
                            + " --data."));
        }
    }
}
