package io.sextant.app.platform.ui;

/// Something that narrows a list, as the reader sees it and takes it away.
///
/// @param label what it looks at: *Étape*
/// @param value what it keeps: *Pilote*
/// @param remove the address of the list without it
public record FilterChip(String label, String value, String remove) {}
