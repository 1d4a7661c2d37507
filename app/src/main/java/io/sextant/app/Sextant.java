package io.sextant.app;

import io.sextant.app.cli.EngineCommands;
import io.sextant.app.platform.backup.Backup;
import io.sextant.app.platform.launch.Launch;
import io.sextant.app.platform.launch.PastClock;
import java.time.Clock;
import java.time.ZoneId;
import org.springframework.beans.factory.annotation.Value;
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
        EngineCommands.run(args).ifPresent(System::exit);
        Backup.run(args).ifPresent(System::exit);
        Launch.start(Sextant.class, args);
    }

    /// The time, for all rooms: days, promises and ends of waivers begin and end in the zone in which instants are
    /// told.
    @Bean
    Clock clock(@Value("${sextant.ui.zone:}") String zone) {
        return PastClock.system(zone.isBlank() ? ZoneId.systemDefault() : ZoneId.of(zone.strip()));
    }
}
