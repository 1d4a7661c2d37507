package io.sextant.engine.gates.pack;

/// A file of a pack.
///
/// @param name `facts.yaml`, `gates.yaml` or `remedies.yaml`
/// @param bytes its content, UTF-8
public record PackFile(String name, byte[] bytes) {}
