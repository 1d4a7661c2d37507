package io.sextant.app.cli;

import io.sextant.app.platform.knowledge.BiasKnowledge;
import io.sextant.engine.bias.Answer;
import io.sextant.engine.bias.Columns;
import io.sextant.engine.bias.Fairness;
import io.sextant.engine.bias.Problem;
import io.sextant.engine.bias.Question;
import io.sextant.engine.bias.Tally;
import io.sextant.engine.bias.Thresholds;
import io.sextant.engine.gates.Words;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// `sextant bias PREDICTIONS --label COL --prediction COL --group COL[,COL…]`: whether decisions treat groups of people
/// alike. The rows are counted as they are read and never kept.
final class BiasCommand implements EngineCommand {
    private static final int MOST_REPLICATES = 100_000;

    @Override
    public String name() {
        return "bias";
    }

    @Override
    public Set<String> valued() {
        return Set.of(
                "--label",
                "--prediction",
                "--score",
                "--group",
                "--positive",
                "--reference",
                "--min-group",
                "--max-difference",
                "--min-ratio",
                "--bootstrap",
                "--seed");
    }

    @Override
    public Set<String> flags() {
        return Set.of(Arguments.JSON);
    }

    @Override
    public void run(Arguments arguments, Console console) throws IOException {
        String file = arguments.file();
        Columns columns = columns(arguments);
        BiasKnowledge knowledge = BiasKnowledge.load(BiasKnowledge.CURRENT);
        Question question = question(arguments, knowledge);
        Tally tally = tally(file, columns, console);
        switch (Fairness.judge(tally, question)) {
            case Answer.Refused(var problems) ->
                throw new BadInput(problems.stream()
                        .map(problem -> new InputProblem(
                                problem.line(),
                                problem.field(),
                                problem.value(),
                                console.text(problem.what()),
                                console.text(problem.mend())))
                        .toList());
            case Answer.Judged(var report) -> {
                if (arguments.has(Arguments.JSON)) {
                    console.json(BiasJson.of(report, knowledge));
                } else {
                    new BiasText(console, report).write();
                }
                report.warnings().forEach(warning -> console.note(console.text(warning)));
            }
        }
    }

    private static Columns columns(Arguments arguments) {
        List<String> groups = new ArrayList<>();
        for (String given : arguments.all("--group")) {
            groups.addAll(Arrays.stream(given.split(",")).map(String::strip).toList());
        }
        if (groups.isEmpty() || groups.contains("")) {
            throw new Misuse(groups.isEmpty() ? "cli.option.missing" : "cli.option.value", "--group");
        }
        if (groups.size() > Columns.MOST) {
            throw new Misuse("cli.bias.groups", Columns.MOST, String.join(", ", groups));
        }
        String label = arguments.required("--label");
        String prediction = arguments.required("--prediction");
        String score = arguments.optional("--score");
        Set<String> different = new HashSet<>(groups);
        if (different.size() < groups.size() || label.equals(prediction)) {
            throw new Misuse("cli.bias.twice", different.size() < groups.size() ? String.join(", ", groups) : label);
        }
        return new Columns(label, prediction, score, groups);
    }

    private static Question question(Arguments arguments, BiasKnowledge knowledge) {
        Thresholds usual = knowledge.thresholds();
        Thresholds limits = usual.tolerating(
                arguments.share("--max-difference", usual.maxDifference()),
                arguments.share("--min-ratio", usual.minRatio()));
        return new Question(
                arguments.all("--positive").stream().map(String::strip).toList(),
                arguments.optional("--reference"),
                limits.withMinGroup(arguments.whole("--min-group", 1, Integer.MAX_VALUE, usual.minGroup())),
                (int) arguments.whole("--bootstrap", 0, MOST_REPLICATES, knowledge.replicates()),
                arguments.whole("--seed", Long.MIN_VALUE, Long.MAX_VALUE, knowledge.seed()));
    }

    private static Tally tally(String file, Columns columns, Console console) throws IOException {
        var tally = new Tally(columns);
        List<String> wanted = new ArrayList<>(List.of(columns.label(), columns.prediction()));
        String score = columns.score();
        if (score != null) {
            wanted.add(score);
        }
        wanted.addAll(columns.groups());
        int first = score == null ? 2 : 3;
        String[] groups = new String[columns.groups().size()];
        try (TableFile table = TableFile.open(file, console)) {
            table.read(wanted, new TableFile.Reader() {
                @Override
                public void row(int line, String... cells) {
                    System.arraycopy(cells, first, groups, 0, groups.length);
                    tally.add(line, cells[0], cells[1], score == null ? "" : cells[2], groups);
                }

                @Override
                public void faulty(InputProblem problem) {
                    tally.add(new Problem(
                            problem.line(),
                            problem.field(),
                            problem.value(),
                            new Words(problem.problem(), problem.problem()),
                            new Words(problem.mend(), problem.mend())));
                }
            });
        }
        return tally;
    }
}
