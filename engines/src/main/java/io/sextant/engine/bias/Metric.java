package io.sextant.engine.bias;

import io.sextant.engine.gates.Words;
import java.util.List;

/// A way in which groups may be treated alike or not.
public enum Metric {
    /// The same share is selected.
    DEMOGRAPHIC_PARITY_DIFFERENCE(
            "demographic_parity_difference",
            "parité démographique, écart",
            "demographic parity, gap",
            Rate.SELECTION_RATE),
    /// The same share is selected, as a ratio.
    DEMOGRAPHIC_PARITY_RATIO(
            "demographic_parity_ratio",
            "parité démographique, rapport",
            "demographic parity, ratio",
            Rate.SELECTION_RATE),
    /// Those who deserve a yes get it as often.
    EQUAL_OPPORTUNITY_DIFFERENCE("equal_opportunity_difference", "égalité des chances", "equal opportunity", Rate.TPR),
    /// The errors of both kinds are as frequent: the larger gap of the two rates counts.
    EQUALIZED_ODDS_DIFFERENCE("equalized_odds_difference", "égalité des cotes", "equalised odds", Rate.TPR, Rate.FPR),
    /// A yes is right as often.
    PREDICTIVE_PARITY_DIFFERENCE("predictive_parity_difference", "parité prédictive", "predictive parity", Rate.PPV),
    /// Those who deserve a no get a yes as often.
    FPR_DIFFERENCE("fpr_difference", "parité des faux positifs", "false positive parity", Rate.FPR),
    /// Those who deserve a yes get a no as often.
    FNR_DIFFERENCE("fnr_difference", "parité des faux négatifs", "false negative parity", Rate.FNR),
    /// What turned out is as frequent as the score said, within one group.
    CALIBRATION_GAP("calibration_gap", "calibration", "calibration", Rate.BASE_RATE);

    private final String code;
    private final Words words;
    private final List<Rate> rates;

    Metric(String code, String fr, String en, Rate... rates) {
        this.code = code;
        this.words = new Words(fr, en);
        this.rates = List.of(rates);
    }

    /// Its name in results.
    public String code() {
        return code;
    }

    /// Its name for people.
    public Words words() {
        return words;
    }

    /// The rates compared.
    public List<Rate> rates() {
        return rates;
    }

    /// Whether groups are compared with one another, rather than with their own scores.
    public boolean between() {
        return this != CALIBRATION_GAP;
    }
}
