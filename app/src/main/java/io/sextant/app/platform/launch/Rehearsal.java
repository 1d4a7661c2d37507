package io.sextant.app.platform.launch;

import java.io.IOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;

/// A start on a throw-away data folder that sets itself up as a first visitor would, opens the pages that it finds, and
/// stops: the JVM, told to keep what it learnt, then starts faster for real. It knows no page by name but follows
/// links, so that a new page is rehearsed without anybody thinking of it.
final class Rehearsal implements ApplicationListener<ApplicationReadyEvent> {
    private static final Logger log = LoggerFactory.getLogger(Rehearsal.class);

    /// Enough to have loaded what pages load; more would only make the first start wait.
    private static final int MOST_PAGES = 60;

    private static final Duration LONGEST = Duration.ofSeconds(40);
    private static final Pattern LINK = Pattern.compile("(?:href|src)=\"(/[^\"#]*)\"");
    private static final Pattern FORM = Pattern.compile("(?s)<form[^>]*method=\"post\"[^>]*>.*?</form>");
    private static final Pattern INPUT = Pattern.compile("(?s)<input\\b[^>]*>");
    private static final Pattern ATTRIBUTE = Pattern.compile("([a-z]+)=\"([^\"]*)\"");

    private final HttpClient browser = HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NORMAL)
            .cookieHandler(new CookieManager(null, CookiePolicy.ACCEPT_ALL))
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    /// How many pages answered, and how many of them well.
    record Seen(int pages, int good) {}

    @Override
    public void onApplicationEvent(ApplicationReadyEvent event) {
        var rooms = event.getApplicationContext();
        URI home = URI.create(Ready.address(rooms.getEnvironment()) + "/");
        Optional<String> first = rooms.getBeanProvider(FirstVisit.class).stream()
                .flatMap(visit -> visit.path().stream())
                .findFirst();
        try {
            if (first.isPresent()) {
                setUp(home.resolve(first.get()));
            }
            rooms.getBeanProvider(Rehearsed.class).orderedStream().forEach(Rehearsal::rehearse);
            Seen seen = visit(home);
            log.info("Rehearsed {} pages, {} of them well", seen.pages(), seen.good());
        } catch (IOException cut) {
            log.warn("The rehearsal was cut short", cut);
        } catch (InterruptedException told) {
            Thread.currentThread().interrupt();
        }
    }

    private static void rehearse(Rehearsed work) {
        try {
            work.rehearse();
        } catch (Exception e) {
            log.warn("{} could not be rehearsed", work.getClass().getSimpleName(), e);
        }
    }

    /// Fills in the one form of a page with what its fields ask for.
    private void setUp(URI page) throws IOException, InterruptedException {
        String html = get(page).body();
        Matcher form = FORM.matcher(html);
        if (!form.find()) {
            return;
        }
        var answers = new StringJoiner("&");
        for (Map<String, String> field : INPUT.matcher(form.group())
                .results()
                .map(found -> attributes(found.group()))
                .toList()) {
            String name = field.getOrDefault("name", "");
            String answer =
                    switch (field.getOrDefault("type", "text")) {
                        case "hidden", "radio", "checkbox" -> field.getOrDefault("value", "on");
                        case "email" -> "rehearsal@example.org";
                        case "password" -> "a rehearsal, 40 knots, no wind";
                        default -> field.getOrDefault("value", "").isEmpty() ? "Rehearsal" : field.get("value");
                    };
            if (!name.isEmpty()) {
                answers.add(name + "=" + URLEncoder.encode(answer, StandardCharsets.UTF_8));
            }
        }
        String action =
                attributes(form.group().substring(0, form.group().indexOf('>'))).getOrDefault("action", "");
        browser.send(
                HttpRequest.newBuilder(action.isEmpty() ? page : page.resolve(action.replace("&amp;", "&")))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .timeout(Duration.ofSeconds(20))
                        .POST(HttpRequest.BodyPublishers.ofString(answers.toString()))
                        .build(),
                BodyHandlers.discarding());
    }

    private static Map<String, String> attributes(String tag) {
        Map<String, String> attributes = new LinkedHashMap<>();
        Matcher attribute = ATTRIBUTE.matcher(tag);
        while (attribute.find()) {
            attributes.put(attribute.group(1), attribute.group(2));
        }
        return attributes;
    }

    /// Opens a page and, breadth first, what it leads to on the same server.
    private Seen visit(URI home) throws IOException, InterruptedException {
        Instant end = Instant.now().plus(LONGEST);
        Set<URI> known = new HashSet<>(Set.of(home));
        // Different queries of one page teach little after the first few.
        Map<String, Integer> variants = new LinkedHashMap<>();
        var toVisit = new ArrayDeque<>(known);
        int pages = 0;
        int good = 0;
        while (!toVisit.isEmpty() && pages < MOST_PAGES && Instant.now().isBefore(end)) {
            HttpResponse<String> answer = get(toVisit.pop());
            pages++;
            if (answer.statusCode() < 400) {
                good++;
            }
            if (!answer.headers().firstValue("Content-Type").orElse("").startsWith("text/html")) {
                continue;
            }
            Matcher link = LINK.matcher(answer.body());
            while (link.find()) {
                URI target = home.resolve(link.group(1).replace("&amp;", "&"));
                boolean ours = home.getAuthority().equals(target.getAuthority());
                if (ours && variants.merge(shape(target), 1, Integer::sum) <= 3 && known.add(target)) {
                    toVisit.add(target);
                }
            }
        }
        return new Seen(pages, good);
    }

    /// A path with its numbers and codes blanked, the same for every use case.
    private static String shape(URI page) {
        return page.getPath().replaceAll("[^/]*\\d[^/]*", "*");
    }

    private HttpResponse<String> get(URI page) throws IOException, InterruptedException {
        return browser.send(
                HttpRequest.newBuilder(page)
                        .header("Accept", "text/html,*/*")
                        .header("Accept-Language", "fr")
                        .timeout(Duration.ofSeconds(20))
                        .build(),
                BodyHandlers.ofString());
    }
}
