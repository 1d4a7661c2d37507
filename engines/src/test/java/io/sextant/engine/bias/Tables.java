package io.sextant.engine.bias;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

/// Tables of predictions for tests.
final class Tables {
    static final Thresholds USUAL = new Thresholds(0.1, 0.8, 30, 10, 0.95);
    static final Question PLAIN = new Question(List.of(), null, USUAL, 500, 11);

    private Tables() {}

    static Tally tally(String... groups) {
        return new Tally(new Columns("y", "decided", null, List.of(groups)));
    }

    static Tally scored() {
        return new Tally(new Columns("y", "decided", "score", List.of("sex")));
    }

    /// Adds the rows of one group.
    static Tally with(Tally tally, long tp, long fp, long tn, long fn, String... group) {
        rows(tally, tp, "1", "1", group);
        rows(tally, fp, "0", "1", group);
        rows(tally, tn, "0", "0", group);
        rows(tally, fn, "1", "0", group);
        return tally;
    }

    static void rows(Tally tally, long count, String y, String decided, String... group) {
        for (long i = 0; i < count; i++) {
            tally.add(tally.rows() + 2, y, decided, "", group);
        }
    }

    static Report judged(Tally tally, Question question) {
        Answer answer = Fairness.judge(tally, question);
        assertThat(answer).isInstanceOf(Answer.Judged.class);
        return ((Answer.Judged) answer).report();
    }

    static List<Problem> refused(Tally tally, Question question) {
        Answer answer = Fairness.judge(tally, question);
        assertThat(answer).isInstanceOf(Answer.Refused.class);
        return ((Answer.Refused) answer).problems();
    }

    static Judgement judgement(Report report, Metric metric, String group) {
        return report.judgements().stream()
                .filter(one -> one.metric() == metric && one.group().equals(group))
                .findFirst()
                .orElseThrow();
    }
}
