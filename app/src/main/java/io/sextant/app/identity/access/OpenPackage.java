package io.sextant.app.identity.access;

/// A package whose handlers are for everyone and cannot say so themselves, because they are not ours. A bean for each.
public record OpenPackage(String name) {}
