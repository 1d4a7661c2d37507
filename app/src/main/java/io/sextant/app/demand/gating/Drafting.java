package io.sextant.app.demand.gating;

import io.sextant.app.identity.Actor;
import java.util.List;

/// What somebody is writing and did not send yet, for their desk.
public interface Drafting {
    /// The drafts of an actor, the latest first.
    List<Desk.Draft> drafts(Actor actor);
}
