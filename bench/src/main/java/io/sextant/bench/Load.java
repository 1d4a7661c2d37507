package io.sextant.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/// A closed loop: each user asks for a page, reads it, thinks, and asks for the next; nobody asks while waiting. So the
/// rate adapts to the answers, and latencies are those that so many people see. The users run on this same machine and
/// take their share of it.
///
/// @param users how many at once
/// @param think mean pause between an answer and the next question, exponentially distributed; zero for none
/// @param lasting how long, after a warm-up of a fifth of it
record Load(int users, Duration think, Duration lasting) {
    /// What came of it.
    ///
    /// @param latencies by kind of page, from the question to the last byte
    /// @param perSecond answers in a second
    /// @param failures answers other than 200
    record Result(Map<String, Series> latencies, double perSecond, int failures) {}

    /// A kind of page: how its next address is made.
    record Kind(String name, Function<RandomGenerator, String> address) {}

    private record Taken(String kind, long nanos) {}

    Result run(URI home, List<String> sessions, List<Kind> kinds) throws InterruptedException {
        var taken = new CopyOnWriteArrayList<List<Taken>>();
        var failures = new AtomicInteger();
        long begin = System.nanoTime();
        long count = begin + lasting.toNanos() / 5;
        long end = count + lasting.toNanos();
        try (var browser = HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .build();
                var crowd = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int user = 0; user < users; user++) {
                String session = sessions.get(user % sessions.size());
                var chance = new java.util.SplittableRandom(42 + user);
                crowd.submit(() -> {
                    List<Taken> mine = new ArrayList<>();
                    int turn = chance.nextInt(kinds.size());
                    pause(chance);
                    while (System.nanoTime() < end) {
                        Kind kind = kinds.get(turn++ % kinds.size());
                        var ask = HttpRequest.newBuilder(
                                        home.resolve(kind.address().apply(chance)))
                                .header("Cookie", session)
                                .header("Accept", "text/html")
                                .build();
                        long asked = System.nanoTime();
                        int status = status(browser, ask);
                        long answered = System.nanoTime();
                        if (asked >= count && answered <= end) {
                            mine.add(new Taken(kind.name(), answered - asked));
                            if (status != 200) {
                                failures.incrementAndGet();
                            }
                        }
                        pause(chance);
                    }
                    taken.add(mine);
                    return null;
                });
            }
        }
        Map<String, Series> latencies = new LinkedHashMap<>();
        List<Taken> all = taken.stream().flatMap(List::stream).toList();
        for (Kind kind : kinds) {
            latencies.put(
                    kind.name(),
                    new Series(all.stream()
                            .filter(one -> one.kind().equals(kind.name()))
                            .mapToLong(Taken::nanos)
                            .toArray()));
        }
        return new Result(latencies, all.size() / (lasting.toNanos() / 1e9), failures.get());
    }

    private static int status(HttpClient browser, HttpRequest ask) throws InterruptedException {
        try {
            return browser.send(ask, BodyHandlers.ofByteArray()).statusCode();
        } catch (IOException broken) {
            return 0;
        }
    }

    private void pause(RandomGenerator chance) throws InterruptedException {
        if (!think.isZero()) {
            Thread.sleep(Duration.ofNanos((long) (think.toNanos() * chance.nextExponential())));
        }
    }
}
