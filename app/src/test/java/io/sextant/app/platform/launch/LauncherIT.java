package io.sextant.app.platform.launch;

import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.springframework.util.FileSystemUtils;

/// Runs `./sextant` as a person would, on the jar that this build made. Only Maven is played by a script, which
/// "builds" by handing over that jar: a real build in each test would take minutes and is what this build just did.
@Timeout(value = 10, unit = MINUTES)
@EnabledOnOs(OS.LINUX)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LauncherIT {
    private static final Path JAR = Path.of("target/sextant.jar").toAbsolutePath();
    private static final Path LAUNCHER = Path.of("../sextant").toAbsolutePath().normalize();

    /// The programs that the launcher may count on anywhere.
    private static final List<String> EVERYWHERE = List.of(
            "awk",
            "cat",
            "chmod",
            "cksum",
            "cp",
            "cut",
            "dirname",
            "find",
            "grep",
            "head",
            "id",
            "mkdir",
            "mkfifo",
            "mktemp",
            "mv",
            "readlink",
            "rm",
            "sed",
            "setsid",
            "sh",
            "sleep",
            "touch",
            "true",
            "setpriv",
            "unshare");

    private static Path folder;

    /// A project as the launcher sees it: poms and sources, here the smallest that has them.
    private static Path sources;

    private static Path launcher;
    private static final Map<String, String> ENVIRONMENT = new HashMap<>();

    @BeforeAll
    static void layOut() throws IOException {
        assertThat(JAR).as("made by the package phase").exists();
        folder = Files.createTempDirectory("sextant-launcher-");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        sources = Files.createDirectories(folder.resolve("a project"));
        Files.createDirectories(sources.resolve("app/src/main"));
        Files.writeString(sources.resolve("pom.xml"), """
                <project>
                  <parent>
                    <version>4.1.2</version>
                  </parent>
                  <version>7.8.9</version>
                </project>
                """);
        Files.writeString(sources.resolve("app/pom.xml"), "<project/>\n");
        launcher = Files.copy(LAUNCHER, sources.resolve("sextant"));
        Path bin = Files.createDirectories(folder.resolve("bin"));
        for (String program : EVERYWHERE) {
            for (String place : List.of("/usr/bin/", "/bin/")) {
                Path there = Path.of(place + program);
                if (Files.exists(there) && !Files.exists(bin.resolve(program))) {
                    Files.createSymbolicLink(bin.resolve(program), there);
                }
            }
        }
        maven("""
                echo "[INFO] Building Sextant control plane 1.0      [1/1]"
                mkdir -p app/target
                rm -f app/target/sextant.jar
                cp "%s" app/target/sextant.jar
                """.formatted(JAR));
        ENVIRONMENT.put("PATH", bin.toString());
        ENVIRONMENT.put("LC_ALL", "C.UTF-8");
        ENVIRONMENT.put("HOME", folder.toString());
        ENVIRONMENT.put("SEXTANT_JAVA_HOME", System.getProperty("java.home"));
        ENVIRONMENT.put("MAVEN_HOME", folder.resolve("maven").toString());
    }

    private static void maven(String script) throws IOException {
        Path mvn = folder.resolve("maven/bin/mvn");
        Files.createDirectories(mvn.getParent());
        Files.writeString(mvn, "#!/bin/sh\necho run >>\"%s\"\ncd \"%s\"\n%s".formatted(builds(), sources, script));
        Files.setPosixFilePermissions(mvn, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static Path builds() {
        return folder.resolve("builds");
    }

    private static long buildsSoFar() throws IOException {
        return Files.exists(builds()) ? Files.readAllLines(builds()).size() : 0;
    }

    private static Terminal sextant(String... arguments) throws IOException {
        return Terminal.run(launcher, ENVIRONMENT, arguments);
    }

    private static Terminal sextant(Map<String, String> changes, String... arguments) throws IOException {
        Map<String, String> environment = new HashMap<>(ENVIRONMENT);
        environment.putAll(changes);
        return Terminal.run(launcher, environment, arguments);
    }

    /// Runs a command that must fail with one line on standard error, and gives the line.
    private static String refusal(int code, Terminal terminal) throws InterruptedException {
        try (terminal) {
            assertThat(terminal.exit()).as("exit code; said %s", terminal.err()).isEqualTo(code);
            assertThat(terminal.err()).hasSize(1);
            return terminal.err().getFirst();
        }
    }

    private static int freePort() throws IOException {
        try (var any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return any.getLocalPort();
        }
    }

    private static int status(int port) throws IOException, InterruptedException {
        try (var browser = HttpClient.newHttpClient()) {
            return browser.send(
                            HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/"))
                                    .build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        }
    }

    // ---- the command line

    @Test
    void helpNamesEveryCommand() throws Exception {
        try (var help = sextant("help")) {
            assertThat(help.exit()).isZero();
            assertThat(String.join("\n", help.out()))
                    .contains("up ", "backup FILE", "restore FILE", "audit verify", "test ", "check ", "version ");
        }
        try (var help = sextant("up", "--port", "1", "--help")) {
            assertThat(help.exit()).isZero();
            assertThat(help.out().getFirst()).startsWith("Usage: ./sextant up [--demo] [--port N]");
        }
    }

    @Test
    void helpIsFrenchOnAFrenchMachine() throws Exception {
        try (var help = sextant(Map.of("LC_ALL", "fr_FR.UTF-8"), "help")) {
            assertThat(help.exit()).isZero();
            assertThat(help.out().getFirst())
                    .isEqualTo("Sextant\u202f: l’instrument avec lequel un DSI conduit l’IA de" + " l’entreprise.");
        }
    }

    @Test
    void theVersionIsTheProjectsAndNeedsNoBuild() throws Exception {
        try (var version = sextant("version")) {
            assertThat(version.exit()).isZero();
            assertThat(version.out()).containsExactly("Sextant 7.8.9");
        }
    }

    @Test
    void aMistypedCommandLineIsNamedWithTheWayOut() throws Exception {
        assertThat(refusal(2, sextant("upp"))).isEqualTo("Sextant: there is no command ‘upp’. See ./sextant help.");
        assertThat(refusal(2, sextant("up", "--prot", "1"))).startsWith("Sextant: up does not know ‘--prot’.");
        assertThat(refusal(2, sextant("up", "--port"))).startsWith("Sextant: --port needs a value.");
        assertThat(refusal(2, sextant("up", "--port", "70000"))).contains("from 1 to 65535, not ‘70000’");
        assertThat(refusal(2, sextant("up", "--port=http"))).contains("from 1 to 65535, not ‘http’");
        assertThat(refusal(2, sextant("test", "fast"))).startsWith("Sextant: test takes no argument.");
    }

    // ---- what it needs

    @Test
    void aJavaHomeThatIsNoJdkIsNamed() throws Exception {
        String said = refusal(4, sextant(Map.of("SEXTANT_JAVA_HOME", folder.toString()), "up"));
        assertThat(said).isEqualTo("Sextant: SEXTANT_JAVA_HOME (" + folder + ") is not a JDK 25 or newer.");
    }

    @Test
    void aMachineWithAnOlderJdkOnlyIsToldWhatToInstall() throws Exception {
        assumeTrue(mayMount(), "needs to hide the JDKs of this machine, which takes root and mount namespaces");
        Path old = folder.resolve("jdk-17");
        Files.createDirectories(old.resolve("bin"));
        for (String program : List.of("java", "javac")) {
            Files.writeString(old.resolve("bin/" + program), "#!/bin/sh\n");
            Files.setPosixFilePermissions(old.resolve("bin/" + program), PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        Files.writeString(old.resolve("release"), "JAVA_VERSION=\"17.0.15\"\n");
        Map<String, String> environment = new HashMap<>(ENVIRONMENT);
        environment.remove("SEXTANT_JAVA_HOME");
        environment.put("JAVA_HOME", old.toString());
        environment.put("PATH", folder.resolve("bin").toString());
        String hide = "for place in /usr/lib/jvm /opt /usr/java /usr/local; do"
                + " [ ! -d $place ] || /bin/mount -t tmpfs none $place || exit 9; done; exec \"$0\" up";
        var terminal = Terminal.start(
                List.of("/usr/bin/unshare", "-m", "/bin/sh", "-c", hide, launcher.toString()), environment, sources);
        assertThat(refusal(4, terminal))
                .startsWith("Sextant: a JDK 25 or newer is needed, and only version 17 was found; install one")
                .endsWith("or set SEXTANT_JAVA_HOME to its folder.");
    }

    private static boolean mayMount() throws IOException, InterruptedException {
        Path unshare = Path.of("/usr/bin/unshare");
        if (!Files.isExecutable(unshare) || !"root".equals(System.getProperty("user.name"))) {
            return false;
        }
        Process tried = new ProcessBuilder(unshare.toString(), "-m", "/bin/mount", "-t", "tmpfs", "none", "/mnt")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return tried.waitFor() == 0;
    }

    @Test
    @Order(1)
    void aMachineWithoutMavenIsToldWhatToInstall() throws Exception {
        String said = refusal(4, sextant(Map.of("MAVEN_HOME", folder.toString()), "up"));
        assertThat(said).startsWith("Sextant: Maven is needed to build Sextant, and mvn is not on the PATH;");
    }

    @Test
    @Order(2)
    void aBuildThatFailsShowsItsErrorsAndWhereTheRestIs() throws Exception {
        String good = Files.readString(folder.resolve("maven/bin/mvn"));
        maven("echo '[ERROR] Here.java:[3,1] not a statement'; exit 1\n");
        try (var build = sextant("up")) {
            assertThat(build.exit()).isEqualTo(1);
            assertThat(build.err())
                    .containsExactly(
                            "[ERROR] Here.java:[3,1] not a statement",
                            "Sextant: the build failed; the whole of it is in " + sources + "/target/run/build.log.");
        }
        maven("echo '[ERROR] Could not transfer artifact x:y:jar:1'; exit 1\n");
        assertThat(refusal(4, sextant("up"))).contains("a library could not be fetched; is this machine connected?");
        maven("echo 'java.io.IOException: No space left on device'; exit 1\n");
        assertThat(refusal(4, sextant("up"))).contains("the disk is full; free some space and start again.");
        Files.writeString(folder.resolve("maven/bin/mvn"), good);
    }

    // ---- from the first start to the last

    @Test
    @Order(3)
    void itStartsRefusesASecondOneAndLeavesNothingBehind() throws Exception {
        Path data = folder.resolve("data");
        int port = freePort();
        long before = buildsSoFar();

        List<ProcessHandle> running;
        try (var first = sextant("up", "--port", "" + port, "--data", data.toString())) {
            first.await(line -> line.equals("Sextant is ready: http://localhost:" + port));
            assertThat(first.out()).contains("  [1/1] Sextant control plane");
            assertThat(status(port)).isLessThan(500);
            assertThat(buildsSoFar()).isEqualTo(before + 1);

            String taken = refusal(
                    4,
                    sextant(
                            "up",
                            "--port",
                            "" + port,
                            "--data",
                            folder.resolve("other").toString()));
            assertThat(taken)
                    .isEqualTo("Sextant: port " + port
                            + " is taken by another program; stop it, or choose another port with --port.");
            assertThat(folder.resolve("other")).doesNotExist();

            String locked = refusal(4, sextant("up", "--port", "" + freePort(), "--data", data.toString()));
            assertThat(locked)
                    .startsWith("Sextant: the data folder " + data + " is in use by another Sextant")
                    .contains("http://localhost:" + port)
                    .endsWith("choose another folder with --data.");

            running = all(first);
            assertThat(running).hasSizeGreaterThan(2);
            first.signal("INT");
            assertThat(first.exit()).isZero();
            assertThat(first.out().getLast()).isEqualTo("Sextant has stopped.");
            assertThat(first.err()).isEmpty();
        }
        assertThat(running).noneMatch(ProcessHandle::isAlive);
        assertThat(data.resolve("pg/postmaster.pid"))
                .as("the database stopped in good order")
                .doesNotExist();
        assertThat(buildsSoFar()).as("unchanged sources are not built again").isEqualTo(before + 1);
    }

    /// The launcher, the JVM and every process of its database.
    private static List<ProcessHandle> all(Terminal terminal) {
        List<ProcessHandle> all = new ArrayList<>(terminal.started());
        assertThat(all.stream().map(one -> one.info().command().orElse("")))
                .anyMatch(command -> command.endsWith("/java"))
                .anyMatch(command -> command.endsWith("/postgres"));
        return all;
    }

    @Test
    @Order(4)
    void anEngineOnAFileWritesItsResultAloneAndEndsWithItsOwnCode() throws Exception {
        Path table = Files.writeString(folder.resolve("decisions.csv"), "y,decided,sex\n1,1,F\n0,1,F\n0,0,M\n1,0,M\n");
        String[] columns = {"--label", "y", "--prediction", "decided", "--group", "sex"};
        try (var run = sextant(words("bias", table.toString(), columns, "--json"))) {
            assertThat(run.exit()).as("said %s", run.err()).isZero();
            assertThat(run.out()).singleElement().asString().startsWith("{\"method\":\"sextant-bias\"");
            assertThat(run.err())
                    .as("what is doubtful about so few rows is said beside the result, not in it")
                    .singleElement()
                    .asString()
                    .startsWith("Sextant: An interval of the bootstrap has no width");
        }
        List<String> piped = List.of(
                "/bin/sh",
                "-c",
                "exec \"$0\" bias - " + String.join(" ", columns) + " --json <'" + table + "'",
                launcher.toString());
        try (var run = Terminal.start(piped, ENVIRONMENT, folder)) {
            assertThat(run.exit()).as("said %s", run.err()).isZero();
            assertThat(run.out()).singleElement().asString().contains("\"n\":4");
        }
        try (var run = sextant(words("bias", folder.resolve("none.csv").toString(), columns, "--json"))) {
            assertThat(run.exit()).isEqualTo(3);
            assertThat(run.out()).isEmpty();
            assertThat(run.err()).singleElement().asString().startsWith("{\"problems\":[{");
        }
        assertThat(refusal(2, sextant("bias", table.toString(), "--lable", "y")))
                .startsWith("Sextant: bias does not know “--lable”; did you mean --label?");
        assertThat(refusal(2, sextant(Map.of("LC_ALL", "fr_FR.UTF-8"), "bias", table.toString())))
                .startsWith("Sextant\u202f: --group manque.");
    }

    private static String[] words(String command, String file, String[] columns, String last) {
        List<String> words = new ArrayList<>(List.of(command, file));
        words.addAll(List.of(columns));
        words.add(last);
        return words.toArray(String[]::new);
    }

    @Test
    @Order(5)
    void itIsBuiltAgainWhenASourceChangesOrGoes() throws Exception {
        Path data = folder.resolve("data");
        long before = buildsSoFar();
        Path added = Files.writeString(sources.resolve("app/src/main/Added.java"), "class Added {}");
        upAndDown(data, "TERM");
        assertThat(buildsSoFar()).isEqualTo(before + 1);
        Files.delete(added);
        upAndDown(data, "HUP");
        assertThat(buildsSoFar()).isEqualTo(before + 2);
    }

    private static void upAndDown(Path data, String signal) throws Exception {
        try (var run = sextant("up", "--port", "" + freePort(), "--data", data.toString())) {
            run.await(line -> line.startsWith("Sextant is ready: "));
            List<ProcessHandle> running = all(run);
            run.signal(signal);
            assertThat(run.exit()).isZero();
            assertThat(running).noneMatch(ProcessHandle::isAlive);
        }
    }

    @Test
    @Order(6)
    void aSextantThatWasKilledStartsAgainOnTheSameData() throws Exception {
        Path data = folder.resolve("data");
        int port = freePort();
        try (var killed = sextant("up", "--port", "" + port, "--data", data.toString())) {
            killed.await(line -> line.startsWith("Sextant is ready: "));
            ProcessHandle jvm = killed.started().stream()
                    .filter(one -> one.info().command().orElse("").endsWith("/java"))
                    .findFirst()
                    .orElseThrow();
            Terminal.kill("KILL", "" + jvm.pid());
            assertThat(killed.exit()).isEqualTo(1);
            assertThat(killed.err().getLast()).contains("it was killed from outside; start it again");
        }
        try (var again = sextant("up", "--port", "" + port, "--data", data.toString())) {
            again.await(line -> line.startsWith("Sextant is ready: "));
            assertThat(status(port)).isLessThan(500);
            again.signal("INT");
            assertThat(again.exit()).isZero();
        }
        assertThat(data.resolve("pg/postmaster.pid")).doesNotExist();
    }

    @Test
    @Order(7)
    void aReleaseFolderNeedsNeitherSourcesNorMaven() throws Exception {
        Path release = Files.createDirectories(folder.resolve("release"));
        Path there = Files.copy(LAUNCHER, release.resolve("sextant"));
        Files.createSymbolicLink(release.resolve("sextant.jar"), JAR);
        Map<String, String> environment = new HashMap<>(ENVIRONMENT);
        environment.remove("MAVEN_HOME");
        try (var version = Terminal.run(there, environment, "version")) {
            assertThat(version.exit()).isZero();
            assertThat(version.out().getFirst()).matches("Sextant \\d+\\.\\d+\\.\\d+.*");
        }
        assertThat(refusal(2, Terminal.run(there, environment, "test"))).contains("test needs the sources");

        // What another folder rehearsed does not fit here; the JVM must set it aside without a word.
        Path borrowed = Files.createDirectories(release.resolve("run"));
        String app = Files.readString(sources.resolve("target/run/current")).strip();
        Path from = sources.resolve("target/run").resolve(app);
        try (var files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, borrowed.resolve(app).resolve(from.relativize(file)));
            }
        }
        Files.writeString(borrowed.resolve("current"), app + "\n");
        Files.createFile(borrowed.resolve("built"));
        try (var run = Terminal.run(there, environment, "up", "--port", "" + freePort())) {
            run.await(line -> line.startsWith("Sextant is ready: "));
            run.signal("TERM");
            assertThat(run.exit()).isZero();
            assertThat(run.err()).isEmpty();
            assertThat(run.out()).noneMatch(line -> line.contains("[warning]") || line.contains("[error]"));
        }
        assertThat(release.resolve("data/pg")).isDirectory();
    }

    @Test
    @Order(8)
    void aDataFolderThatCannotBeWrittenIsNamed() throws Exception {
        Path file = Files.writeString(folder.resolve("a file"), "");
        Path data = file.resolve("data");
        assertThat(refusal(4, sextant("up", "--port", "" + freePort(), "--data", data.toString())))
                .startsWith("Sextant: ")
                .contains(data.toString());
        assertThat(refusal(4, sextant("up", "--port", "" + freePort(), "--data", "/proc/sextant")))
                .startsWith("Sextant: ")
                .contains("/proc/sextant");
    }

    @Test
    @Order(9)
    void aFullDiskIsNamedWithWhatIsLeft() throws Exception {
        assumeTrue(mayMount(), "needs a small disk of its own, which takes root and mount namespaces");
        Path disk = Files.createDirectories(folder.resolve("disk"));
        String script = "/bin/mount -t tmpfs -o size=40m none '" + disk + "' || exit 9; exec \"$0\" up --port "
                + freePort() + " --data '" + disk + "/data'";
        var terminal = Terminal.start(
                List.of("/usr/bin/unshare", "-m", "/bin/sh", "-c", script, launcher.toString()), ENVIRONMENT, sources);
        assertThat(refusal(4, terminal))
                .matches("Sextant: the disk that holds .*/disk/data is full: \\d+ MB left, 200 MB needed; free some"
                        + " space, or choose another folder with --data\\.");
    }

    @AfterAll
    static void nothingOfOursIsLeft() throws IOException {
        String mine = folder.toString();
        FileSystemUtils.deleteRecursively(folder);
        assertThat(ProcessHandle.allProcesses()
                        .filter(one -> one.info().commandLine().orElse("").contains(mine)))
                .isEmpty();
    }
}
