package io.sextant.app.audit;

import io.sextant.app.audit.proof.NoteKey;
import io.sextant.app.kernel.Who;
import io.sextant.app.platform.launch.Command;
import io.sextant.app.platform.ui.Lang;
import io.sextant.app.platform.ui.Messages;
import java.io.IOException;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// `sextant audit verify | anchor | checkpoint`: the trail from the server's terminal, while Sextant runs or when it is
/// stopped.
@Component
final class AuditCommand implements Command {
    private static final int DONE = 0;
    private static final int MISUSE = 2;
    private static final int WRONG = 3;

    private final Verifier verifier;
    private final Checkpoints checkpoints;
    private final CheckpointStore store;
    private final Acceptance acceptance;
    private final Keys keys;
    private final Messages messages;
    private final JsonMapper json;

    AuditCommand(
            Verifier verifier,
            Checkpoints checkpoints,
            CheckpointStore store,
            Acceptance acceptance,
            Keys keys,
            Messages messages,
            JsonMapper json) {
        this.verifier = verifier;
        this.checkpoints = checkpoints;
        this.store = store;
        this.acceptance = acceptance;
        this.keys = keys;
        this.messages = messages;
        this.json = json;
    }

    @Override
    public String name() {
        return "audit";
    }

    @Override
    public int run(List<String> arguments, PrintStream out, PrintStream err) {
        var said = new Said(out, err, Lang.of(Locale.getDefault(Locale.Category.DISPLAY)));
        var words = new ArrayDeque<>(arguments);
        try {
            return switch (words.isEmpty() ? "" : words.remove()) {
                case "verify" -> verify(VerifyOptions.of(words), said);
                case "anchor" -> anchor(file(words), said);
                case "checkpoint" -> checkpoint(accepted(words), said);
                default -> throw new Misuse();
            };
        } catch (Misuse e) {
            said.err("audit.cli.usage");
            return MISUSE;
        } catch (Unusable e) {
            said.err(e.key, e.file);
            return WRONG;
        }
    }

    private int verify(VerifyOptions options, Said said) {
        var known = new ArrayList<>(keys.known());
        for (Path file : options.keys) {
            known.addAll(publicKeys(file));
        }
        var anchors = new LinkedHashMap<Path, Verifier.Anchor>();
        for (Path file : options.anchors) {
            anchors.put(file, readAnchor(file));
        }
        var result = verifier.verify(known, List.copyOf(anchors.values()), done -> {
            if (done % 250_000 == 0) {
                said.err("audit.cli.reading", done);
            }
        });
        if (options.json) {
            said.out.println(json.writeValueAsString(report(result, said)));
        } else if (result.intact()) {
            holds(result, anchors, said);
        } else {
            said.out("audit.cli.found", result.findings().size() + result.more());
            said.list(result.findings());
            if (result.more() > 0) {
                said.out("audit.cli.more", result.more());
            }
        }
        return result.intact() ? DONE : WRONG;
    }

    private static void holds(Verification result, Map<Path, Verifier.Anchor> anchors, Said said) {
        said.out("audit.cli.holds", result.events(), seconds(result));
        var last = result.last();
        if (last == null || last.at() == null) {
            said.out("audit.cli.signed.none");
        } else {
            said.out("audit.cli.signed", result.checkpoints(), last.size(), last.at());
        }
        long unsigned = result.events() - (last == null ? 0 : last.size());
        if (unsigned > 0) {
            said.out("audit.cli.unsigned", unsigned);
        }
        anchors.forEach((file, anchor) -> {
            var at = anchor.head().signedAt();
            said.out("audit.cli.anchor.agrees", file, anchor.head().size(), at == null ? "?" : at);
        });
    }

    private static BigDecimal seconds(Verification result) {
        return BigDecimal.valueOf(result.took().toMillis(), 3).setScale(1, RoundingMode.HALF_UP);
    }

    private Map<String, @Nullable Object> report(Verification result, Said said) {
        var report = new LinkedHashMap<String, @Nullable Object>();
        report.put("intact", result.intact());
        report.put("changes", result.events());
        report.put("root", HexFormat.of().formatHex(result.root()));
        report.put("checkpoints", result.checkpoints());
        var last = result.last();
        report.put("signedChanges", last == null ? 0 : last.size());
        report.put(
                "signedAt", last == null || last.at() == null ? null : last.at().toString());
        report.put("anchors", result.anchors());
        report.put(
                "findings",
                result.findings().stream()
                        .map(finding -> finding(finding, said))
                        .toList());
        report.put("moreFindings", result.more());
        report.put("seconds", result.took().toMillis() / 1000.0);
        return report;
    }

    private static Map<String, @Nullable Object> finding(Finding finding, Said said) {
        var report = new LinkedHashMap<String, @Nullable Object>();
        report.put("code", finding.kind().code());
        report.put("first", finding.first());
        report.put("last", finding.last());
        var record = finding.record();
        if (record != null) {
            report.put("action", record.action());
            report.put("subjectType", record.subjectType());
            report.put("subjectId", record.subjectId());
            report.put("actor", record.actor());
            report.put("recordedAt", record.recordedAt().toString());
        }
        report.put("message", FindingWords.of(finding, said));
        return report;
    }

