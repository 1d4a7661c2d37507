package io.sextant.app.demand.gating.web;

import io.sextant.app.demand.UseCaseId;
import io.sextant.app.demand.gating.Deeds.Deed;
import io.sextant.app.demand.gating.Deeds.Undo;
import io.sextant.app.demand.gating.Desk;
import io.sextant.app.identity.Role;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/// Deeds and what takes them back, as the buttons and boxes of a desk carry them: words between bars.
final class DeskLine {
    private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");

    private DeskLine() {}

    static String sign(Desk.Signing s) {
        return String.join("|", "sign", s.useCase().code(), s.criterion(), s.role(), s.seen());
    }

    static String finish(Desk.Case useCase, Desk.Todo t) {
        return String.join("|", "finish", useCase.code(), String.valueOf(t.id()), t.seen());
    }

    static String ask(Desk.Request r) {
        return String.join("|", "ask", r.useCase().code(), r.seen());
    }

    static String go(Desk.Request r) {
        return String.join("|", "go", r.useCase().code(), r.seen());
    }

    static String undo(Undo undo) {
        return switch (undo) {
            case Undo.Unsign(UseCaseId id, long signature) -> "unsign|" + id.code() + "|" + signature;
            case Undo.Resume(UseCaseId id, long action) -> "resume|" + id.code() + "|" + action;
        };
    }

    /// Reads a deed; empty when it is none.
    ///
    /// @param words the question asked or the reason given, where the deed has one
    static Optional<Deed> deed(String line, String words) {
        String[] parts = line.split("\\|", -1);
        if (parts.length < 3 || !UseCaseId.matches(parts[1])) {
            return Optional.empty();
        }
        var id = new UseCaseId(parts[1]);
        return switch (parts[0] + parts.length) {
            case "sign5" ->
                Arrays.stream(Role.values()).anyMatch(r -> r.name().equals(parts[3]))
                        ? Optional.of(new Deed.Sign(id, parts[2], parts[3], parts[4]))
                        : Optional.empty();
            case "finish4" ->
                NUMBER.matcher(parts[2]).matches()
                        ? Optional.of(new Deed.Finish(id, Long.parseLong(parts[2]), parts[3]))
                        : Optional.empty();
            case "ask3" -> Optional.of(new Deed.Ask(id, words, parts[2]));
            case "go3" -> Optional.of(new Deed.Go(id, words, parts[2]));
            default -> Optional.empty();
        };
    }

    /// Reads what takes a deed back; empty when it is none.
    static Optional<Undo> undo(String line) {
        String[] parts = line.split("\\|", -1);
        if (parts.length != 3
                || !UseCaseId.matches(parts[1])
                || !NUMBER.matcher(parts[2]).matches()) {
            return Optional.empty();
        }
        var id = new UseCaseId(parts[1]);
        long number = Long.parseLong(parts[2]);
        return switch (parts[0]) {
            case "unsign" -> Optional.of(new Undo.Unsign(id, number));
            case "resume" -> Optional.of(new Undo.Resume(id, number));
            default -> Optional.empty();
        };
    }
}
