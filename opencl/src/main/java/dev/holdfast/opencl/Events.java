package dev.holdfast.opencl;

/// How it is found out that what a driver was asked to do is over. An event is a handle; whoever
/// got one releases it.
interface Events {
    /// What [#status] answers for what has ended well. Less is an error's code, more is not yet.
    int COMPLETE = 0;

    /// How far it has come.
    int status(long event);

    /// Waits until it is over, well or badly.
    void await(long event);

    /// Has `bell` ring when it is over. May ring early, late, twice or, where it ends badly, never.
    void ringWhenOver(long event, Bell bell);

    /// Gives the handle back.
    void release(long event);
}
