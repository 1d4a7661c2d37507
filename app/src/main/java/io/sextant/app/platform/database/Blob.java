package io.sextant.app.platform.database;

/// A stored file, without its bytes.
///
/// @param id its identity
/// @param size its length in bytes
/// @param sha256 the SHA-256 of its bytes, 64 hexadecimal digits in lower case
public record Blob(BlobId id, long size, String sha256) {}
