package io.sextant.engine.aiact;

/// A file of a version of the law.
///
/// @param name for example `provisions.yaml`
/// @param bytes its content, UTF-8
public record LawFile(String name, byte[] bytes) {}
