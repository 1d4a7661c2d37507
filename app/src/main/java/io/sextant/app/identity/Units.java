package io.sextant.app.identity;

import io.sextant.app.kernel.Outcome;
import io.sextant.app.kernel.Reason;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// The door to the company's units. Thread-safe. The tree is kept in memory and read again when any process changed it.
@Component
public class Units {
    /// What a person says of a new unit.
    ///
    /// @param code absent: made from the name
    /// @param nameFr absent or blank: the English name serves for both, and the reverse
    public record NewUnit(
            @Nullable String code,
            @Nullable String nameFr,
            @Nullable String nameEn,
            @Nullable Long parentId) {}

    /// What a person changes in a unit's names; an absent value stays as it is.
    public record Renaming(
            @Nullable String code,
            @Nullable String nameFr,
            @Nullable String nameEn) {}

    private record Cached(long generation, UnitTree tree) {}

    private static final Pattern CODE = Pattern.compile("[A-Z0-9][A-Z0-9._-]{0,39}");
    private static final int NAME_MAX = 200;
    /// Deeper trees are refused: nobody's company has them, and a page cannot show them.
    private static final int DEPTH_MAX = 12;

    private final JdbcClient jdbc;
    private final ApplicationEventPublisher events;
    private volatile @Nullable Cached cached;

    Units(JdbcClient jdbc, ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.events = events;
    }

    /// The tree as it is now.
    @Transactional(readOnly = true)
    public UnitTree tree() {
        var generation = jdbc.sql("select generation from identity.unit_generation")
                .query(Long.class)
                .single();
        return tree(generation);
    }

    /// The tree, given the generation that was just read.
    UnitTree tree(long generation) {
        var known = cached;
        if (known != null && known.generation() == generation) {
            return known.tree();
        }
        // The generation is read before the units: a change in between makes the kept tree newer than its label, and
        // the
        // next look-up reads it once more.
        var tree = new UnitTree(jdbc.sql("""
                        select id, code, parent_id, name_fr, name_en, version, closed_at, merged_into from identity.unit
                        """).query(Units::unit).list());
        cached = new Cached(generation, tree);
        return tree;
    }

    private static Unit unit(ResultSet row, int number) throws SQLException {
        var closed = row.getTimestamp("closed_at");
        return new Unit(
                row.getLong("id"),
                row.getString("code"),
                row.getObject("parent_id", Long.class),
                row.getString("name_fr"),
                row.getString("name_en"),
                row.getLong("version"),
                closed == null ? null : closed.toInstant(),
                row.getObject("merged_into", Long.class));
    }

    /// The unit of this id.
    @Transactional(readOnly = true)
    public Optional<Unit> find(long id) {
        return tree().find(id);
    }

    /// The unit of this code, in any letter case.
    @Transactional(readOnly = true)
    public Optional<Unit> byCode(String code) {
        return tree().byCode(code);
    }

    /// The ids of a unit and of all those below it; empty for an unknown unit.
    @Transactional(readOnly = true)
    public Set<Long> subtree(long id) {
        return tree().subtree(id);
    }

    /// Adds a unit below another, or at the root.
    @Transactional
    public Outcome<Unit> create(Actor actor, NewUnit wanted) {
        actor.require(Permission.MANAGE_UNITS, wanted.parentId());
        var tree = lock();
        var names = Names.of(wanted.nameFr(), wanted.nameEn());
        var typed = Words.clean(wanted.code()).toUpperCase(Locale.ROOT);
        var code = typed.isEmpty() ? freeCode(tree, names) : typed;
        var reasons = new ArrayList<Reason>();
        checkCode(reasons, tree, code, null);
        names.check(reasons);
        checkParent(reasons, tree, wanted.parentId());
        if (!reasons.isEmpty()) {
            return new Outcome.Refused<>(reasons);
        }
        var id = jdbc.sql("""
                        insert into identity.unit (code, parent_id, name_fr, name_en)
                        values (:code, :parent, :fr, :en) returning id
                        """)
                .param("code", code)
                .param("parent", wanted.parentId())
                .param("fr", names.fr())
                .param("en", names.en())
                .query(Long.class)
                .single();
        var unit = changed(id);
        events.publishEvent(
                IdentityChanged.change(actor.who(), "unit.created", "unit", unit.code(), Map.of(), values(unit, tree)));
        return Outcome.done(unit);
    }

