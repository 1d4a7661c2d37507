package io.sextant.engine.inventory;

/// What kind of AI a use case relies on; the most autonomous part decides.
public enum Kind {
    /// No AI, or rules that people wrote.
    NONE_RULES,
    /// Learning, optimisation, vision or language analysis that predicts, sorts or recognises.
    CLASSICAL_ML,
    /// Generates text, images, sound or code.
    GENERATIVE,
    /// Plans and acts by itself with tools.
    AGENT
}
