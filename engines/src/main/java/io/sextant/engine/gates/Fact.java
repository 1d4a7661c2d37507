package io.sextant.engine.gates;

import java.util.List;

/// A declared fact: something about a use case that conditions may ask for.
///
/// @param id name in conditions
/// @param values the choices of a [Type#CHOICE] or [Type#CHOICES], empty otherwise
/// @param from where its value comes from
/// @param says what it means
public record Fact(String id, Type type, List<String> values, From from, Words says) {
    public Fact {
        values = List.copyOf(values);
    }

    /// What kind of value a fact has, with its type in CEL.
    public enum Type {
        /// `bool`.
        FLAG,
        /// `int`, given as a whole number.
        WHOLE,
        /// `double`.
        NUMBER,
        /// `string`; a text that was left empty is the empty string, not unknown.
        TEXT,
        /// `string`, one of the declared values.
        CHOICE,
        /// `list(string)`, each of the declared values.
        CHOICES,
        /// `timestamp`, midnight UTC of a day.
        DATE
    }

    /// Where the value of a fact comes from.
    public enum From {
        /// The use case's own fields.
        USE_CASE,
        /// The questions of the intake.
        INTAKE,
        /// What Sextant counts by itself: look-alikes, red lines, completeness, files.
        REGISTER,
        /// The day of the evaluation.
        CALENDAR
    }
}
