package dev.holdfast.cli.replay;

import java.util.function.Supplier;

/// Shows people how far a replay has come.
@FunctionalInterface
public interface Progress {
    /// Shows nothing.
    Progress NONE = (what, status) -> () -> {};

    /// Begins to show how far `what` is; closing the answer ends it. `status` may be asked from any
    /// thread until then.
    Shown begin(String what, Supplier<Status> status);

    /// Something that is being shown.
    @FunctionalInterface
    interface Shown extends AutoCloseable {
        @Override
        void close();
    }

    /// How far it is.
    ///
    /// @param opsDone operations that are through
    /// @param opsInAll operations there are
    /// @param residentBytes device memory in use
    record Status(long opsDone, long opsInAll, long residentBytes) {}
}
