package io.sextant.app.cli;

import io.sextant.app.platform.knowledge.AiActKnowledge;
import io.sextant.engine.aiact.Classification;
import io.sextant.engine.aiact.Fault;
import io.sextant.engine.aiact.Law;
import java.io.IOException;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// `sextant classify FILE.jsonl`: what the EU AI Act says of each case of a file. Nothing is written unless every line
/// can
/// be judged.
final class ClassifyCommand implements EngineCommand {
    private static final int MOST_TOLD = 1_000;

    private final AiActKnowledge knowledge = new AiActKnowledge();

    @Override
    public String name() {
        return "classify";
    }

    @Override
    public Set<String> valued() {
        return Set.of("--as-of", "--law");
    }

    @Override
    public Set<String> flags() {
        return Set.of(Arguments.JSON);
    }

    @Override
    public void run(Arguments arguments, Console console) throws IOException {
        String name = arguments.file();
        LocalDate asOf = asOf(arguments);
        String chosen = law(arguments);
        boolean json = arguments.has(Arguments.JSON);
        try (CaseFile file = CaseFile.open(name, console)) {
            Checking checking = new Checking(console, asOf, chosen);
            file.read(checking);
            checking.done();
            ClassifyText text = new ClassifyText(console);
            file.read(new CaseFile.Reader() {
                @Override
                public void line(long number, Map<String, @Nullable Object> object) {
                    Map<String, @Nullable Object> facts = facts(object);
                    Law law = law(facts, asOf, chosen);
                    Classification told = law.classify(facts, asOf);
                    String id = id(number, object);
                    if (json) {
                        console.json(ClassifyJson.of(id, told, law));
                    } else {
                        text.write(id, told, law);
                    }
                }

                @Override
                public void faulty(InputProblem problem) {
                    throw new BadInput(List.of(problem));
                }
            });
            if (!json) {
                text.end();
            }
        }
    }

    private static LocalDate asOf(Arguments arguments) {
        String given = arguments.optional("--as-of");
        if (given == null) {
            return LocalDate.now();
        }
        try {
            return LocalDate.parse(given.strip());
        } catch (DateTimeParseException e) {
            throw new Misuse("cli.option.date", "--as-of", given);
        }
    }

    private static @Nullable String law(Arguments arguments) {
        String given = arguments.optional("--law");
        if (given != null && !AiActKnowledge.versions().contains(given)) {
            throw new Misuse("cli.classify.law", String.join(", ", AiActKnowledge.versions()), given);
        }
        return given;
    }

    /// The version that was chosen, else the one that is the law on the day the case is judged.
    private Law law(Map<String, @Nullable Object> facts, LocalDate asOf, @Nullable String chosen) {
        LocalDate said = Law.assessed(facts);
        return knowledge.law(chosen != null ? chosen : AiActKnowledge.versionOn(said == null ? asOf : said));
    }

    private static String id(long number, Map<String, @Nullable Object> object) {
        Object id = object.get("id");
        return id == null ? String.valueOf(number) : String.valueOf(id);
    }

    private static Map<String, @Nullable Object> facts(Map<String, @Nullable Object> object) {
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        if (object.get("facts") instanceof Map<?, ?> given) {
            given.forEach((key, value) -> facts.put(String.valueOf(key), value));
        }
        return facts;
    }

    /// Looks at every line before anything is written, and gathers what is wrong.
    private final class Checking implements CaseFile.Reader {
        private final Console console;
        private final LocalDate asOf;
        private final @Nullable String chosen;
        private final List<InputProblem> problems = new ArrayList<>();
        private long cases;
        private long more;

        Checking(Console console, LocalDate asOf, @Nullable String chosen) {
            this.console = console;
            this.asOf = asOf;
            this.chosen = chosen;
        }

        @Override
        public void line(long number, Map<String, @Nullable Object> object) {
            cases++;
            if (!(object.get("facts") instanceof Map<?, ?>)) {
                faulty(new InputProblem(
                        number,
                        "facts",
                        "",
                        console.text("cli.classify.facts"),
                        console.text("cli.classify.facts.mend")));
                return;
            }
            Map<String, @Nullable Object> facts = facts(object);
            for (Fault fault : law(facts, asOf, chosen).faults(facts)) {
                faulty(new InputProblem(
                        number,
                        fault.field(),
                        fault.value(),
                        console.text(fault.says()) + ".",
                        console.text("cli.classify.fact.mend")));
            }
        }

        @Override
        public void faulty(InputProblem problem) {
            if (problems.size() < MOST_TOLD) {
                problems.add(problem);
            } else {
                more++;
            }
        }

        void done() {
            if (more > 0) {
                problems.add(new InputProblem(
                        0, "", "", console.text("cli.lines.more", more), console.text("cli.lines.more.mend")));
            }
            if (problems.isEmpty() && cases == 0) {
                faulty(new InputProblem(0, "", "", console.text("cli.lines.none"), console.text("cli.lines.mend")));
            }
            if (!problems.isEmpty()) {
                throw new BadInput(problems);
            }
        }
    }
}
