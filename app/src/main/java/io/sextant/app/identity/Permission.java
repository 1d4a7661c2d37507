package io.sextant.app.identity;

/// Something a person may be allowed to do. A role is a set of these; a door checks these, never roles.
public enum Permission {
    /// Read the register of use cases, its history and its comments.
    VIEW_USE_CASES,
    /// Submit a new use case, and amend one's own until it is qualified.
    PROPOSE_USE_CASE,
    /// Change any use case of the unit.
    EDIT_USE_CASES,
    /// Take a use case of the unit out of the register, or bring it back.
    ARCHIVE_USE_CASES,
    /// Comment on a use case.
    COMMENT,
    /// Answer at the gates: let a use case pass, ask back, refuse, stop.
    DECIDE_GATES,
    /// Import an inventory, and undo an import.
    IMPORT_USE_CASES,
    /// Take the register away as a file.
    EXPORT_USE_CASES,
    /// Read the board briefs.
    VIEW_BRIEFS,
    /// Prepare a board brief.
    MAKE_BRIEFS,
    /// Read the audit trail.
    VIEW_AUDIT,
    /// See who has an account and which roles they hold.
    VIEW_PEOPLE,
    /// Create and disable accounts, give and withdraw roles.
    MANAGE_PEOPLE,
    /// Change the tree of business units.
    MANAGE_UNITS,
    /// Change the settings of the whole installation.
    MANAGE_SETTINGS,
    /// Have API tokens of one's own.
    USE_TOKENS
}
