package io.sextant.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `./sextant bench start | import FILE… | register [ROWS [SECONDS]] | gates [ROWS [REQUESTS [SECONDS]]] | path |
/// bias [ROWS]`: prints a table in Markdown, figures beside those of a rival measured in the same run.
public final class Bench {
    private static final int USERS = 20;
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Path root = Path.of("").toAbsolutePath();
    private final PrintStream out = System.out;

    private Bench() {}

    /// @param words what to measure, and how much of it
    public static void main(String[] words) throws Exception {
        var bench = new Bench();
        switch (words.length == 0 ? "" : words[0]) {
            case "start" -> bench.start();
            case "import" -> {
                for (int i = 1; i < words.length; i++) {
                    bench.importing(Path.of(words[i]));
                }
            }
            case "register" ->
                bench.register(
                        words.length > 1 ? Integer.parseInt(words[1]) : 50_000,
                        words.length > 2 ? Integer.parseInt(words[2]) : 60);
            case "gates" ->
                bench.gates(
                        words.length > 1 ? Integer.parseInt(words[1]) : 50_000,
                        words.length > 2 ? Integer.parseInt(words[2]) : 10_000,
                        words.length > 3 ? Integer.parseInt(words[3]) : 60);
            case "path" -> {
                bench.title("The path to yes: 30 criteria, 100 remedies");
                Yes.measure(bench.out);
            }
            case "bias" -> {
                int rows = words.length > 1 ? Integer.parseInt(words[1]) : 10_000_000;
                bench.title("Bias of " + rows + " predictions in six groups");
                Groups.measure(bench.root, bench.out, rows);
            }
            default -> {
                System.err.println("Usage: ./sextant bench start | import FILE… | register [ROWS [SECONDS]]"
                        + " | gates [ROWS [REQUESTS [SECONDS]]] | path | bias [ROWS]");
                System.exit(2);
            }
        }
    }

    private void title(String what) throws IOException {
        String cpu = Files.lines(Path.of("/proc/cpuinfo"))
                .filter(line -> line.startsWith("model name"))
                .findFirst()
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .orElse("?");
        out.printf(
                "%n### %s%n%n%s, %d × %s, load %s%n%n",
                what,
                Instant.now().toString().substring(0, 10),
                Runtime.getRuntime().availableProcessors(),
                cpu,
                Files.readString(Path.of("/proc/loadavg")).split(" ")[0]);
    }

    // ------------------------------------------------------------------------------------------------------- start

    /// From the command to the first page: again and again on the same data, with the cache of the rehearsal and
    /// without. The rival is the same program as `java -jar` would start it.
    private void start() throws Exception {
        Path data = folder();
        try {
            title("Start");
            Duration first;
            try (var product = Product.start(root, data, Map.of())) {
                first = product.firstPage();
            }
            Duration[] ours = starts(data, Map.of());
            Duration[] bare = starts(data, Map.of("SEXTANT_JAVA_OPTS", "-XX:AOTMode=off"));
            out.println("| from the command to the first page | Sextant | without its rehearsal | ratio |");
            out.println("|---|---|---|---|");
            out.printf("| first start, the database made | %s | | |%n", Series.s(first));
            out.printf(
                    "| second start, median of %d | %s | %s | %s |%n",
                    ours.length,
                    Series.s(middle(ours)),
                    Series.s(middle(bare)),
                    Series.ratio(middle(ours), middle(bare)));
        } finally {
            delete(data);
        }
    }

    private Duration[] starts(Path data, Map<String, String> environment) throws Exception {
        Duration[] taken = new Duration[5];
        for (int i = 0; i < taken.length; i++) {
            try (var product = Product.start(root, data, environment)) {
                taken[i] = product.firstPage();
            }
        }
        return taken;
    }

    private static Duration middle(Duration[] taken) {
        return Stream.of(taken).sorted().toList().get(taken.length / 2);
    }

    // ------------------------------------------------------------------------------------------------------ import

    /// From sending the file until every use case is written and every text read. The rivals do less: pandas or
    /// openpyxl only read the file, PostgreSQL's COPY only stores its lines.
    private void importing(Path file) throws Exception {
        Path data = folder();
        try (var product = Product.start(root, data, Map.of())) {
            title("Import of " + file.getFileName());
            String token = product.setUp();
            var taken = new ArrayList<Imported>();
            taken.add(imported(product, token, file, "first"));
            taken.add(imported(product, token, file, "second"));
            taken.add(imported(product, token, file, "third"));
            out.println("| | rows | written after | and read after |");
            out.println("|---|---|---|---|");
            for (int i = 0; i < taken.size(); i++) {
                var one = taken.get(i);
                out.printf(
                        "| import %d into a register of %d | %d | %s | %s |%n",
                        i + 1, one.rows() * i, one.rows(), Series.s(one.written()), Series.s(one.read()));
            }
            rival(file);
            out.printf(
                    "%nResident afterwards, PostgreSQL included: %d MiB.%n",
                    product.memory().mebibytes());
        } finally {
            delete(data);
        }
    }

