package io.sextant.app.identity;

/// The organisation that runs this Sextant.
///
/// @param name as it signs; empty until the first set-up
/// @param language `fr` or `en`: that of whatever is written for nobody in particular
/// @param ready whether the first set-up is done
public record Organisation(String name, String language, long version, boolean ready) {}
