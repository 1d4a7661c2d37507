package io.sextant.engine.gates;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One thing that a gate asks.
///
/// @param id unique in the pack
/// @param clause the clause of the mission it serves, for example `5.2`
/// @param applies when it is asked at all; absent for always
/// @param when when it is met
/// @param impossible when it can never be met; absent for never
/// @param lanes identifiers of the lanes in which it is asked
/// @param signing who must confirm it; absent when facts are enough
/// @param waiver how one may do without it for a while; absent when one may not
/// @param title what is asked
/// @param why why it is asked
/// @param how how to meet it
public record Criterion(
        String id,
        String clause,
        Axis axis,
        @Nullable Condition applies,
        Condition when,
        @Nullable Condition impossible,
        List<String> lanes,
        @Nullable Signing signing,
        @Nullable WaiverRule waiver,
        Words title,
        Words why,
        Words how) {
    public Criterion {
        lanes = List.copyOf(lanes);
    }

    /// Who signs.
    ///
    /// @param roles the roles asked
    /// @param rule how many of them, and whether by several people
    public record Signing(List<String> roles, Rule rule) {
        public Signing {
            roles = List.copyOf(roles);
        }

        /// How many signatures are asked.
        public enum Rule {
            /// One signature in any of the roles.
            ANY,
            /// One in each role; one person may hold several.
            EACH,
            /// One in each role, each by another person.
            EACH_BY_ANOTHER
        }
    }

    /// How a criterion may be waived.
    ///
    /// @param role who grants it
    /// @param days longest duration, in calendar days, both ends counted
    public record WaiverRule(String role, int days) {}
}
