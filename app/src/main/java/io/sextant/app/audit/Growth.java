package io.sextant.app.audit;

/// Somebody who wants to know that the trail has grown.
interface Growth {
    /// Called after a commit, from the thread that committed; returns at once.
    ///
    /// @param head number of the last change
    void grown(long head);
}
