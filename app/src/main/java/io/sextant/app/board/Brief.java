package io.sextant.app.board;

import io.sextant.app.demand.Moves.Arrivals;
import io.sextant.app.demand.Overview;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What the board is told of the AI portfolio on one day: where it stands, what is known and what is not, what looks
/// alike, what calls for a legal look and what the board is asked. It holds figures and keys, no wording, so that it
/// reads in either language. What people wrote (titles, domains) stands as it was that day, in both languages where
/// they
/// gave both.
///
/// @param id its number; 0 while it is only a preview
/// @param title what it is called
/// @param unit code of the unit it covers with everything below; absent for the whole organisation
/// @param now the counts on that day; its look-alikes are left out, since `alike` tells them
/// @param entities how many use cases each entity directly below the ground has with everything below it, by code, the
/// most first; `-` for those without a unit
/// @param domains by the reader's language, what the domains written in the other one are called in it
/// @param law what calls for a legal look
/// @param alike what looks alike
/// @param earlier the brief before it over the same ground; absent when there was none
/// @param knowledge how much is known on each axis, in the order of the axes
/// @param questions what the board is asked, the most pressing first; at most six
public record Brief(
        long id,
        Instant madeAt,
        String madeBy,
        String title,
        @Nullable String unit,
        Overview now,
        Map<String, Long> entities,
        @Nullable Map<String, Map<String, String>> domains,
        Law law,
        Alike alike,
        @Nullable Earlier earlier,
        List<AxisKnown> knowledge,
        List<Question> questions) {

    public Brief {
        entities = inOrder(entities);
        // A brief kept before domains were called in both languages has none.
        domains = domains == null ? Map.of() : Map.copyOf(domains);
        knowledge = List.copyOf(knowledge);
        questions = List.copyOf(questions);
    }

    /// What a domain is called in this language; as it was written where nobody translated it.
    public String domain(String written, String lang) {
        return Objects.requireNonNull(domains).getOrDefault(lang, Map.of()).getOrDefault(written, written);
    }

    private static <V> Map<String, V> inOrder(Map<String, V> map) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }

    /// What the texts touch that calls for a legal look. It says where to ask, never what the answer is.
    ///
    /// @param touched how many use cases touch at least one area
    /// @param touchedLive how many of those are in pilot or in service
    /// @param live how many in pilot or in service touch each area, by area; every area is in [Overview#areas]
    public record Law(long touched, long touchedLive, Map<String, Long> live) {
        public Law {
            live = inOrder(live);
        }
    }

    /// What looks alike.
    ///
    /// @param groups how many groups there are
    /// @param same how many of them are probably one and the same thing entered more than once
    /// @param across how many of them reach over several units
    /// @param largest the largest of them, at most twelve
    public record Alike(long groups, long same, long across, List<Group> largest) {
        public Alike {
            largest = List.copyOf(largest);
        }
    }

    /// Use cases that look like one another.
    ///
    /// @param id key of the group while the register is not read anew
    /// @param labelFr the terms that tell them best, in French
    /// @param labelEn the same in English
    /// @param same whether they are probably one and the same thing
    /// @param size how many they are
    /// @param units how many units they belong to
    /// @param members the most typical of them, at most four
    public record Group(
            long id, String labelFr, String labelEn, boolean same, long size, long units, List<Named> members) {
        public Group {
            members = List.copyOf(members);
        }
    }

    /// A use case by its names.
    ///
    /// @param titleFr its title in French, or as it was entered where nobody translated it
    /// @param titleEn its title in English, or as it was entered where nobody translated it
    /// @param unit code of its unit; absent when it has none
    public record Named(
            String code,
            String titleFr,
            String titleEn,
            @Nullable String unit) {}

    /// The brief before, for comparison, and what moved since.
    ///
    /// @param needKnown how many use cases had an answer on the need
    /// @param registered how many came in since and are still there
    /// @param archived how many were put away since
    /// @param arrivals those at another stage than then, by the stage they are at, the furthest along first
    public record Earlier(
            long id,
            Instant madeAt,
            String title,
            long total,
            Map<String, Long> byStage,
            int completeness,
            long inLookAlikes,
            long needKnown,
            long registered,
            long archived,
            List<Arrivals> arrivals) {
        public Earlier {
            byStage = inOrder(byStage);
            arrivals = List.copyOf(arrivals);
        }
    }

    /// How much is known on one axis.
    ///
    /// @param axis name of the axis
    /// @param read whether the axis is read at all yet; what is not read is unknown, not nought
    /// @param known how many use cases it has an answer for
    /// @param of how many there are
    public record AxisKnown(String axis, boolean read, long known, long of) {}

    /// Something the board is asked to decide.
    ///
    /// @param code what it is about: `ownerless`, `legal`, `lookAlikes`, `blocking`, `oldPilots`, `unmeasured`,
    /// `agents`
    /// @param count how many use cases it is about
    /// @param subject a second number it needs: areas, groups, years; 0 when none
    /// @param query query string of the register's list that shows them
    public record Question(String code, long count, long subject, String query) {}
}
