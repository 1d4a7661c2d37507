package io.sextant.engine.gates;

/// One of the six axes, by the name a pack's conditions use for its sight: `trust.verdict`, `makeOrBuy.score`.
public enum Axis {
    NEED("need"),
    INVESTMENT("investment"),
    MAKE_OR_BUY("makeOrBuy"),
    DATA("data"),
    TRUST("trust"),
    SOBRIETY("sobriety");

    private final String id;

    Axis(String id) {
        this.id = id;
    }

    /// The name in packs.
    public String id() {
        return id;
    }
}
