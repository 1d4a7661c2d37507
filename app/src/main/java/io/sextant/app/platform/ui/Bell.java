package io.sextant.app.platform.ui;

/// How many notices wait for whoever reads the page. The room that keeps notices publishes it as a bean.
public interface Bell {
    /// Unread notices of the reader; 0 for a stranger.
    long unread();
}
