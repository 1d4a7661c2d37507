package io.sextant.app;

import io.sextant.app.platform.backup.Backup;
import io.sextant.app.platform.launch.Launch;
import io.sextant.app.platform.launch.PastClock;
import java.time.Clock;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.modulith.Modulithic;

/// The control plane: starts the rooms.
@SpringBootApplication(proxyBeanMethods = false)
@Modulithic(
        systemName = "Sextant",
        sharedModules = {"kernel", "platform"})
public class Sextant {
    /// Starts the server, or runs the command that the first argument names.
    public static void main(String[] args) {
        Backup.run(args).ifPresent(System::exit);
        Launch.start(Sextant.class, args);
    }

    /// The time, for all rooms.
    @Bean
    Clock clock() {
        return PastClock.systemUTC();
    }
}
