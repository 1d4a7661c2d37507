package io.sextant.engine.gates.pack;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Gathers problems; keeps no more than anybody would read.
final class Problems {
    private static final int MOST = 500;

    private final List<Problem> found = new ArrayList<>();
    private int more;

    void add(String file, String path, int line, String code, Object... args) {
        boolean far = args.length > 1 && args[args.length - 1].equals("") && Problem.CODES.contains(code + "-far");
        String told = far ? code + "-far" : code;
        if (!Problem.CODES.contains(told)) {
            throw new IllegalStateException("no such code: " + told);
        }
        if (found.size() < MOST) {
            List<Object> all = List.of(args);
            List<Object> said = far ? all.subList(0, all.size() - 1) : all;
            found.add(new Problem(file, path, line, "gates.pack." + told, said));
        } else {
            more++;
        }
    }

    boolean full() {
        return found.size() >= MOST;
    }

    boolean none() {
        return found.isEmpty();
    }

    List<Problem> all() {
        List<Problem> all = new ArrayList<>(found);
        all.sort(Comparator.comparing(Problem::file).thenComparingInt(Problem::line));
        if (more > 0) {
            all.add(new Problem("", "", 0, "gates.pack.more", List.of(more)));
        }
        return all;
    }
}
