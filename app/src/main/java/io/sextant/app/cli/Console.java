package io.sextant.app.cli;

import io.sextant.app.platform.sheet.Sheets;
import io.sextant.app.platform.ui.Formats;
import io.sextant.app.platform.ui.Lang;
import io.sextant.app.platform.ui.Messages;
import io.sextant.engine.gates.Words;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/// Where a command reads and writes: the result goes to `out`, all else to `err`, in the language of the terminal.
record Console(InputStream in, PrintStream out, PrintStream err, Lang lang, Messages messages) {
    Console(InputStream in, PrintStream out, PrintStream err, Lang lang) {
        this(in, out, err, lang, Messages.beside(Console.class, Sheets.class));
    }

    /// A message in the language of the terminal.
    String text(String key, Object... arguments) {
        return messages.text(lang, key, arguments);
    }

    /// A text of an engine in the language of the terminal.
    String text(Words words) {
        return words.in(lang.code());
    }

    Formats formats() {
        return messages.formats(lang);
    }

    /// Writes a result as JSON, on one line.
    void json(Map<String, ?> result) {
        out.println(JsonMapper.shared().writeValueAsString(result));
    }

    /// Says something that is not the result.
    void note(String text) {
        err.println("Sextant" + (lang == Lang.FR ? "\u202f: " : ": ") + text);
    }

    /// Says every problem: as lines for people, as one JSON object for programs.
    void refuse(List<InputProblem> problems, boolean json) {
        if (json) {
            err.println(JsonMapper.shared()
                    .writeValueAsString(Map.of(
                            "problems", problems.stream().map(Console::fields).toList())));
            return;
        }
        note(text("cli.problems", problems.size()));
        for (InputProblem problem : problems) {
            StringBuilder line = new StringBuilder("  ");
            if (problem.line() > 0) {
                line.append(text("cli.problem.line", problem.line())).append(", ");
            }
            if (!problem.field().isEmpty()) {
                line.append(problem.field());
                if (!problem.value().isEmpty()) {
                    line.append(" = ").append(problem.value());
                }
                line.append(lang == Lang.FR ? "\u202f: " : ": ");
            }
            err.println(line.append(problem.problem()).append(' ').append(problem.mend()));
        }
    }

    private static Map<String, Object> fields(InputProblem problem) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("line", problem.line());
        fields.put("field", problem.field());
        fields.put("value", problem.value());
        fields.put("problem", problem.problem());
        fields.put("mend", problem.mend());
        return fields;
    }
}
