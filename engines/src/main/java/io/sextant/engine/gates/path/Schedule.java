package io.sextant.engine.gates.path;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The earliest end of a set of tasks when roles can work at only so many at once: branch and bound over the orders in
/// which tasks are put at their earliest place.
///
/// A task takes one of its role's people for its days of work, without a break; its waiting takes nobody. Since the end
/// never comes earlier for a later start, some order leads to an optimal schedule. Tasks of roles without limit are put
/// first; a node is cut when the longest way through what is left, as if nobody had to queue, ends no earlier than the
/// best schedule.
final class Schedule {
    private final int[] tasks;
    private final int[][] after;
    private final int[] work;
    private final int[] wait;
    private final int[] role;
    private final int[] capacity;
    private final int[] given;
    private final WorkCalendar calendar;
    private final Budget budget;

    private final int[] start;
    private final int[] finish;
    private final int[][] load;
    private int best;
    private int @Nullable [] bestStart;

    /// @param tasks the tasks to place, closed under predecessors
    /// @param after direct predecessors of every task
    /// @param work working days, by task
    /// @param wait calendar days, by task
    /// @param role index into `capacity`, by task
    /// @param capacity people by role, 0 for no limit
    /// @param given moment at which a task under way is ready, -1 for the others
    Schedule(
            int[] tasks,
            int[][] after,
            int[] work,
            int[] wait,
            int[] role,
            int[] capacity,
            int[] given,
            WorkCalendar calendar,
            Budget budget) {
        this.tasks = tasks;
        this.after = after;
        this.work = work;
        this.wait = wait;
        this.role = role;
        this.capacity = capacity;
        this.given = given;
        this.calendar = calendar;
        this.budget = budget;
        start = new int[work.length];
        finish = new int[work.length];
        load = new int[capacity.length][];
        int horizon = 1;
        for (int t : tasks) {
            horizon += work[t] + wait[t];
            horizon = Math.max(horizon, given[t] + 1);
        }
        // Waiting is in calendar days, of which working days are fewer; predecessors come one after another at worst.
        int furthest = Math.min(
                WorkCalendar.FURTHEST, horizon + Arrays.stream(given).max().orElse(0) + 1);
        for (int r = 0; r < capacity.length; r++) {
            load[r] = new int[capacity[r] == 0 ? 0 : furthest + 1];
        }
    }

    /// Looks for a schedule that ends at `limit` or before.
    ///
    /// @return the starts by task, of the earliest end; null when there is none, or when the budget did not suffice
    int @Nullable [] within(int limit) {
        best = limit == Integer.MAX_VALUE ? limit : limit + 1;
        bestStart = null;
        Arrays.fill(finish, -1);
        place(tasks.length);
        return bestStart;
    }

    private void place(int left) {
        if (!budget.spend(1)) {
            return;
        }
        int[] placed = new int[tasks.length];
        int n = 0;
        boolean again = true;
        int rest = left;
        // Whoever queues for nobody is placed at once.
        while (again) {
            again = false;
            for (int t : tasks) {
                if (finish[t] < 0 && (given[t] >= 0 || capacity[role[t]] == 0 || work[t] == 0) && ready(t)) {
                    put(t, earliest(t));
                    placed[n++] = t;
                    rest--;
                    again = true;
                }
            }
        }
        if (rest == 0) {
            int end = 0;
            for (int t : tasks) {
                end = Math.max(end, finish[t]);
            }
            if (end < best) {
                best = end;
                bestStart = start.clone();
            }
        } else if (bound() < best) {
            for (int t : tasks) {
                if (finish[t] < 0 && ready(t)) {
                    int at = place(t, earliest(t));
                    book(t, at, 1);
                    place(rest - 1);
                    book(t, at, -1);
                    finish[t] = -1;
                }
            }
        }
        for (int i = 0; i < n; i++) {
            finish[placed[i]] = -1;
        }
    }

    private void book(int task, int at, int people) {
        int[] taken = load[role[task]];
        for (int d = at; d < Math.min(at + work[task], taken.length); d++) {
            taken[d] += people;
        }
    }

    private boolean ready(int task) {
        if (given[task] >= 0) {
            return true;
        }
        for (int p : after[task]) {
            if (finish[p] < 0) {
                return false;
            }
        }
        return true;
    }

    private int earliest(int task) {
        int at = 0;
        for (int p : after[task]) {
            at = Math.max(at, finish[p]);
        }
        return at;
    }

    private void put(int task, int at) {
        start[task] = given[task] >= 0 ? 0 : at;
        finish[task] = given[task] >= 0 ? given[task] : calendar.finish(at, work[task], wait[task]);
    }

    /// Puts a task at the first place from `from` on where its role has somebody free for as long as it takes.
    private int place(int task, int from) {
        int[] taken = load[role[task]];
        int at = from;
        int free = 0;
        while (free < work[task]) {
            if (at + free >= taken.length || taken[at + free] < capacity[role[task]]) {
                free++;
            } else {
                at += free + 1;
                free = 0;
            }
        }
        put(task, at);
        return at;
    }

    /// The end if nobody had to queue from here on.
    private int bound() {
        int[] end = finish.clone();
        int latest = 0;
        boolean again = true;
        while (again) {
            again = false;
            for (int t : tasks) {
                if (end[t] < 0) {
                    int at = 0;
                    for (int p : after[t]) {
                        at = end[p] < 0 ? -1 : at < 0 ? at : Math.max(at, end[p]);
                    }
                    if (at >= 0) {
                        end[t] = calendar.finish(at, work[t], wait[t]);
                        again = true;
                    }
                }
            }
        }
        for (int t : tasks) {
            latest = Math.max(latest, end[t]);
        }
        return latest;
    }
}
