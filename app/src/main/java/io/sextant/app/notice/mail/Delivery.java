package io.sextant.app.notice.mail;

/// When somebody is written to. The name of a constant is stored and part of the API: it is never renamed.
public enum Delivery {
    /// As soon as it happens, outside quiet hours.
    AT_ONCE,
    /// Once a day, gathered.
    DAILY,
    /// Never.
    NONE
}
