package io.sextant.app;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.modulith.Modulithic;

/// The control plane: starts the rooms.
@SpringBootApplication(proxyBeanMethods = false)
@Modulithic(
        systemName = "Sextant",
        sharedModules = {"kernel", "platform"})
public class Sextant {
    /// Starts the server; arguments are Spring Boot's.
    public static void main(String[] args) {
        SpringApplication.run(Sextant.class, args);
    }
}
