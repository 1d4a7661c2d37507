package io.sextant.app.demand;

import static io.sextant.app.kernel.Outcome.done;
import static io.sextant.app.kernel.Outcome.refused;

import io.sextant.app.identity.Actor;
import io.sextant.app.kernel.Outcome;
import io.sextant.app.kernel.Reason;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// Lists of the register that people keep under a name: the query string of the list's address, their own or shared
/// with everybody. What a reader may not see stays hidden in a shared view too.
@Service
@Transactional
public class SavedViews {
    private final JdbcClient jdbc;

    SavedViews(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// A kept list.
    ///
    /// @param query the address's query string, without the question mark
    /// @param mine whether the reader may change it
    public record SavedView(long id, String name, String query, boolean shared, boolean mine) {}

    /// The reader's own views, then those that others share, each by name.
    @Transactional(readOnly = true)
    public List<SavedView> of(Actor actor) {
        return jdbc.sql("""
                        select id, name, query, shared, user_id = :user as mine from demand.saved_view
                        where user_id = :user or shared order by mine desc, lower(name), id
                        """).param("user", actor.id()).query(SavedView.class).list();
    }

    /// Keeps a list under a name; the same name again replaces it.
    public Outcome<SavedView> save(Actor actor, String name, String query, boolean shared) {
        String given = name.strip();
        if (given.isEmpty()) {
            return refused(Reason.of("name", "demand.problem.viewName"));
        }
        if (given.length() > 80) {
            return refused(Reason.of("name", "demand.problem.tooLong", given.length(), 80));
        }
        if (query.length() > 4_000) {
            return refused(Reason.of("query", "demand.problem.tooLong", query.length(), 4_000));
        }
        return done(jdbc.sql("""
                        insert into demand.saved_view (user_id, name, query, shared) values (:user, :name, :query, :shared)
                        on conflict (user_id, name) do update set query = excluded.query, shared = excluded.shared
                        returning id, name, query, shared, true as mine
                        """)
                .param("user", actor.id())
                .param("name", given)
                .param("query", query)
                .param("shared", shared)
                .query(SavedView.class)
                .single());
    }

    /// Forgets one of the reader's own views; another's stays.
    public boolean forget(Actor actor, long id) {
        return jdbc.sql("delete from demand.saved_view where id = :id and user_id = :user")
                        .param("id", id)
                        .param("user", actor.id())
                        .update()
                > 0;
    }
}
