package io.sextant.app.cli;

import io.sextant.engine.aiact.Classification;
import io.sextant.engine.aiact.Law;
import io.sextant.engine.aiact.Tier;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A classification for programs.
final class ClassifyJson {
    private static final String VERSION = "1";

    private ClassifyJson() {}

    static Map<String, @Nullable Object> of(String id, Classification told, Law law) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("id", id);
        json.put("tier", told.tier().word());
        json.put("high_risk", told.highRisk());
        json.put("articles", told.articles());
        json.put("findings", told.findings().stream().map(ClassifyJson::finding).toList());
        json.put(
                "obligations",
                told.obligations().stream().map(ClassifyJson::duty).toList());
        json.put(
                "open_questions",
                told.openQuestions().stream().map(ClassifyJson::question).toList());
        json.put(
                "counterfactuals",
                told.counterfactuals().stream()
                        .map(ClassifyJson::counterfactual)
                        .toList());
        json.put(
                "disagreements",
                told.disagreements().stream().map(ClassifyJson::disagreement).toList());
        json.put("law", told.law());
        json.put("as_of", told.asOf().toString());
        json.put("method", Law.METHOD);
        json.put("version", VERSION);
        json.put(
                "knowledge",
                law.sources().stream()
                        .map(source -> {
                            Map<String, String> one = new LinkedHashMap<>();
                            one.put("id", source.id());
                            one.put("version", source.version());
                            one.put("sha256", source.sha256());
                            return one;
                        })
                        .toList());
        return json;
    }

    private static Map<String, @Nullable Object> finding(Classification.Finding finding) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("article", finding.article());
        json.put("effect", finding.effect());
        since(finding.since(), json);
        json.put("because_en", finding.because().en());
        json.put("because_fr", finding.because().fr());
        json.put("facts", finding.facts());
        json.put("source", finding.source());
        return json;
    }

    private static void since(Classification.Since since, Map<String, @Nullable Object> json) {
        json.put(
                "applies_from",
                since.effective() == null ? null : since.effective().toString());
        json.put("date_formal", since.formal().toString());
        json.put("date_source", since.act());
        json.put("date_confidence", since.confidence().name().toLowerCase(Locale.ROOT));
        if (since.note() != null) {
            json.put("date_note_en", since.note().en());
            json.put("date_note_fr", since.note().fr());
        }
    }

    private static Map<String, @Nullable Object> duty(Classification.Duty duty) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("id", duty.id());
        json.put("article", duty.article());
        json.put("role", duty.role());
        since(duty.since(), json);
        json.put("title_en", duty.says().en());
        json.put("title_fr", duty.says().fr());
        json.put("source", duty.source());
        return json;
    }

    private static Map<String, Object> question(Classification.OpenQuestion question) {
        Map<String, String> tiers = new LinkedHashMap<>();
        question.tiers().forEach((value, tier) -> tiers.put(value, tier.word()));
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("fact", question.fact());
        json.put("would_decide", question.decides());
        json.put("tiers", tiers);
        json.put("question_en", question.says().en());
        json.put("question_fr", question.says().fr());
        return json;
    }

    private static Map<String, Object> counterfactual(Classification.Counterfactual other) {
        Map<String, Object> json = new LinkedHashMap<>();
        Tier tier = other.tier();
        json.put("fact", other.fact());
        json.put("value", other.value());
        json.put("tier", tier.word());
        return json;
    }

    private static Map<String, Object> disagreement(Classification.Disagreement disagreement) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", disagreement.id());
        json.put("says_en", disagreement.says().en());
        json.put("says_fr", disagreement.says().fr());
        json.put("sources", List.copyOf(disagreement.sources()));
        return json;
    }
}
