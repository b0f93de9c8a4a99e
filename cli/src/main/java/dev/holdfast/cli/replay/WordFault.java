package dev.holdfast.cli.replay;

/// What a wrong word is.
public enum WordFault {
    /// The same buffer's, from another version of its content; zeros, where there should be a later
    /// one, are the version before the first.
    STALE,
    /// Another buffer's or another client's.
    FOREIGN,
    /// Nothing that a replay has ever written, or a right word in the wrong place.
    GARBAGE
}
