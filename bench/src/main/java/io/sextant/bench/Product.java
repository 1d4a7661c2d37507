package io.sextant.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.json.JsonMapper;

/// One running Sextant, started by `./sextant up` as anybody would.
final class Product implements AutoCloseable {
    static final String EMAIL = "bench@example.org";
    static final String PASSWORD = "a bench of oak, forty years old";
    private static final Duration LONGEST_START = Duration.ofMinutes(5);

    private final Process process;
    private final URI home;
    private final Path data;
    private final Duration firstPage;

    private Product(Process process, URI home, Path data, Duration firstPage) {
        this.process = process;
        this.home = home;
        this.data = data;
        this.firstPage = firstPage;
    }

    /// Starts it and waits until its first page answers.
    ///
    /// @param root folder of the launcher
    /// @param environment variables beside those of this process
    static Product start(Path root, Path data, Map<String, String> environment)
            throws IOException, InterruptedException {
        int port;
        try (var any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = any.getLocalPort();
        }
        List<String> command = new ArrayList<>(List.of(root.resolve("sextant").toString(), "up"));
        command.addAll(List.of("--port", "" + port, "--data", data.toString()));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        long begun = System.nanoTime();
        Process process = builder.start();
        Thread.startVirtualThread(() -> relay(process));
        URI home = URI.create("http://127.0.0.1:" + port + "/");
        try (var browser = HttpClient.newHttpClient()) {
            var ask = HttpRequest.newBuilder(home.resolve("login")).build();
            while (true) {
                if (!process.isAlive() || System.nanoTime() - begun > LONGEST_START.toNanos()) {
                    throw new IOException("Sextant did not start");
                }
                try {
                    if (browser.send(ask, BodyHandlers.discarding()).statusCode() == 200) {
                        break;
                    }
                } catch (IOException notYet) {
                    Thread.sleep(10);
                }
            }
        }
        return new Product(process, home, data, Duration.ofNanos(System.nanoTime() - begun));
    }

    private static void relay(Process process) {
        try (var said = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            said.lines().forEach(line -> System.err.println("    " + line));
        } catch (IOException | UncheckedIOException closed) {
            System.err.println("    (" + closed.getMessage() + ")");
        }
    }

    /// From the command to the first page.
    Duration firstPage() {
        return firstPage;
    }

    URI home() {
        return home;
    }

    Path data() {
        return data;
    }

    /// Of the program and of its database, whose processes are not its children.
    Memory memory() throws IOException {
        Memory program = Memory.of(process.toHandle());
        String postmaster =
                Files.readAllLines(data.resolve("pg/postmaster.pid")).getFirst();
        Memory database = ProcessHandle.of(Long.parseLong(postmaster.strip()))
                .map(Memory::of)
                .orElseThrow();
        boolean child =
                process.descendants().anyMatch(one -> Long.toString(one.pid()).equals(postmaster.strip()));
        return child
                ? program
                : new Memory(program.bytes() + database.bytes(), program.processes() + database.processes());
    }

    /// Makes the first administrator, and a token for what follows.
    String setUp() throws IOException, InterruptedException {
        Path written = data.resolve("setup-link");
        while (!Files.exists(written) && process.isAlive()) {
            Thread.sleep(10);
        }
        String link = Files.readString(written).strip();
        var json = JsonMapper.shared();
        String body = json.writeValueAsString(Map.of(
                "token",
                link.substring(link.indexOf("token=") + "token=".length()),
                "email",
                EMAIL,
                "name",
                "Bench",
                "password",
                PASSWORD,
                "organisation",
                "Bench",
                "language",
                "en",
                "alsoCio",
                true,
                "apiToken",
                Map.of("name", "bench", "days", 1)));
        try (var browser = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = browser.send(
                    HttpRequest.newBuilder(home.resolve("api/v1/setup"))
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString(body))
                            .build(),
                    BodyHandlers.ofString());
            if (answer.statusCode() != 201) {
                throw new IOException("set-up answered " + answer.statusCode() + ": " + answer.body());
            }
            return json.readTree(answer.body()).path("apiToken").path("secret").asString();
        }
    }

    private static final Pattern CSRF = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

    /// Signs in by the form and gives the cookies of the session, as one header.
    String signIn() throws IOException, InterruptedException {
        var jar = new java.net.CookieManager(null, java.net.CookiePolicy.ACCEPT_ALL);
        try (var browser = HttpClient.newBuilder().cookieHandler(jar).build()) {
            String page = browser.send(
                            HttpRequest.newBuilder(home.resolve("login")).build(), BodyHandlers.ofString())
                    .body();
            Matcher csrf = CSRF.matcher(page);
            if (!csrf.find()) {
                throw new IOException("the sign-in page has no form");
            }
            var form = "_csrf=" + csrf.group(1) + "&email=" + EMAIL.replace("@", "%40") + "&password="
                    + PASSWORD.replace(" ", "+").replace(",", "%2C");
            HttpResponse<String> answer = browser.send(
                    HttpRequest.newBuilder(home.resolve("login"))
                            .header("Content-Type", "application/x-www-form-urlencoded")
                            .POST(HttpRequest.BodyPublishers.ofString(form))
                            .build(),
                    BodyHandlers.ofString());
            if (answer.statusCode() != 302 && answer.statusCode() != 303) {
                throw new IOException("sign-in answered " + answer.statusCode());
            }
            return String.join(
                    "; ",
                    jar.getCookieStore().getCookies().stream()
                            .map(cookie -> cookie.getName() + "=" + cookie.getValue())
                            .toList());
        }
    }

    /// Stops it and waits for its database.
    @Override
    public void close() throws InterruptedException {
        process.destroy();
        process.waitFor();
    }
}
