package io.sextant.app.identity;

import static io.sextant.app.identity.Permission.*;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/// What a person is in the company's work on AI, and hence what they may do. A role is held everywhere, or in one unit
/// and all those below it. The name of a constant is stored and used by the API: it is never renamed.
public enum Role {
    /// Runs the installation: people, units, settings. Reads the register, and leaves its content to others, so that
    /// who gives the rights and who uses them can be two people.
    ADMINISTRATOR(
            false, VIEW_USE_CASES, VIEW_PEOPLE, MANAGE_PEOPLE, MANAGE_UNITS, MANAGE_SETTINGS, VIEW_AUDIT, USE_TOKENS),
    /// Answers for the whole: steers the register, briefs the board, reads the trail.
    CIO(
            true,
            VIEW_USE_CASES,
            PROPOSE_USE_CASE,
            EDIT_USE_CASES,
            ARCHIVE_USE_CASES,
            COMMENT,
            DECIDE_GATES,
            IMPORT_USE_CASES,
            EXPORT_USE_CASES,
            VIEW_BRIEFS,
            MAKE_BRIEFS,
            VIEW_AUDIT,
            VIEW_PEOPLE,
            USE_TOKENS),
    /// Keeps the register: imports, edits, sorts, prepares the briefs, maintains the tree of units.
    AI_OFFICE(
            true,
            VIEW_USE_CASES,
            PROPOSE_USE_CASE,
            EDIT_USE_CASES,
            ARCHIVE_USE_CASES,
            COMMENT,
            DECIDE_GATES,
            IMPORT_USE_CASES,
            EXPORT_USE_CASES,
            VIEW_BRIEFS,
            MAKE_BRIEFS,
            MANAGE_UNITS,
            USE_TOKENS),
    /// Owns the need and the benefit of use cases in a unit.
    BUSINESS_OWNER(
            true,
            VIEW_USE_CASES,
            PROPOSE_USE_CASE,
            EDIT_USE_CASES,
            ARCHIVE_USE_CASES,
            COMMENT,
            EXPORT_USE_CASES,
            USE_TOKENS),
    /// Builds and runs use cases in a unit; the business owner decides when one ends.
    TECHNICAL_OWNER(true, VIEW_USE_CASES, PROPOSE_USE_CASE, EDIT_USE_CASES, COMMENT, EXPORT_USE_CASES, USE_TOKENS),
    /// Reads costs and benefits, and what the board is told of them.
    FINANCE(true, VIEW_USE_CASES, PROPOSE_USE_CASE, COMMENT, EXPORT_USE_CASES, VIEW_BRIEFS),
    /// Judges the security of use cases; reads the trail and who holds which right.
    SECURITY(true, VIEW_USE_CASES, PROPOSE_USE_CASE, COMMENT, EXPORT_USE_CASES, VIEW_AUDIT, VIEW_PEOPLE, USE_TOKENS),
    /// Judges the law that bears on use cases, data protection included.
    LEGAL(true, VIEW_USE_CASES, PROPOSE_USE_CASE, COMMENT, EXPORT_USE_CASES),
    /// Answers for data that use cases draw on.
    DATA_OWNER(true, VIEW_USE_CASES, PROPOSE_USE_CASE, COMMENT, EXPORT_USE_CASES),
    /// Looks after the social and environmental effects.
    CSR(true, VIEW_USE_CASES, PROPOSE_USE_CASE, COMMENT, EXPORT_USE_CASES),
    /// Sits on the board: reads the briefs and the register.
    BOARD_READER(true, VIEW_USE_CASES, VIEW_BRIEFS),
    /// Reads everything, the trail and the rights included, and changes nothing.
    AUDITOR(true, VIEW_USE_CASES, EXPORT_USE_CASES, VIEW_BRIEFS, VIEW_AUDIT, VIEW_PEOPLE, USE_TOKENS),
    /// Anyone in the company: sees the register, proposes, comments.
    EMPLOYEE(true, VIEW_USE_CASES, PROPOSE_USE_CASE, COMMENT);

    private final boolean byUnit;
    private final Set<Permission> permissions;

    Role(boolean byUnit, Permission first, Permission... rest) {
        this.byUnit = byUnit;
        this.permissions = Collections.unmodifiableSet(EnumSet.of(first, rest));
    }

    /// Whether the role may be held in one unit only. The administrator's holds everywhere: people and settings belong
    /// to no unit.
    public boolean byUnit() {
        return byUnit;
    }

    /// What the role allows.
    public Set<Permission> permissions() {
        return permissions;
    }

    /// Whether the role allows this.
    public boolean allows(Permission permission) {
        return permissions.contains(permission);
    }
}
