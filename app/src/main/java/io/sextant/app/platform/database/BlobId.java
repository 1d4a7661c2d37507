package io.sextant.app.platform.database;

/// The identity of a stored file.
public record BlobId(long value) {}
