package io.sextant.app.identity;

import io.sextant.app.kernel.Reason;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.stereotype.Component;

/// Passwords: which are good enough, and how they are kept. Thread-safe.
///
/// Kept as argon2id with 19 MiB, two passes, one lane: the first of the equivalent settings of the OWASP
/// *Password Storage Cheat Sheet* (read 2026-11). Few are computed at once, so that a crowd at the door cannot fill the
/// memory.
///
/// Chosen after NIST SP 800-63B-4 §3.1.1: a minimum length, no rule on kinds of characters, no expiry; refused when the
/// password is a common one or is made of what anyone knows of its owner.
@Component
class Passwords {
    /// Characters, counted as Unicode code points.
    static final int LENGTH_MIN = 12;
    static final int LENGTH_MAX = 128;

    private static final int MEMORY_KIB = 19 * 1024;
    private static final int PASSES = 2;
    private static final int LANES = 1;
    private static final int SALT = 16;
    private static final int HASH = 32;
    private static final int AT_ONCE = Math.clamp(Runtime.getRuntime().availableProcessors(), 1, 4);
    private static final long PATIENCE_SECONDS = 10;
    /// Fewer different characters than this are a pattern, however long.
    private static final int DIFFERENT_MIN = 5;
    /// What must be left of a password once the words that anyone could guess are taken out of it.
    private static final int REST_MIN = 6;

    private final Argon2PasswordEncoder argon2 = new Argon2PasswordEncoder(SALT, HASH, LANES, MEMORY_KIB, PASSES);
    private final Semaphore places = new Semaphore(AT_ONCE, true);
    private final Set<String> common = readCommon();
    /// What an unknown account's password is compared with, so that the answer takes as long as for a known one.
    /// Written down, not computed: nothing is known to give a hash of zeros, and a start need not wait for it.
    private final String nobody = "$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s"
            .formatted(MEMORY_KIB, PASSES, LANES, base64Zeros(SALT), base64Zeros(HASH));

    /// The form in which a password is stored.
    ///
    /// @throws Busy when too many others are waiting
    String hash(String password) {
        return place(() -> encoded(password));
    }

    private static String base64Zeros(int bytes) {
        return Base64.getEncoder().withoutPadding().encodeToString(new byte[bytes]);
    }

    private String encoded(String password) {
        var hash = argon2.encode(normal(password));
        if (hash == null) {
            throw new IllegalStateException("argon2 gave nothing back");
        }
        return hash;
    }

    /// Whether this is the password behind the hash. Takes the same time for an absent hash, and is then false.
    ///
    /// @throws Busy when too many others are waiting
    boolean matches(String password, @Nullable String hash) {
        var bounded = password.length() > LENGTH_MAX * 2 ? password.substring(0, LENGTH_MAX * 2) : password;
        var same = place(() -> argon2.matches(normal(bounded), hash == null ? nobody : hash));
        return same && hash != null;
    }

    /// Whether the hash was made with older settings.
    boolean outdated(String hash) {
        return argon2.upgradeEncoding(hash);
    }

    /// What speaks against this password; empty when nothing does.
    ///
    /// @param known words that anyone knows of its owner: name, address, organisation
    Optional<Reason> objection(String field, String password, String... known) {
        var normal = normal(password);
        var length = normal.codePointCount(0, normal.length());
        if (length < LENGTH_MIN) {
            return Optional.of(Reason.of(field, "identity.password.tooShort", LENGTH_MIN, length));
        }
        if (length > LENGTH_MAX) {
            return Optional.of(Reason.of(field, "identity.password.tooLong", LENGTH_MAX, length));
        }
        if (normal.codePoints().distinct().count() < DIFFERENT_MIN || isSequence(normal)) {
            return Optional.of(Reason.of(field, "identity.password.pattern"));
        }
        if (without(normal, common).length() < REST_MIN) {
            return Optional.of(Reason.of(field, "identity.password.common"));
        }
        if (without(normal, words(known)).length() < REST_MIN) {
            return Optional.of(Reason.of(field, "identity.password.personal"));
        }
        return Optional.empty();
    }

    /// The letters that are left when these words, and everything that is not a letter, are taken out. Digits count as
    /// letters only where they are not the usual ones put at an end or in place of a letter.
    private static String without(String password, Set<String> words) {
        var lower = plain(password);
        var longest = words.stream().sorted((a, b) -> b.length() - a.length()).toList();
        for (var letters : new String[] {lower, unmasked(lower)}) {
            var rest = letters;
            for (var word : longest) {
                rest = rest.replace(word, " ");
            }
            if (rest.equals(letters)) {
                continue;
            }
            var left = rest.replaceAll("[^a-z]", "");
            if (left.length() < REST_MIN) {
                return left;
            }
        }
        return lower.replaceAll("\\s", "");
    }

    private static String plain(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFD)
                .replaceAll("\\p{M}", "")
                .toLowerCase(Locale.ROOT);
    }

    private static String unmasked(String text) {
        return text.replace('0', 'o')
                .replace('1', 'i')
                .replace('3', 'e')
                .replace('4', 'a')
                .replace('5', 's')
                .replace('7', 't')
                .replace('@', 'a')
                .replace('$', 's');
    }

    private static Set<String> words(String... known) {
        return java.util.Arrays.stream(known)
                .flatMap(text -> java.util.Arrays.stream(plain(text).split("[^a-z0-9]+")))
                .filter(word -> word.length() >= 4)
                .collect(Collectors.toSet());
    }

    /// Whether the characters follow one another as in `abcdefghijkl` or `210987654321`, wrapping round at 9 and 0.
    private static boolean isSequence(String text) {
        var steps = 0;
        for (var i = 1; i < text.length(); i++) {
            var step = text.charAt(i) - text.charAt(i - 1);
            if (step == 1 || step == -1 || step == 0 || step == 9 || step == -9) {
                steps++;
            }
        }
        return steps >= text.length() - 2;
    }

    private static String normal(String password) {
        return Normalizer.normalize(password, Normalizer.Form.NFKC);
    }

    private <T> T place(java.util.function.Supplier<T> work) {
        try {
            if (!places.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new Busy();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Busy();
        }
        try {
            return work.get();
        } finally {
            places.release();
        }
    }

    private static Set<String> readCommon() {
        var file = Passwords.class.getResourceAsStream("common-passwords.txt");
        if (file == null) {
            throw new IllegalStateException("the list of common passwords is missing");
        }
        try (var in = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
            return in.lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .collect(Collectors.toUnmodifiableSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Too many passwords are being computed already.
    static final class Busy extends RuntimeException {
        Busy() {
            super("too many passwords at once");
        }
    }
}