    /// Changes the code or the names of a unit from the version that the author saw.
    @Transactional
    public Outcome<Unit> rename(Actor actor, long id, long seen, Renaming wanted) {
        var tree = lock();
        var before = tree.find(id).orElse(null);
        if (before == null) {
            return Outcome.refused(Reason.whole("identity.unit.notFound"));
        }
        actor.require(Permission.MANAGE_UNITS, id);
        if (before.version() != seen) {
            return new Outcome.Stale<>(before.version());
        }
        var names = Names.of(
                Objects.requireNonNullElse(wanted.nameFr(), before.nameFr()),
                Objects.requireNonNullElse(wanted.nameEn(), before.nameEn()));
        var code = Words.clean(Objects.requireNonNullElse(wanted.code(), before.code()))
                .toUpperCase(Locale.ROOT);
        var reasons = new ArrayList<Reason>();
        checkCode(reasons, tree, code, id);
        names.check(reasons);
        if (!reasons.isEmpty()) {
            return new Outcome.Refused<>(reasons);
        }
        if (code.equals(before.code()) && names.equals(new Names(before.nameFr(), before.nameEn()))) {
            return Outcome.done(before);
        }
        jdbc.sql("""
                        update identity.unit
                        set code = :code, name_fr = :fr, name_en = :en, version = version + 1, updated_at = now()
                        where id = :id
                        """)
                .param("code", code)
                .param("fr", names.fr())
                .param("en", names.en())
                .param("id", id)
                .update();
        var after = changed(id);
        events.publishEvent(IdentityChanged.change(
                actor.who(), "unit.renamed", "unit", after.code(), values(before, tree), values(after, tree)));
        return Outcome.done(after);
    }

    /// Puts a unit, with all below it, under another one; an absent parent makes it a root. A move under itself or
    /// under one of its own descendants is refused.
    @Transactional
    public Outcome<Unit> move(Actor actor, long id, long seen, @Nullable Long parentId) {
        var tree = lock();
        var before = tree.find(id).orElse(null);
        if (before == null) {
            return Outcome.refused(Reason.whole("identity.unit.notFound"));
        }
        actor.require(Permission.MANAGE_UNITS, id);
        actor.require(Permission.MANAGE_UNITS, before.parentId());
        actor.require(Permission.MANAGE_UNITS, parentId);
        if (before.version() != seen) {
            return new Outcome.Stale<>(before.version());
        }
        if (Objects.equals(before.parentId(), parentId)) {
            return Outcome.done(before);
        }
        var reasons = new ArrayList<Reason>();
        if (parentId != null && tree.subtree(id).contains(parentId)) {
            reasons.add(Reason.of(
                    "parentId",
                    "identity.unit.cycle",
                    before.code(),
                    tree.find(parentId).map(Unit::code).orElse("")));
        } else {
            checkParent(reasons, tree, parentId);
            if (reasons.isEmpty() && depth(tree, parentId) + height(tree, id) > DEPTH_MAX) {
                reasons.add(Reason.of("parentId", "identity.unit.tooDeep", DEPTH_MAX));
            }
        }
        if (!reasons.isEmpty()) {
            return new Outcome.Refused<>(reasons);
        }
        jdbc.sql("""
                        update identity.unit set parent_id = :parent, version = version + 1, updated_at = now()
                        where id = :id
                        """).param("parent", parentId).param("id", id).update();
        var after = changed(id);
        events.publishEvent(IdentityChanged.change(
                actor.who(), "unit.moved", "unit", after.code(), values(before, tree), values(after, tree)));
        return Outcome.done(after);
    }

