package io.sextant.app.demand;

/// A web address worth keeping with a use case; `http` or `https`.
///
/// @param label what the reader sees; the address itself when blank
public record Link(String label, String url) {
    public Link {
        url = url.strip();
        label = label.isBlank() ? url : label.strip();
    }
}
