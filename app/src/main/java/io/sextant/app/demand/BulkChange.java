package io.sextant.app.demand;

import org.jspecify.annotations.Nullable;

/// One change asked of several use cases at once.
public sealed interface BulkChange {
    record SetStage(@Nullable Stage stage) implements BulkChange {}

    record SetKind(@Nullable Kind kind) implements BulkChange {}

    /// Takes over the kind that was read from the texts; nothing where somebody declared one.
    record ConfirmKind() implements BulkChange {}

    record SetUnit(@Nullable Long unitId) implements BulkChange {}

    record SetBusinessOwner(@Nullable Person person) implements BulkChange {}

    record SetTechnicalOwner(@Nullable Person person) implements BulkChange {}

    record AddTag(String tag) implements BulkChange {}

    record RemoveTag(String tag) implements BulkChange {}

    record Archive() implements BulkChange {}

    record Restore() implements BulkChange {}
}
