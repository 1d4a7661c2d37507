package io.sextant.app.kernel;

import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Something that some people should hear of. A room publishes it as an application event inside the transaction that
/// makes it true; whoever brings news to people writes it down in that same transaction. Nobody is told of their own
/// act, nor of what they may not see.
///
/// @param by who did it
/// @param people accounts to tell; whoever announces has made sure that they may see it
/// @param holders roles to tell
/// @param needs name of the permission without which no holder is told; absent where none is asked for
/// @param unitId unit of the thing it is about; absent when it belongs to none
/// @param subject public identifier of that thing, for example `UC-2026-0001`
/// @param link the page to open, from the root of the site
/// @param key of the message, one line of text without markup, for example `notice.message.question`
/// @param args what stands in the message: text, number, [LocalDate], [Term] or [Both]
/// @param detail words of the author that belong to it, as they were written; absent where there are none
public record Announcement(
        Who by,
        Kind kind,
        Set<Long> people,
        List<Holders> holders,
        @Nullable String needs,
        @Nullable Long unitId,
        String subject,
        String link,
        String key,
        List<Object> args,
        @Nullable String detail) {
    public Announcement {
        people = Set.copyOf(people);
        holders = List.copyOf(holders);
        args = List.copyOf(args);
        if (!link.startsWith("/") || link.startsWith("//")) {
            throw new IllegalArgumentException("not a page of this site: " + link);
        }
        for (Object arg : args) {
            if (!(arg instanceof String
                    || arg instanceof Number
                    || arg instanceof LocalDate
                    || arg instanceof Term
                    || arg instanceof Both)) {
                throw new IllegalArgumentException("cannot be worded: " + arg.getClass());
            }
        }
    }

    /// What people hear of. A constant's name is stored and part of the API: it is never renamed.
    public enum Kind {
        /// An answer is asked for at a gate.
        REQUEST,
        /// Those who decide ask back.
        QUESTION,
        /// A question was replied to.
        REPLY,
        /// A signature is expected.
        SIGNATURE_EXPECTED,
        /// A signature or a *go* no longer stands, because facts changed.
        SIGNATURE_FELL,
        /// A decision was taken.
        DECISION,
        /// A decision is contested.
        APPEAL,
        /// An appeal was answered.
        APPEAL_ANSWERED,
        /// An action is to be done.
        ACTION,
        /// A waiver is about to end.
        WAIVER_ENDING,
        /// A promised answer is late, or about to be.
        ESCALATION,
        /// Somebody commented.
        COMMENT,
        /// Somebody named the reader in a comment.
        MENTION,
        /// Somebody fears something of a use case, or is not content with what was answered.
        CONCERN,
        /// A concern of the reader's was answered or settled.
        CONCERN_ANSWERED,
        /// Something of the installation needs a hand.
        INSTALLATION
    }

    /// Whoever holds a role for things of a unit.
    ///
    /// @param role name of the role
    public record Holders(String role, @Nullable Long unitId) {}

    /// A word that has a message of its own.
    ///
    /// @param key of the message, for example `demand.stage.PILOT`
    public record Term(String key) {}

    /// A text that is known in both languages.
    public record Both(String fr, String en) {}
}