    /// Closes a unit. With `into`, its roles, the units below it and, through [UnitMerged], what other rooms keep by
    /// unit go there; without, it must have no open unit below it, and what belongs to it stays where it is.
    @Transactional
    public Outcome<Unit> close(Actor actor, long id, long seen, @Nullable Long into, @Nullable String reason) {
        var tree = lock();
        var before = tree.find(id).orElse(null);
        if (before == null) {
            return Outcome.refused(Reason.whole("identity.unit.notFound"));
        }
        actor.require(Permission.MANAGE_UNITS, id);
        actor.require(Permission.MANAGE_UNITS, before.parentId());
        if (into != null) {
            actor.require(Permission.MANAGE_UNITS, into);
        }
        if (before.version() != seen) {
            return new Outcome.Stale<>(before.version());
        }
        if (!before.open()) {
            return Outcome.refused(Reason.whole("identity.unit.closed", before.code()));
        }
        if (into == null) {
            if (tree.children(id).stream().anyMatch(Unit::open)) {
                return Outcome.refused(Reason.whole("identity.unit.hasChildren", before.code()));
            }
        } else {
            var reasons = new ArrayList<Reason>();
            if (tree.subtree(id).contains(into)) {
                reasons.add(Reason.of("into", "identity.unit.mergeBelow", before.code()));
            } else {
                var target = tree.find(into).orElse(null);
                if (target == null || !target.open()) {
                    reasons.add(Reason.of("into", "identity.unit.unknownParent"));
                } else if (depth(tree, into) + height(tree, id) - 1 > DEPTH_MAX) {
                    reasons.add(Reason.of("into", "identity.unit.tooDeep", DEPTH_MAX));
                }
            }
            if (!reasons.isEmpty()) {
                return new Outcome.Refused<>(reasons);
            }
            merge(actor, id, into);
        }
        jdbc.sql("""
                        update identity.unit
                        set closed_at = now(), merged_into = :into, version = version + 1, updated_at = now()
                        where id = :id
                        """).param("into", into).param("id", id).update();
        var after = changed(id);
        events.publishEvent(IdentityChanged.change(
                        actor.who(),
                        into == null ? "unit.closed" : "unit.merged",
                        "unit",
                        after.code(),
                        values(before, tree),
                        values(after, tree))
                .because(reason));
        return Outcome.done(after);
    }

    private void merge(Actor actor, long from, long into) {
        jdbc.sql("""
                        update identity.unit set parent_id = :into, version = version + 1, updated_at = now()
                        where parent_id = :from and closed_at is null
                        """).param("into", into).param("from", from).update();
        jdbc.sql("""
                        insert into identity.user_grant (user_id, role, unit_id)
                        select user_id, role, :into from identity.user_grant where unit_id = :from
                        on conflict do nothing
                        """).param("into", into).param("from", from).update();
        jdbc.sql("""
                        with gone as (delete from identity.user_grant where unit_id = :from returning user_id)
                        update identity.user_account set version = version + 1, updated_at = now()
                        where id in (select user_id from gone)
                        """).param("from", from).update();
        events.publishEvent(new UnitMerged(actor.who(), from, into));
    }

    /// Brings a closed unit back, where it was.
    @Transactional
    public Outcome<Unit> reopen(Actor actor, long id, long seen) {
        var tree = lock();
        var before = tree.find(id).orElse(null);
        if (before == null) {
            return Outcome.refused(Reason.whole("identity.unit.notFound"));
        }
        actor.require(Permission.MANAGE_UNITS, id);
        if (before.version() != seen) {
            return new Outcome.Stale<>(before.version());
        }
        if (before.open()) {
            return Outcome.done(before);
        }
        var reasons = new ArrayList<Reason>();
        checkParent(reasons, tree, before.parentId());
        if (!reasons.isEmpty()) {
            return new Outcome.Refused<>(reasons);
        }
        jdbc.sql("""
                        update identity.unit
                        set closed_at = null, merged_into = null, version = version + 1, updated_at = now()
                        where id = :id
                        """).param("id", id).update();
        var after = changed(id);
        events.publishEvent(IdentityChanged.change(
                actor.who(), "unit.reopened", "unit", after.code(), values(before, tree), values(after, tree)));
        return Outcome.done(after);
    }

