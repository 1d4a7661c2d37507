package io.sextant.app.audit;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Puts findings into words, in the language of whoever asks.
public final class FindingWords {
    private static final String RECORD = "audit.finding.record";

    private FindingWords() {}

    /// The texts of one language.
    @FunctionalInterface
    public interface Texts {
        /// The text of a key, with its arguments.
        String text(String key, Object... args);
    }

    /// The sentence that says what is wrong.
    public static String of(Finding finding, Texts texts) {
        var args = new ArrayList<Object>();
        args.add(finding.first());
        args.add(finding.last());
        args.add(record(finding.record(), texts));
        finding.detail()
                .forEach(detail -> args.add(
                        detail instanceof Finding.Source source
                                ? texts.text("audit.finding.source." + source.name())
                                : detail));
        while (args.size() < 6) {
            args.add("");
        }
        args.add(finding.last() - finding.first() + 1);
        return texts.text(key(finding), args.toArray());
    }

    private static String key(Finding finding) {
        String key = "audit.finding." + finding.kind().code();
        return switch (finding.kind()) {
            case REMOVED -> finding.detail().equals(List.of(true)) ? key + ".renumbered" : key;
            case INSERTED -> finding.record() == null ? key : key + ".record";
            default -> key;
        };
    }

    private static String record(Finding.@Nullable Culprit record, Texts texts) {
        return record == null
                ? ""
                : texts.text(
                        RECORD,
                        record.action(),
                        record.subjectType(),
                        record.subjectId(),
                        record.actor(),
                        record.recordedAt());
    }
}
