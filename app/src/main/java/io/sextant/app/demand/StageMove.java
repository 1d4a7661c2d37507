package io.sextant.app.demand;

/// A use case that went from one stage to another.
///
/// @param titleFr what it is called in French, or as it was entered where nobody translated it
/// @param titleEn what it is called in English, or as it was entered where nobody translated it
/// @param from the stage it stood at
/// @param to the stage it stands at
public record StageMove(UseCaseId id, String titleFr, String titleEn, Stage from, Stage to) {}