    private int anchor(Path file, Said said) {
        return switch (checkpoints.sign()) {
            case Checkpoints.Result.Covered(var head, var _)
            when head == null -> {
                said.err("audit.cli.empty");
                yield WRONG;
            }
            case Checkpoints.Result.Covered _ -> {
                var row = store.last().orElseThrow();
                Path key = beside(file);
                write(key, keys.signer().key() + "\n");
                write(file, row.note());
                said.out("audit.cli.anchored", row.size(), file, key);
                yield DONE;
            }
            case Checkpoints.Result.Refused(var findings) -> {
                said.err("audit.cli.refused");
                said.list(findings);
                yield WRONG;
            }
        };
    }

    private int checkpoint(@Nullable String accepted, Said said) {
        if (accepted != null) {
            switch (acceptance.accept(accepted, new Who(null, System.getProperty("user.name", "?"), Who.Channel.CLI))) {
                case Acceptance.Result.Accepted(var signed, var seq) -> {
                    said.out("audit.cli.accepted", signed, seq);
                    return DONE;
                }
                case Acceptance.Result.Impossible(var findings) -> {
                    said.err("audit.cli.accepted.cannot");
                    said.list(findings);
                    return WRONG;
                }
                case Acceptance.Result.Needless _ -> {}
            }
        }
        return switch (checkpoints.sign()) {
            case Checkpoints.Result.Covered(var head, var _)
            when head == null -> {
                said.out("audit.cli.empty");
                yield DONE;
            }
            case Checkpoints.Result.Covered(var head, var fresh) -> {
                said.out(fresh ? "audit.cli.signed.now" : "audit.cli.covered", head.size());
                yield DONE;
            }
            case Checkpoints.Result.Refused(var findings) -> {
                said.err("audit.cli.refused");
                said.list(findings);
                yield WRONG;
            }
        };
    }

    private static Verifier.Anchor readAnchor(Path file) {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (IOException e) {
            throw new Unusable("audit.cli.file.unreadable", file);
        }
        try {
            Path key = beside(file);
            return Verifier.Anchor.parse(bytes, Files.exists(key) ? publicKeys(key) : List.of());
        } catch (IllegalArgumentException e) {
            throw new Unusable("audit.cli.anchor.unreadable", file);
        }
    }

    private static List<NoteKey> publicKeys(Path file) {
        try {
            return Keys.read(file);
        } catch (IOException e) {
            throw new Unusable("audit.cli.file.unreadable", file);
        } catch (IllegalArgumentException e) {
            throw new Unusable("audit.cli.key.unreadable", file);
        }
    }

    /// The public key that is kept with an anchor.
    private static Path beside(Path file) {
        return file.resolveSibling(file.getFileName() + ".pub");
    }

    private static void write(Path file, String text) {
        Path draft = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.writeString(draft, text);
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new Unusable("audit.cli.file.unwritable", file);
        }
    }

    private static Path file(ArrayDeque<String> words) {
        if (words.size() != 1 || words.getFirst().startsWith("-")) {
            throw new Misuse();
        }
        return Path.of(words.remove());
    }

    private static @Nullable String accepted(ArrayDeque<String> words) {
        if (words.isEmpty()) {
            return null;
        }
        if (words.size() != 2
                || !words.remove().equals("--accept")
                || words.getFirst().isBlank()) {
            throw new Misuse();
        }
        return words.remove().strip();
    }

    private record VerifyOptions(List<Path> anchors, List<Path> keys, boolean json) {
        static VerifyOptions of(ArrayDeque<String> words) {
            var anchors = new ArrayList<Path>();
            var keys = new ArrayList<Path>();
            boolean json = false;
            while (!words.isEmpty()) {
                switch (words.remove()) {
                    case "--json" -> json = true;
                    case "--anchor" -> anchors.add(value(words));
                    case "--key" -> keys.add(value(words));
                    default -> throw new Misuse();
                }
            }
            return new VerifyOptions(anchors, keys, json);
        }

        private static Path value(ArrayDeque<String> words) {
            if (words.isEmpty()) {
                throw new Misuse();
            }
            return Path.of(words.remove());
        }
    }

    /// What is said, in the language of the terminal.
    private final class Said implements FindingWords.Texts {
        private final PrintStream out;
        private final PrintStream err;
        private final Lang lang;

        Said(PrintStream out, PrintStream err, Lang lang) {
            this.out = out;
            this.err = err;
            this.lang = lang;
        }

        @Override
        public String text(String key, Object... args) {
            return messages.text(lang, key, args);
        }

        void out(String key, Object... args) {
            out.println(text(key, args));
        }

        void err(String key, Object... args) {
            err.println(text(key, args));
        }

        void list(List<Finding> findings) {
            int number = 0;
            for (Finding finding : findings) {
                out.println("  " + ++number + ". " + FindingWords.of(finding, this));
            }
        }
    }

    /// The command line is not one of ours.
    private static final class Misuse extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /// A file that was named is of no use.
    private static final class Unusable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final String key;
        private final transient Path file;

        Unusable(String key, Path file) {
            super(key);
            this.key = key;
            this.file = file;
        }
    }
}
