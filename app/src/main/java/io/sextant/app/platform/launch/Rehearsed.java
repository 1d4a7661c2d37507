package io.sextant.app.platform.launch;

/// Work worth rehearsing that no page's link leads to, so that the first time it is done for real is not the slowest. A
/// room publishes it; it is only run on the throw-away data of a rehearsal.
public interface Rehearsed {
    /// Does it once, on made-up data.
    ///
    /// @throws Exception when it failed; the rehearsal goes on without it
    void rehearse() throws Exception;
}
