package io.sextant.app.identity.web;

import io.sextant.app.identity.Actor;
import io.sextant.app.identity.Needs;
import io.sextant.app.identity.Permission;
import io.sextant.app.identity.SignedIn;
import io.sextant.app.identity.Unit;
import io.sextant.app.identity.Units;
import io.sextant.app.platform.rest.Answers;
import io.sextant.app.platform.rest.Cursor;
import io.sextant.app.platform.rest.Slice;
import io.sextant.app.platform.rest.Versions;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// The tree of business units through the API.
@RestController
@RequestMapping("/api/v1/units")
class UnitsApi {
    /// A unit to be.
    ///
    /// @param code absent: made from the name
    public record NewUnit(
            @Nullable String code,
            @Nullable String nameFr,
            @Nullable String nameEn,
            @Nullable Long parentId) {}

    /// What changes; an absent field stays as it is.
    public record UnitPatch(
            @Nullable String code,
            @Nullable String nameFr,
            @Nullable String nameEn) {}

    /// Where a unit goes; absent makes it a root.
    public record UnitMove(@Nullable Long parentId) {}

    /// How a unit ends.
    ///
    /// @param into the unit that takes over, absent for none
    public record UnitClosing(@Nullable Long into, @Nullable String reason) {}

    private final Units units;

    UnitsApi(Units units) {
        this.units = units;
    }

    /// Lists units by code, closed ones included.
    @SignedIn
    @GetMapping
    Slice<Unit> list(
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String cursor) {
        var size = Slice.limit(limit);
        var keys = Cursor.read("units by code", 1, cursor);
        var after = keys == null ? null : keys.getFirst();
        List<Unit> rows = units.tree().all().stream()
                .filter(u -> after == null || u.code().compareTo(after) > 0)
                .limit(size + 1L)
                .toList();
        return Slice.of(rows, size, u -> u, u -> Cursor.after("units by code", u.code()));
    }

    /// Reads a unit.
    @SignedIn
    @GetMapping("/{id}")
    ResponseEntity<Unit> get(@PathVariable long id) {
        return answer(Answers.found(units.find(id)));
    }

    /// Adds a unit.
    @Needs(Permission.MANAGE_UNITS)
    @PostMapping
    ResponseEntity<Unit> create(Actor actor, @RequestBody NewUnit body) {
        var unit = Answers.done(
                units.create(actor, new Units.NewUnit(body.code(), body.nameFr(), body.nameEn(), body.parentId())));
        return ResponseEntity.created(URI.create("/api/v1/units/" + unit.id()))
                .eTag(Versions.etag(unit.version()))
                .body(unit);
    }

    /// Changes a unit's code or names.
    @Needs(Permission.MANAGE_UNITS)
    @PatchMapping("/{id}")
    ResponseEntity<Unit> rename(
            Actor actor,
            @PathVariable long id,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            @RequestBody UnitPatch body) {
        return answer(Answers.done(units.rename(
                actor, id, Versions.required(ifMatch), new Units.Renaming(body.code(), body.nameFr(), body.nameEn()))));
    }

    /// Puts a unit elsewhere in the tree.
    @Needs(Permission.MANAGE_UNITS)
    @PostMapping("/{id}/move")
    ResponseEntity<Unit> move(
            Actor actor,
            @PathVariable long id,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            @RequestBody UnitMove body) {
        return answer(Answers.done(units.move(actor, id, Versions.required(ifMatch), body.parentId())));
    }

    /// Closes a unit, or merges it into another.
    @Needs(Permission.MANAGE_UNITS)
    @PostMapping("/{id}/close")
    ResponseEntity<Unit> close(
            Actor actor,
            @PathVariable long id,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            @RequestBody UnitClosing body) {
        return answer(Answers.done(units.close(actor, id, Versions.required(ifMatch), body.into(), body.reason())));
    }

    /// Brings a closed unit back.
    @Needs(Permission.MANAGE_UNITS)
    @PostMapping("/{id}/reopen")
    ResponseEntity<Unit> reopen(
            Actor actor,
            @PathVariable long id,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch) {
        return answer(Answers.done(units.reopen(actor, id, Versions.required(ifMatch))));
    }

    private static ResponseEntity<Unit> answer(Unit unit) {
        return ResponseEntity.ok().eTag(Versions.etag(unit.version())).body(unit);
    }
}
