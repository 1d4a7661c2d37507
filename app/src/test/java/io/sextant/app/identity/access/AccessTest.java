package io.sextant.app.identity.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.sextant.app.identity.Actors;
import io.sextant.app.identity.Grant;
import io.sextant.app.identity.Permission;
import io.sextant.app.identity.Role;
import io.sextant.app.identity.Tokens;
import io.sextant.app.kernel.Who;
import io.sextant.app.testing.Accounts;
import io.sextant.app.testing.Http;
import io.sextant.app.testing.SextantTest;
import io.sextant.app.testing.Visit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/// Asks every handler as every role, as a stranger, and with tokens that should open nothing or little, over real HTTP,
/// and compares who got through with `access.csv`. A handler that is not in the file fails the test, which prints the
/// row to add; `-Daccess.update=true` writes the file anew, for its difference to be read.
///
/// Anything else than a refusal by the guards means that the handler was reached: what it then said of an empty form or
/// an unknown number is tried elsewhere.
@SextantTest
class AccessTest {
    private static final Path GOLDEN = Path.of("src/test/resources/access.csv");
    private static final String ALLOW = "allow";
    private static final String DENY = "deny";
    /// A page knows no tokens.
    private static final String NOT_ASKED = "-";
    private static final List<String> COLUMNS = Stream.concat(
                    Stream.of("ANONYMOUS"),
                    Stream.concat(
                            Arrays.stream(Role.values()).map(Role::name),
                            Stream.of("EXPIRED_TOKEN", "REVOKED_TOKEN", "NARROW_TOKEN")))
            .toList();

    private record Call(String method, String pattern, String contentType) {
        String key() {
            return method + " " + pattern;
        }

        boolean api() {
            return pattern.startsWith("/api/");
        }

        /// A path of the pattern that names nothing there is.
        String path() {
            return pattern.replaceAll("\\{\\*[^}]+}", "none").replaceAll("\\{[^}]+}", "999999999");
        }
    }

    @LocalServerPort
    private int port;

    @Autowired
    private Accounts accounts;

    @Autowired
    private Tokens tokens;

    @Autowired
    private Actors actors;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    private RequestMappingHandlerMapping mapping;

    @AfterEach
    void forgetFailures() {
        jdbc.sql("delete from identity.login_attempt").update();
    }

    @Test
    void everyHandlerLetsThroughThoseItShouldAndNobodyElse() throws IOException {
        var calls = calls();
        var visits = new EnumMap<Role, Visit>(Role.class);
        for (var role : Role.values()) {
            visits.put(role, Visit.signedIn(port, accounts.person(role).email()));
        }
        var expired = expiredToken();
        var revoked = revokedToken();
        var narrow = narrowToken();

        var found = new TreeMap<String, String>();
        for (var call : calls) {
            var row = new ArrayList<String>();
            row.add(call.api() ? api(call, null) : page(call, Visit.on(port)));
            for (var role : Role.values()) {
                row.add(
                        call.api()
                                ? api(call, accounts.token(role))
                                : page(call, Objects.requireNonNull(visits.get(role))));
            }
            row.add(call.api() ? api(call, expired) : NOT_ASKED);
            row.add(call.api() ? api(call, revoked) : NOT_ASKED);
            row.add(call.api() ? api(call, narrow) : NOT_ASKED);
            found.put(call.key(), call.method() + "," + call.pattern() + "," + String.join(",", row));
        }
        if (Boolean.getBoolean("access.update")) {
            write(found.values());
        }
        assertThat(differences(golden(), found))
                .as("mend the handlers, or these rows of " + GOLDEN)
                .isEmpty();
    }

    private static List<String> differences(Map<String, String> golden, Map<String, String> found) {
        var differences = new ArrayList<String>();
        found.forEach((key, row) -> {
            var expected = golden.get(key);
            if (expected == null) {
                differences.add("add:    " + row);
            } else if (!expected.equals(row)) {
                differences.add("golden: " + expected);
                differences.add("found:  " + row);
            }
        });
        golden.forEach((key, row) -> {
            if (!found.containsKey(key)) {
                differences.add("remove: " + row);
            }
        });
        return differences;
    }

    /// What every room serves, one call for each method and pattern. What the frame of tests serves is left out.
    private List<Call> calls() {
        var calls = new ArrayList<Call>();
        mapping.getHandlerMethods().forEach((info, handler) -> {
            var room = handler.getBeanType().getPackageName();
            if (!room.startsWith("io.sextant") || info.getPatternValues().contains("/error")) {
                return;
            }
            for (var method : methods(info)) {
                for (var pattern : info.getPatternValues()) {
                    calls.add(new Call(method, pattern, contentType(info, pattern)));
                }
            }
        });
        return calls;
    }

