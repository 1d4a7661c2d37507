package io.sextant.engine.bias;

import io.sextant.engine.gates.Words;

/// A share that describes decisions in one group.
public enum Rate {
    /// Positive in truth, among all.
    BASE_RATE("base_rate", "taux de base", "base rate"),
    /// Decided positive, among all.
    SELECTION_RATE("selection_rate", "taux de sélection", "selection rate"),
    /// Decided positive, among the positive in truth; sensitivity.
    TPR("tpr", "taux de vrais positifs", "true positive rate"),
    /// Decided positive, among the negative in truth.
    FPR("fpr", "taux de faux positifs", "false positive rate"),
    /// Decided negative, among the negative in truth; specificity.
    TNR("tnr", "taux de vrais négatifs", "true negative rate"),
    /// Decided negative, among the positive in truth.
    FNR("fnr", "taux de faux négatifs", "false negative rate"),
    /// Positive in truth, among those decided positive; precision.
    PPV("ppv", "valeur prédictive positive", "positive predictive value"),
    /// Negative in truth, among those decided negative.
    NPV("npv", "valeur prédictive négative", "negative predictive value"),
    /// Negative in truth, among those decided positive.
    FDR("fdr", "taux de fausses découvertes", "false discovery rate"),
    /// Positive in truth, among those decided negative.
    FOR("for", "taux de fausses omissions", "false omission rate"),
    /// Decided as it is in truth, among all.
    ACCURACY("accuracy", "exactitude", "accuracy");

    private final String code;
    private final Words words;

    Rate(String code, String fr, String en) {
        this.code = code;
        this.words = new Words(fr, en);
    }

    /// Its name in results.
    public String code() {
        return code;
    }

    /// Its name for people.
    public Words words() {
        return words;
    }

    /// The rate in a group.
    public Proportion of(Confusion c) {
        return switch (this) {
            case BASE_RATE -> new Proportion(c.tp() + c.fn(), c.n());
            case SELECTION_RATE -> new Proportion(c.tp() + c.fp(), c.n());
            case TPR -> new Proportion(c.tp(), c.tp() + c.fn());
            case FPR -> new Proportion(c.fp(), c.fp() + c.tn());
            case TNR -> new Proportion(c.tn(), c.fp() + c.tn());
            case FNR -> new Proportion(c.fn(), c.tp() + c.fn());
            case PPV -> new Proportion(c.tp(), c.tp() + c.fp());
            case NPV -> new Proportion(c.tn(), c.tn() + c.fn());
            case FDR -> new Proportion(c.fp(), c.tp() + c.fp());
            case FOR -> new Proportion(c.fn(), c.tn() + c.fn());
            case ACCURACY -> new Proportion(c.tp() + c.tn(), c.n());
        };
    }
}
