package io.sextant.app.demand.receiving;

/// What came of a delivery. A constant's name is stored and part of the API: it is never renamed.
public enum Result {
    /// A new idea waits.
    RECEIVED(202),
    /// The idea that waited has new words.
    UPDATED(202),
    /// A use case has a note of what changed.
    NOTED(202),
    /// Nothing that is kept changed.
    UNCHANGED(202),
    /// It is left aside, for a reason.
    IGNORED(202),
    /// It only tried whether it arrives.
    TEST(202),
    /// It was accepted before, and is answered as it was then.
    AGAIN(202),
    /// It did not prove who sent it.
    UNPROVEN(401),
    /// Its signature is good and its time is not of now.
    LATE(401),
    /// The receiver is paused.
    PAUSED(503),
    /// Too many came.
    LIMITED(429),
    /// It is no JSON by its type.
    TYPE(415),
    /// It is larger than is read.
    LARGE(413),
    /// It is no JSON by its text.
    MALFORMED(400),
    /// It is JSON of which no idea can be made.
    INVALID(422),
    /// Its identifier was that of another delivery.
    REUSED(422);

    private final int status;

    Result(int status) {
        this.status = status;
    }

    /// The HTTP status of its answer.
    public int status() {
        return status;
    }

    /// Whether the sender may forget it.
    public boolean accepted() {
        return status == 202;
    }
}
