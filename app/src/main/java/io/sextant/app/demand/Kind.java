package io.sextant.app.demand;

/// The kind of AI a use case rests on. Absent means that nobody has said.
public enum Kind {
    /// No AI: rules, search or classic software do the work.
    NONE_RULES,
    /// Statistical learning on the company's data: scores, forecasts, classification, vision.
    CLASSICAL_ML,
    /// Generation of text, image, sound or code by a foundation model.
    GENERATIVE,
    /// A model that plans and acts through tools.
    AGENT
}
