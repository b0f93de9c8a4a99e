package dev.holdfast.device;

/// An in-order queue. Any queue can run any command; the kinds say what each is meant for.
public interface DeviceQueue {
    /// Which of the device's queues this is.
    QueueKind kind();

    /// Runs `command` after everything submitted to this queue before, and reports to `completion`.
    /// Does not block and does not run foreign code on this thread other than, possibly, the
    /// completion. Throws [IllegalStateException] on a closed device, and
    /// [IllegalArgumentException] for a range outside its heap; nothing is queued then, or after
    /// any other exception. After an error nobody knows: the command is then taken for one that may
    /// still run, and its memory stays out of use.
    void submit(Command command, Completion completion);
}
