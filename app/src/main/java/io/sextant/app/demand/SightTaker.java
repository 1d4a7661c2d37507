package io.sextant.app.demand;

/// An axis's answer to one question: how does this use case look from here? Each axis room registers one as a bean;
/// an axis without one answers `UNKNOWN`. Thread-safe.
public interface SightTaker {
    /// The axis it answers for; one taker per axis.
    Axis axis();

    /// Reads the use case. Never throws for incomplete content: what is missing is part of the answer.
    Sight take(UseCase useCase);
}
