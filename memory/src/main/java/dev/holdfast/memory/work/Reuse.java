package dev.holdfast.memory.work;

/// How an object is expected to be used again: it decides who makes room. It never decides what is
/// right, so that a wrong guess costs copies and nothing else.
public enum Reuse {
    /// The sooner the later it was used last, as most things are. What has not been used for
    /// longest makes room first.
    RECENT,

    /// In turn with others, from the first to the last and perhaps all over: the parts of a file
    /// that is streamed, the layers of a model that does not fit. What was used last is then needed
    /// last, so the latest make room first, before everything that is not used like that; but for
    /// the very last few, which are still being worked on.
    IN_TURN
}