    private static List<String> methods(RequestMappingInfo info) {
        var methods = info.getMethodsCondition().getMethods();
        return methods.isEmpty()
                ? List.of("GET")
                : methods.stream().map(RequestMethod::name).toList();
    }

    /// A type that the handler reads: one it does not read would be refused before the guards are asked.
    private static String contentType(RequestMappingInfo info, String pattern) {
        var consumed = info.getConsumesCondition().getConsumableMediaTypes();
        if (!consumed.isEmpty()) {
            var type = consumed.iterator().next();
            return type.isConcrete() ? type.toString() : "application/octet-stream";
        }
        return pattern.startsWith("/api/") ? "application/json" : "application/x-www-form-urlencoded";
    }

    private String api(Call call, @Nullable String token) {
        var http = Http.on(port).with("Content-Type", call.contentType());
        var caller = token == null ? http : http.as(token);
        var body = call.method().equals("GET") ? null : call.contentType().contains("json") ? "{}" : "x";
        if (call.contentType().startsWith("multipart/")) {
            caller = caller.with("Content-Type", "multipart/form-data; boundary=b");
            body = "--b--\r\n";
        }
        return verdict(caller.send(call.method(), call.path(), body));
    }

    private static String page(Call call, Visit visit) {
        var answer = call.method().equals("GET")
                ? visit.get(call.path())
                : call.contentType().startsWith("multipart/")
                        ? visit.postParts(call.path())
                        : visit.post(call.path(), Map.of());
        return verdict(answer);
    }

    /// The guards' own refusals: being sent to sign in, their error page, their problem. What an open handler itself
    /// answers to a wrong password or a wrong link is its affair.
    private static String verdict(Http.Answer answer) {
        var location = answer.header("Location");
        if (answer.status() == 302) {
            return location.endsWith("/login") || location.contains("/login?next=") || location.endsWith("/login?over")
                    ? DENY
                    : ALLOW;
        }
        if (answer.status() != 401 && answer.status() != 403) {
            return ALLOW;
        }
        var byGuards = answer.header("Content-Type").startsWith("application/problem+json")
                ? !answer.json().has("errors")
                : answer.text().contains("data-error-page");
        return byGuards ? DENY : ALLOW;
    }

    private String expiredToken() {
        var person = accounts.person(new Grant(Role.ADMINISTRATOR, null), new Grant(Role.CIO, null));
        var secret = accounts.token(person, null);
        jdbc.sql("update identity.api_token set expires_at = now() - interval '1 second' where user_id = :id")
                .param("id", person.id())
                .update();
        return secret;
    }

    private String revokedToken() {
        var person = accounts.person(new Grant(Role.ADMINISTRATOR, null), new Grant(Role.CIO, null));
        var secret = accounts.token(person, null);
        var actor = actors.find(person.id(), Who.Channel.WEB).orElseThrow();
        tokens.list(actor).forEach(token -> Accounts.done(tokens.revoke(actor, token.id())));
        return secret;
    }

    /// Of somebody who may do everything, limited to reading the register.
    private String narrowToken() {
        var all =
                Arrays.stream(Role.values()).map(role -> new Grant(role, null)).toArray(Grant[]::new);
        return accounts.token(accounts.person(all), Set.of(Permission.VIEW_USE_CASES));
    }

    private static Map<String, String> golden() throws IOException {
        var rows = new LinkedHashMap<String, String>();
        if (Files.exists(GOLDEN)) {
            for (var line : Files.readAllLines(GOLDEN)) {
                if (!line.isBlank() && !line.startsWith("method,")) {
                    var parts = line.split(",", 3);
                    rows.put(parts[0] + " " + parts[1], line);
                }
            }
        }
        return rows;
    }

    private static void write(Iterable<String> rows) throws IOException {
        var lines = new ArrayList<String>();
        lines.add("method,pattern," + String.join(",", COLUMNS));
        rows.forEach(lines::add);
        // By pattern, then by method, so that what belongs together is read together.
        var sorted = lines.stream()
                .skip(1)
                .sorted((a, b) -> {
                    var first = a.split(",", 3);
                    var second = b.split(",", 3);
                    var byPattern = first[1].compareTo(second[1]);
                    return byPattern != 0 ? byPattern : first[0].compareTo(second[0]);
                })
                .collect(Collectors.toCollection(ArrayList::new));
        sorted.addFirst(lines.getFirst());
        Files.createDirectories(GOLDEN.getParent());
        Files.writeString(GOLDEN, String.join("\n", sorted) + "\n");
    }
}