    /// @param written from sending the file to the last row written
    /// @param read and to the last text read for look-alikes, kinds and questions of law
    private record Imported(long rows, Duration written, Duration read) {}

    private Imported imported(Product product, String token, Path file, String source) throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            String edge = "bench-" + System.nanoTime();
            var body = BodyPublishers.concat(
                    BodyPublishers.ofString(
                            "--" + edge + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\""
                                    + file.getFileName() + "\"\r\nContent-Type: application/octet-stream\r\n\r\n"),
                    BodyPublishers.ofFile(file),
                    BodyPublishers.ofString("\r\n--" + edge + "--\r\n"));
            long begun = System.nanoTime();
            HttpResponse<String> sent = client.send(
                    HttpRequest.newBuilder(product.home().resolve("api/v1/imports?apply=true&source=" + source))
                            .header("Authorization", "Bearer " + token)
                            .header("Content-Type", "multipart/form-data; boundary=" + edge)
                            .POST(body)
                            .build(),
                    BodyHandlers.ofString());
            if (sent.statusCode() != 202) {
                throw new IOException("the import answered " + sent.statusCode() + ": " + sent.body());
            }
            URI where =
                    product.home().resolve(sent.headers().firstValue("Location").orElseThrow());
            JsonNode now;
            do {
                now = get(client, URI.create(where + "?wait=30"), token);
            } while (!List.of("DONE", "FAILED")
                    .contains(now.path("work").path("state").asString("")));
            long written = System.nanoTime();
            if (now.path("work").path("state").asString("").equals("FAILED")) {
                throw new IOException("the import failed: " + now);
            }
            Instant applied =
                    Instant.parse(now.path("appliedAt").asString(Instant.now().toString()));
            while (true) {
                String readAt = get(client, product.home().resolve("api/v1/use-cases/overview"), token)
                        .path("readAt")
                        .asString("");
                if (!readAt.isEmpty() && !Instant.parse(readAt).isBefore(applied)) {
                    break;
                }
                // The overview costs more than the answer looked for in it: seldom enough not to slow the reading.
                Thread.sleep(200);
            }
            long read = System.nanoTime();
            var summary = now.path("summary");
            return new Imported(
                    summary.path("rows").asLong(), Duration.ofNanos(written - begun), Duration.ofNanos(read - begun));
        }
    }

    private static JsonNode get(HttpClient client, URI where, String token) throws Exception {
        HttpResponse<String> answer = client.send(
                HttpRequest.newBuilder(where)
                        .header("Authorization", "Bearer " + token)
                        .build(),
                BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException(where + " answered " + answer.statusCode() + ": " + answer.body());
        }
        return JSON.readTree(answer.body());
    }

    private void rival(Path file) throws Exception {
        boolean book = file.toString().endsWith(".xlsx");
        String program = book
                ? "import openpyxl,sys;n=sum(1 for r in openpyxl.load_workbook(sys.argv[1],read_only=True).worksheets[0]"
                        + ".iter_rows(values_only=True) if any(c is not None for c in r));print('openpyxl',"
                        + "openpyxl.__version__,n-1)"
                : "import pandas,sys;d=pandas.read_csv(sys.argv[1],dtype=str,sep=None,engine='python');"
                        + "print('pandas',pandas.__version__,len(d))";
        long begun = System.nanoTime();
        Process python = new ProcessBuilder("/usr/bin/python3", "-c", program, file.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String said;
        try (BufferedReader lines = python.inputReader(StandardCharsets.UTF_8)) {
            said = lines.readLine();
        }
        if (python.waitFor() == 0 && said != null) {
            out.printf(
                    "| %s, which only reads the file | %s | %s | |%n",
                    said.substring(0, said.lastIndexOf(' ')),
                    said.substring(said.lastIndexOf(' ') + 1),
                    Series.s(Duration.ofNanos(System.nanoTime() - begun)));
        } else {
            out.println("| (no rival: python3-pandas and python3-openpyxl are not installed) | | | |");
        }
    }

    // ------------------------------------------------------------------------------------------------------- gates

    /// A register with many open requests: the pages of whoever answers them, first one person, then twenty with a second
    /// of thought between pages; the look-alikes of a demand that is being written; and how long it takes until every use
    /// case is judged anew, as after a change of the gates. The rival of the desk is its one statement through the bare
    /// driver.
    private void gates(int rows, int requests, int seconds) throws Exception {
        Path data = folder();
        Path file = data.resolveSibling(data.getFileName() + ".csv");
        Synthetic.write(file, rows);
        try {
            String token;
            try (var product = Product.start(root, data, Map.of())) {
                title("Gates: " + rows + " use cases, " + requests + " open requests");
                token = product.setUp();
                imported(product, token, file, "bench");
                var waiting = new Waiting(data);
                waiting.judged();
                waiting.seed(requests);
            }
            try (var product = Product.start(root, data, Map.of())) {
                var waiting = new Waiting(data);
                waiting.judged();
                out.printf(
                        "Every use case judged anew, from the change to the last one: %s%n%n",
                        Series.s(waiting.judgedAnew()));
                String session = product.signIn();
                List<Load.Kind> kinds = List.of(
                        new Load.Kind("desk", chance -> "/desk"),
                        new Load.Kind("desk, one kind", chance -> "/desk?kind=ANSWER&page=" + (1 + chance.nextInt(20))),
                        new Load.Kind("desk, late", chance -> "/desk?due=LATE"),
                        new Load.Kind("answer times", chance -> "/answer-times?page=" + (1 + chance.nextInt(20))),
                        new Load.Kind("what unlocks", chance -> "/unlocks"));
                new Load(2, Duration.ZERO, Duration.ofSeconds(Math.max(5, seconds / 3)))
                        .run(product.home(), List.of(session), kinds);
                var single = new Load(1, Duration.ZERO, Duration.ofSeconds(seconds))
                        .run(product.home(), List.of(session), kinds);
                var calm = new Load(USERS, Duration.ofSeconds(1), Duration.ofSeconds(seconds))
                        .run(product.home(), List.of(session), kinds);
                Series least = new Floor(data).measure(Waiting.DESK, "", 1, 200);
                out.println("| page | one person, p50 | p95 | twenty with a second of thought, p50 | p95 |");
                out.println("|---|---|---|---|---|");
                for (Load.Kind kind : kinds) {
                    Series one = single.latencies().get(kind.name());
                    Series many = calm.latencies().get(kind.name());
                    out.printf(
                            "| %s | %s | %s | %s | %s |%n",
                            kind.name(),
                            Series.ms(one.median()),
                            Series.ms(one.percentile(.95)),
                            Series.ms(many.median()),
                            Series.ms(many.percentile(.95)));
                }
                out.printf(
                        "%nThe statement of the desk alone, p95 %s: the page of one person takes %s. %d and %d failures.%n",
                        Series.ms(least.percentile(.95)),
                        Series.ratio(
                                single.latencies().get("desk").percentile(.95), least.percentile(.95)),
                        single.failures(),
                        calm.failures());
                Series alike = alike(product, token);
                out.printf(
                        "Reading a demand that is being written, look-alikes among %d found: p50 %s, p95 %s of %d.%n",
                        rows, Series.ms(alike.median()), Series.ms(alike.percentile(.95)), alike.count());
            }
        } finally {
            Files.deleteIfExists(file);
            delete(data);
        }
    }

    private static Series alike(Product product, String token) throws Exception {
        var chance = new SplittableRandom(7);
        long[] taken = new long[30];
        try (var client = HttpClient.newHttpClient()) {
            for (int i = -5; i < taken.length; i++) {
                String body = JSON.writeValueAsString(Map.of(
                        "lang",
                        "en",
                        "fields",
                        Map.of("title", Synthetic.title(chance), "problem", Synthetic.sentence(chance, 24))));
                HttpResponse<String> made = client.send(
                        HttpRequest.newBuilder(product.home().resolve("api/v1/demands/drafts"))
                                .header("Authorization", "Bearer " + token)
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString(body))
                                .build(),
                        BodyHandlers.ofString());
                if (made.statusCode() != 201) {
                    throw new IOException("a draft answered " + made.statusCode() + ": " + made.body());
                }
                URI where = product.home()
                        .resolve(made.headers().firstValue("Location").orElseThrow());
                long begun = System.nanoTime();
                get(client, where, token);
                if (i >= 0) {
                    taken[i] = System.nanoTime() - begun;
                }
            }
        }
        return new Series(taken);
    }

    // ---------------------------------------------------------------------------------------------------- register

    /// A register of that many invented use cases under twenty people at once. The rival is the bare driver on the same
    /// database: one statement per page, nothing counted, checked or drawn.
    private void register(int rows, int seconds) throws Exception {
        Path data = folder();
        Path file = data.resolveSibling(data.getFileName() + ".csv");
        Synthetic.write(file, rows);
        try {
            String session;
            Imported imported;
            Memory busy;
            try (var product = Product.start(root, data, Map.of())) {
                title("A register of " + rows + " use cases, " + USERS + " people at once");
                String token = product.setUp();
                imported = imported(product, token, file, "bench");
                busy = product.memory();
            }
            out.printf(
                    "%d rows imported in %s, read in %s; then %d MiB.%n%n",
                    imported.rows(), Series.s(imported.written()), Series.s(imported.read()), busy.mebibytes());
            // The register as its users meet it in the morning: started again, statistics taken.
            try (var product = Product.start(root, data, Map.of())) {
                session = product.signIn();
                out.printf("Started again in %s.%n%n", Series.s(product.firstPage()));
                long after = product.memory().mebibytes();
                List<Load.Kind> kinds = List.of(
                        new Load.Kind("list", chance -> "/use-cases?page=" + (1 + chance.nextInt(20))),
                        new Load.Kind(
                                "filter",
                                chance -> "/use-cases?stage="
                                        + Synthetic.STAGES
                                                .get(chance.nextInt(Synthetic.STAGES.size()))
                                                .toUpperCase(java.util.Locale.ROOT)),
                        new Load.Kind(
                                "search",
                                chance -> "/use-cases?q=" + Synthetic.word(new SplittableRandom(chance.nextLong()))),
                        new Load.Kind("use case", chance -> "/use-cases/" + Floor.code(1 + chance.nextInt(rows))));
                var warm = new Load(USERS, Duration.ZERO, Duration.ofSeconds(Math.max(5, seconds / 3)));
                warm.run(product.home(), List.of(session), kinds);
                var calm = new Load(USERS, Duration.ofSeconds(1), Duration.ofSeconds(seconds))
                        .run(product.home(), List.of(session), kinds);
                var rush = new Load(USERS, Duration.ZERO, Duration.ofSeconds(seconds))
                        .run(product.home(), List.of(session), kinds);
                var floor = new Floor(data);
                Map<String, Series> bare = Map.of(
                        "list", floor.measure(Floor.LIST, "", USERS, 200),
                        "filter", floor.measure(Floor.FILTER, "stage", USERS, 200),
                        "search", floor.measure(Floor.SEARCH, "word", USERS, 200),
                        "use case", floor.measure(Floor.ONE, "code", USERS, 200));
                out.println(
                        "| page | p50, a second of thought between pages | p95 | p50, none | p95 | bare statement, p95 |"
                                + " p95 of the rush against it |");
                out.println("|---|---|---|---|---|---|---|");
                for (Load.Kind kind : kinds) {
                    Series slow = calm.latencies().get(kind.name());
                    Series fast = rush.latencies().get(kind.name());
                    Series least = bare.get(kind.name());
                    out.printf(
                            "| %s | %s | %s | %s | %s | %s | %s |%n",
                            kind.name(),
                            Series.ms(slow.median()),
                            Series.ms(slow.percentile(.95)),
                            Series.ms(fast.median()),
                            Series.ms(fast.percentile(.95)),
                            Series.ms(least.percentile(.95)),
                            Series.ratio(fast.percentile(.95), least.percentile(.95)));
                }
                out.printf(
                        "%nWith thought %.0f pages a second, without %.0f; %d and %d failures. Resident, PostgreSQL"
                                + " included: %d MiB after the start, %d MiB after the load.%n",
                        calm.perSecond(),
                        rush.perSecond(),
                        calm.failures(),
                        rush.failures(),
                        after,
                        product.memory().mebibytes());
            }
        } finally {
            Files.deleteIfExists(file);
            delete(data);
        }
    }

    // ----------------------------------------------------------------------------------------------------- folders

    /// An empty data folder that another account, PostgreSQL's when we are root, may pass through.
    private static Path folder() throws IOException {
        Path folder = Files.createTempDirectory("sextant-bench-");
        folder.toFile().setExecutable(true, false);
        return folder.resolve("data");
    }

    private static void delete(Path data) throws IOException, InterruptedException {
        TimeUnit.MILLISECONDS.sleep(200);
        try (Stream<Path> all = Files.walk(data.getParent())) {
            for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(one);
            }
        }
    }
}
