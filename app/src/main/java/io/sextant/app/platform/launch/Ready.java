package io.sextant.app.platform.launch;

import java.io.PrintStream;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.env.Environment;

/// Says on the terminal, once Sextant answers, where it answers.
final class Ready implements ApplicationListener<ApplicationReadyEvent> {
    private final PrintStream out;

    Ready(PrintStream out) {
        this.out = out;
    }

    @Override
    public void onApplicationEvent(ApplicationReadyEvent event) {
        String address = address(event.getApplicationContext().getEnvironment());
        out.println(new Line("Sextant is ready: " + address, "Sextant est prêt\u202f: " + address).text());
    }

    /// The address to open from this machine.
    static String address(Environment settings) {
        String host = settings.getProperty("server.address", "");
        boolean here = host.isEmpty() || host.startsWith("127.") || host.equals("::1") || host.equals("0.0.0.0");
        String name = here || host.equals("::") ? "localhost" : host.contains(":") ? "[" + host + "]" : host;
        return "http://" + name + ":" + settings.getProperty("local.server.port");
    }
}
