package dev.holdfast.bench.harness;

/// What a row says of its goal.
public enum Verdict {
    /// The whole interval is on the good side.
    MET("met"),
    /// The whole interval is on the bad side.
    MISSED("missed"),
    /// The goal lies within the interval: more rounds, or a quieter machine.
    NOT_RESOLVED("not resolved"),
    /// A figure without a goal, or with one that nobody is held to.
    REPORTED("reported"),
    /// It could not be measured here.
    NOT_RUN("not run");

    private final String text;

    Verdict(String text) {
        this.text = text;
    }

    /// The verdict in words.
    public String text() {
        return text;
    }
}
