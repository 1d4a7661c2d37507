package io.sextant.app.demand.importing;

import io.sextant.app.demand.UseCase;
import io.sextant.app.demand.UseCaseBatches;
import io.sextant.app.identity.Actor;
import io.sextant.app.identity.Permission;
import io.sextant.app.platform.sheet.SheetProblem;
import io.sextant.app.platform.sheet.SheetProblem.Severity;
import io.sextant.engine.inventory.text.Folding;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/// Proposes the name of the inventory that a file belongs to, under which its rows update those already there.
///
/// The name comes from that of the file. An inventory that is in the register gives its name only when this file is
/// evidently the same one: its first rows are found there and say the same. Two inventories may share their headings,
/// the name of their file and their keys (`1`, `2`, `3`); taking one for the other would overwrite it.
@Component
class Naming {
    /// Four rows in five: editions of one inventory differ by less, and two inventories do not have that much in
    /// common.
    private static final int MOST = 80;

    private static final int CANDIDATES = 20;
    private static final int LONGEST = 300;

    private final ImportStore store;
    private final UseCaseBatches register;
    private final TransactionTemplate transaction;

    Naming(ImportStore store, UseCaseBatches register, PlatformTransactionManager transactions) {
        this.store = store;
        this.register = register;
        this.transaction = new TransactionTemplate(transactions);
    }

    /// A name and what a person should know about it.
    ///
    /// @param notice absent when the file's name is taken as it is
    record Named(String name, @Nullable SheetProblem notice) {}

    /// Rows read only if the register holds an inventory that the file might be an edition of.
    interface FirstRows {
        List<RowValues> read() throws IOException;
    }

    /// @param worksheet the worksheet that is read, where the workbook has several; else absent
    /// @param signature names the set of headings
    /// @throws IOException when the file cannot be read
    Named propose(Actor actor, String fileName, @Nullable String worksheet, String signature, FirstRows first)
            throws IOException {
        String own = of(fileName);
        Set<String> candidates = required(transaction.execute(status -> {
            Set<String> names = new LinkedHashSet<>(store.names(signature, fileName, CANDIDATES));
            names.add(own);
            names.removeIf(name -> register.countOfSource(name) == 0);
            return names;
        }));
        if (candidates.isEmpty()) {
            return new Named(own, null);
        }
        List<RowValues> rows = first.read();
        return required(transaction.execute(status -> among(actor, candidates, own, worksheet, rows)));
    }

    private Named among(
            Actor actor, Set<String> candidates, String own, @Nullable String worksheet, List<RowValues> rows) {
        Likeness best = null;
        for (String candidate : candidates) {
            Likeness likeness = likeness(actor, candidate, rows);
            if (likeness.same() && (best == null || likeness.known > best.known)) {
                best = likeness;
            }
        }
        if (best != null) {
            return new Named(best.name, notice("demand.import.name.known", best.name, best.known, best.rows));
        }
        return candidates.contains(own)
                ? new Named(free(own, worksheet), notice("demand.import.name.taken", own))
                : new Named(own, null);
    }

    private static <T> T required(@Nullable T value) {
        return Objects.requireNonNull(value);
    }

    private static SheetProblem notice(String code, Object... args) {
        return new SheetProblem(Severity.INFO, 0, -1, "", "", code, List.of(args));
    }

    /// How much of the first rows of a file an inventory of the register has.
    ///
    /// @param rows rows that can be found again
    /// @param known those that are there
    /// @param agreeing those of them that have the same title there
    /// @param size use cases of that inventory
    private record Likeness(String name, int rows, int known, int agreeing, int size) {
        boolean same() {
            return known > 0
                    && agreeing * 100 >= known * MOST
                    && (known * 100 >= rows * MOST || known * 100L >= (long) size * MOST);
        }
    }

    private Likeness likeness(Actor actor, String name, List<RowValues> rows) {
        Map<String, String> byKey = new HashMap<>();
        Set<String> titles = new LinkedHashSet<>();
        for (RowValues row : rows) {
            String title = row.text(Target.TITLE);
            if (row.key() != null) {
                byKey.putIfAbsent(row.key(), title == null ? "" : title);
            } else if (title != null) {
                titles.add(title);
            }
        }
        List<UseCase> found = new ArrayList<>(register.bySource(name, byKey.keySet()));
        // What somebody may not import into tells them nothing.
        found.removeIf(useCase ->
                !actor.may(Permission.IMPORT_USE_CASES, useCase.content().unitId()));
        int agreeing = 0;
        for (UseCase useCase : found) {
            String title = byKey.getOrDefault(String.valueOf(useCase.content().externalKey()), "");
            if (Folding.fold(title)
                    .equals(Folding.fold(useCase.content().texts().title()))) {
                agreeing++;
            }
        }
        long titled = register.bySourceAndTitle(name, titles).stream()
                .filter(useCase ->
                        actor.may(Permission.IMPORT_USE_CASES, useCase.content().unitId()))
                .map(useCase -> useCase.content().texts().title())
                .distinct()
                .count();
        return new Likeness(
                name,
                byKey.size() + titles.size(),
                found.size() + (int) titled,
                agreeing + (int) titled,
                register.countOfSource(name));
    }

    /// A name that no inventory has yet: with the worksheet, else with a number.
    private String free(String own, @Nullable String worksheet) {
        if (worksheet != null) {
            String name = cut(own + " – " + worksheet);
            if (register.countOfSource(name) == 0) {
                return name;
            }
        }
        int number = 2;
        while (register.countOfSource(own + " (" + number + ")") > 0) {
            number++;
        }
        return own + " (" + number + ")";
    }

    /// The name of a file without its extension, in words.
    static String of(String fileName) {
        int slash = Math.max(fileName.lastIndexOf('/'), fileName.lastIndexOf('\\'));
        String base = fileName.substring(slash + 1).replaceFirst("\\.[A-Za-z]{3,5}$", "");
        String words = base.replaceAll("[_\\s]+", " ").strip();
        return words.isEmpty()
                ? "import"
                : words.length() > 200 ? words.substring(0, 200).strip() : words;
    }

    private static String cut(String name) {
        return name.length() > LONGEST ? name.substring(0, LONGEST).strip() : name;
    }
}
