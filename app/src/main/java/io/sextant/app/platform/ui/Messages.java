package io.sextant.app.platform.ui;

import io.sextant.app.kernel.Reason;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.FieldPosition;
import java.text.Format;
import java.text.MessageFormat;
import java.text.NumberFormat;
import java.text.ParsePosition;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/// Every text that Sextant shows, in both languages, as the rooms keep them in `messages_fr.properties` and
/// `messages_en.properties` beside their code (UTF-8, patterns of [MessageFormat]). Safe for many threads.
///
/// A key that is missing shows itself, because half a page is better than none; in tests it is a fault.
public final class Messages {
    private final Map<Lang, Map<String, String>> texts;
    private final Map<Lang, Formats> formats;
    private final boolean strict;
    private final Map<String, MessageFormat> parsed = new ConcurrentHashMap<>();
    private final Set<String> missed = ConcurrentHashMap.newKeySet();

    Messages(Map<Lang, Map<String, String>> texts, Map<Lang, Formats> formats, boolean strict) {
        this.texts = texts;
        this.formats = formats;
        this.strict = strict;
    }

    /// Reads the messages of all rooms. A key written twice is a fault: one of the two would be lost.
    static Messages load(Map<Lang, Formats> formats, boolean strict) {
        var texts = new EnumMap<Lang, Map<String, String>>(Lang.class);
        for (var lang : Lang.values()) {
            var all = new HashMap<String, String>();
            for (var file : files(lang)) {
                read(file).forEach((key, text) -> {
                    if (all.put((String) key, (String) text) != null) {
                        throw new IllegalStateException("the message " + key + " is written twice, last in " + file);
                    }
                });
            }
            texts.put(lang, Map.copyOf(all));
        }
        return new Messages(texts, formats, strict);
    }

    /// The messages of a few rooms alone, each named by a class of its package, for a command that opens no room. A key
    /// that is missing is a fault.
    public static Messages beside(Class<?>... rooms) {
        var formats = new EnumMap<Lang, Formats>(Lang.class);
        var texts = new EnumMap<Lang, Map<String, String>>(Lang.class);
        for (var lang : Lang.values()) {
            formats.put(lang, new Formats(lang, ZoneId.systemDefault()));
            var all = new HashMap<String, String>();
            for (var room : rooms) {
                read(new ClassPathResource("messages_" + lang.code() + ".properties", room))
                        .forEach((key, text) -> all.put((String) key, (String) text));
            }
            texts.put(lang, Map.copyOf(all));
        }
        return new Messages(texts, formats, true);
    }

    /// A text with its arguments: strings, numbers and dates, each set as the language wants it.
    public String text(Lang lang, String key, Object... args) {
        return worded(lang, key, args, UnaryOperator.identity());
    }

    /// The wording of a refusal's reason.
    public String text(Lang lang, Reason reason) {
        return text(lang, reason.code(), reason.args().toArray());
    }

    /// Whether there is such a text.
    public boolean has(Lang lang, String key) {
        return of(lang).containsKey(key);
    }

    /// All keys of a language, sorted.
    public Set<String> keys(Lang lang) {
        return new TreeSet<>(of(lang).keySet());
    }

    /// The number and date formats of a language.
    public Formats formats(Lang lang) {
        return formats.getOrDefault(lang, formats.values().iterator().next());
    }

    /// The text as it is written, before any argument takes its place.
    String pattern(Lang lang, String key) {
        var text = of(lang).get(key);
        return text == null ? missing(lang, key) : text;
    }

    /// A text that holds markup of its own, with arguments that hold none.
    String markup(Lang lang, String key, Object... args) {
        return worded(lang, key, args, Html::escape);
    }

    private String worded(Lang lang, String key, @Nullable Object[] args, UnaryOperator<String> shaped) {
        var text = of(lang).get(key);
        if (text == null) {
            return missing(lang, key);
        }
        if (args.length == 0 && text.indexOf('{') < 0) {
            return text;
        }
        var format = (MessageFormat) parsed.computeIfAbsent(lang.code() + ' ' + key, k -> parse(lang, key, text))
                .clone();
        var counting = Arrays.stream(format.getFormats()).anyMatch(NumberFormat.class::isInstance);
        var values = new @Nullable Object[args.length];
        for (var i = 0; i < args.length; i++) {
            Object value = counting ? counted(args[i]) : args[i];
            // Numbers stay numbers, for {0,choice,…} to choose by.
            values[i] = value == null
                    ? ""
                    : value instanceof Number
                            ? value
                            : shaped.apply(formats(lang).shown(value));
        }
        return format.format(values);
    }

    /// A count that travelled as text, between two requests for example, as the number it is.
    private static @Nullable Object counted(@Nullable Object value) {
        return value instanceof String text && text.matches("-?\\d{1,15}") ? (Object) Long.valueOf(text) : value;
    }

    private MessageFormat parse(Lang lang, String key, String text) {
        try {
            var format = new MessageFormat(text, lang.locale());
            var parts = format.getFormats();
            for (var i = 0; i < parts.length; i++) {
                if (parts[i] == null) {
                    format.setFormat(i, new Shown(formats(lang)));
                }
            }
            return format;
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException("the message " + key + " in " + lang.code() + " is not a valid pattern", e);
        }
    }

    private String missing(Lang lang, String key) {
        if (strict) {
            throw new IllegalStateException("there is no message " + key + " in " + lang.code());
        }
        if (missed.add(lang.code() + ' ' + key)) {
            LoggerFactory.getLogger(Messages.class).warn("there is no message {} in {}", key, lang.code());
        }
        return key;
    }

    private Map<String, String> of(Lang lang) {
        return texts.getOrDefault(lang, Map.of());
    }

    private static Resource[] files(Lang lang) {
        try {
            return new PathMatchingResourcePatternResolver()
                    .getResources("classpath*:io/sextant/app/**/messages_" + lang.code() + ".properties");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Properties read(Resource file) {
        var found = new Once();
        try (var in = new InputStreamReader(file.getInputStream(), StandardCharsets.UTF_8)) {
            found.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
        return found;
    }

    /// Properties in which a key may be written once only.
    private static final class Once extends Properties {
        @Override
        public synchronized @Nullable Object put(Object key, Object value) {
            if (containsKey(key)) {
                throw new IllegalStateException("the message " + key + " is written twice in one file");
            }
            return super.put(key, value);
        }
    }

    /// Shows an argument as the language sets it, numbers included: the platform's own French minus is a hyphen.
    private static final class Shown extends Format {
        private final transient Formats formats;

        Shown(Formats formats) {
            this.formats = formats;
        }

        @Override
        public StringBuffer format(Object value, StringBuffer to, FieldPosition position) {
            return to.append(formats.shown(value));
        }

        @Override
        public @Nullable Object parseObject(String source, ParsePosition position) {
            throw new UnsupportedOperationException("messages are written, never read back");
        }
    }
}
