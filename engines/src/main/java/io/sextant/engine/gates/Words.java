package io.sextant.engine.gates;

/// A text in both languages.
public record Words(String fr, String en) {
    /// The text in `lang`, `fr` or any other for English.
    public String in(String lang) {
        return lang.equals("fr") ? fr : en;
    }
}
