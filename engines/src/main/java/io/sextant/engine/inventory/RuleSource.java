package io.sextant.engine.inventory;

/// Which edition of which rule file a result was computed with, so that it can be computed again years later.
///
/// @param id name of the rule set, for example `inventory/kinds`
/// @param version edition, for example `2026-11`
/// @param sha256 digest of the file, 64 lower-case hexadecimal digits
public record RuleSource(String id, String version, String sha256) {}
