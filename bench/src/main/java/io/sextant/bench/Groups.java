package io.sextant.bench;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `sextant bias` on a large file of invented predictions, as a process of its own. The rival is DuckDB, a process of its own
/// too, which reads the same file and counts the same rows; it computes no rate, interval or verdict. Both have to count alike.
final class Groups {
    private static final int RUNS = 3;
    private static final String[] SEXES = {"F", "M"};
    private static final String[] AGES = {"under 25", "25 to 45", "over 45"};

    private Groups() {}

    /// What a process took.
    private record Cost(Duration wall, Duration cpu, long mebibytes) {}

    static void measure(Path root, PrintStream out, int rows) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("sextant-bench-");
        Path file = folder.resolve("predictions.csv");
        Path ours = folder.resolve("ours.json");
        Path theirs = folder.resolve("theirs.txt");
        try {
            write(file, rows);
            List<String> sextant = List.of(
                    root.resolve("sextant").toString(),
                    "bias",
                    file.toString(),
                    "--label=y",
                    "--prediction=decided",
                    "--score=p",
                    "--group=sex,age",
                    "--json");
            List<String> duck = List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "--enable-native-access=ALL-UNNAMED",
                    "-cp",
                    System.getProperty("java.class.path"),
                    Duck.class.getName(),
                    file.toString());
            out.println("| | seconds | CPU seconds | peak resident |");
            out.println("|---|---|---|---|");
            Cost mine = least(sextant, ours);
            Cost rival = least(duck, theirs);
            row(out, "`sextant bias`: rates, intervals, bootstrap, verdicts", mine);
            row(out, "DuckDB: counts alone", rival);
            out.printf(
                    "%n%,d rows, %d MB; best of %d runs. Against the rival: %s of the time, %s of the CPU. Same counts: %s.%n",
                    rows,
                    Files.size(file) >> 20,
                    RUNS,
                    Series.ratio(mine.wall, rival.wall),
                    Series.ratio(mine.cpu, rival.cpu),
                    counts(ours).equals(Files.readString(theirs).strip()) ? "yes" : "NO");
        } finally {
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path one : all.sorted((a, b) -> b.compareTo(a)).toList()) {
                    Files.deleteIfExists(one);
                }
            }
        }
    }

    private static void row(PrintStream out, String who, Cost cost) {
        out.printf("| %s | %s | %s | %d MiB |%n", who, Series.s(cost.wall), Series.s(cost.cpu), cost.mebibytes);
    }

    private static void write(Path file, int rows) throws IOException {
        var chance = new SplittableRandom(7);
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write("y,decided,p,sex,age\n");
            for (int i = 0; i < rows; i++) {
                int thousandths = chance.nextInt(1_000);
                int group = chance.nextInt(6);
                boolean positive = chance.nextInt(1_000) < thousandths;
                boolean decided = thousandths > 500 + 100 * (group % 2);
                out.write((positive ? "1," : "0,") + (decided ? "1,0." : "0,0."));
                out.write(thousandths < 10 ? "00" : thousandths < 100 ? "0" : "");
                out.write(thousandths + "," + SEXES[group % 2] + "," + AGES[group / 2] + "\n");
            }
        }
    }

    private static Cost least(List<String> command, Path output) throws IOException, InterruptedException {
        List<Cost> costs = new ArrayList<>();
        for (int run = 0; run < RUNS; run++) {
            costs.add(cost(command, output));
        }
        return costs.stream().min((a, b) -> a.wall.compareTo(b.wall)).orElseThrow();
    }

    /// Runs a command; the CPU and the memory are those last seen before its end, looked at a hundred times a second.
    private static Cost cost(List<String> command, Path output) throws IOException, InterruptedException {
        long begun = System.nanoTime();
        Process process = new ProcessBuilder(command)
                .redirectOutput(output.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Duration cpu = Duration.ZERO;
        long most = 0;
        do {
            cpu = process.info().totalCpuDuration().orElse(cpu);
            most = Math.max(most, peak(process.pid()));
        } while (!process.waitFor(10, TimeUnit.MILLISECONDS));
        Duration wall = Duration.ofNanos(System.nanoTime() - begun);
        if (process.exitValue() != 0) {
            throw new IOException(command.getFirst() + " ended with " + process.exitValue());
        }
        return new Cost(wall, cpu, most);
    }

    /// Most memory that a process has had resident so far, in MiB; 0 once it has ended.
    private static long peak(long pid) {
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
            return lines.filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) >> 10)
                    .findFirst()
                    .orElse(0);
        } catch (IOException | java.io.UncheckedIOException gone) {
            return 0;
        }
    }

    /// The counts in the form in which the rival prints them.
    private static String counts(Path json) throws IOException {
        JsonNode groups = JsonMapper.shared().readTree(Files.readString(json)).path("groups");
        var lines = new TreeMap<String, Long>();
        for (String name : groups.propertyNames()) {
            JsonNode group = groups.path(name);
            JsonNode tpr = group.path("tpr");
            JsonNode fpr = group.path("fpr");
            long tp = tpr.path("hits").asLong();
            long fp = fpr.path("hits").asLong();
            lines.put(name + "|1|1", tp);
            lines.put(name + "|1|0", tpr.path("of").asLong() - tp);
            lines.put(name + "|0|1", fp);
            lines.put(name + "|0|0", fpr.path("of").asLong() - fp);
        }
        List<String> told = new ArrayList<>();
        lines.forEach((line, n) -> told.add(line + "|" + n));
        return String.join("\n", told);
    }
}