    /// One change of the tree at a time: without this, two moves could close a circle together.
    private UnitTree lock() {
        var generation = jdbc.sql("select generation from identity.unit_generation for update")
                .query(Long.class)
                .single();
        return tree(generation);
    }

    private Unit changed(long id) {
        var generation = jdbc.sql("""
                        update identity.unit_generation set generation = nextval('identity.unit_generation_value')
                        returning generation
                        """).query(Long.class).single();
        return tree(generation).find(id).orElseThrow();
    }

    private static void checkCode(List<Reason> reasons, UnitTree tree, String code, @Nullable Long self) {
        if (!CODE.matcher(code).matches()) {
            reasons.add(Reason.of("code", "identity.unit.code", code));
        } else {
            tree.byCode(code)
                    .filter(other -> self == null || other.id() != self)
                    .ifPresent(other -> reasons.add(Reason.of("code", "identity.unit.codeTaken", code)));
        }
    }

    private static void checkParent(List<Reason> reasons, UnitTree tree, @Nullable Long parentId) {
        if (parentId == null) {
            return;
        }
        var parent = tree.find(parentId).orElse(null);
        if (parent == null) {
            reasons.add(Reason.of("parentId", "identity.unit.unknownParent"));
        } else if (!parent.open()) {
            reasons.add(Reason.of("parentId", "identity.unit.closed", parent.code()));
        } else if (depth(tree, parentId) + 1 > DEPTH_MAX) {
            reasons.add(Reason.of("parentId", "identity.unit.tooDeep", DEPTH_MAX));
        }
    }

    /// How many units lead down to this one, itself included; 0 for no unit.
    private static int depth(UnitTree tree, @Nullable Long id) {
        return id == null ? 0 : tree.path(id).size();
    }

    /// How many levels hang from this unit, its own included.
    private static int height(UnitTree tree, long id) {
        var below = 0;
        for (var unit : tree.subtree(id)) {
            below = Math.max(below, depth(tree, unit));
        }
        return below - depth(tree, id) + 1;
    }

    private static String freeCode(UnitTree tree, Names names) {
        var wanted = Words.codeOf(names.fr());
        var code = wanted;
        for (var n = 2; tree.byCode(code).isPresent(); n++) {
            code = wanted + "-" + n;
        }
        return code;
    }

    private static Map<String, @Nullable Object> values(Unit unit, UnitTree tree) {
        var values = new LinkedHashMap<String, @Nullable Object>();
        values.put("code", unit.code());
        values.put("nameFr", unit.nameFr());
        values.put("nameEn", unit.nameEn());
        values.put("parent", codeOf(tree, unit.parentId()));
        values.put("closed", !unit.open());
        values.put("mergedInto", codeOf(tree, unit.mergedInto()));
        return values;
    }

    private static @Nullable String codeOf(UnitTree tree, @Nullable Long id) {
        return id == null ? null : tree.find(id).map(Unit::code).orElse(null);
    }

    private record Names(String fr, String en) {
        static Names of(@Nullable String fr, @Nullable String en) {
            var french = Words.clean(fr);
            var english = Words.clean(en);
            return new Names(french.isEmpty() ? english : french, english.isEmpty() ? french : english);
        }

        void check(List<Reason> reasons) {
            Words.required(reasons, "nameFr", fr, NAME_MAX, "identity.name");
            if (!en.equals(fr)) {
                Words.required(reasons, "nameEn", en, NAME_MAX, "identity.name");
            }
        }
    }
}
