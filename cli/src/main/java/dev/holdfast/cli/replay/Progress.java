package dev.holdfast.cli.replay;

import java.util.function.Supplier;

/// Shows people how far something has come that takes a while.
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
    /// @param residentBytes device memory in use; below zero where that says nothing
    /// @param noun what an operation is called
    record Status(long opsDone, long opsInAll, long residentBytes, String noun) {
        /// Of a replay.
        public Status(long opsDone, long opsInAll, long residentBytes) {
            this(opsDone, opsInAll, residentBytes, "op");
        }

        /// Of something whose memory is of no interest.
        public static Status of(long done, long inAll, String noun) {
            return new Status(done, inAll, -1, noun);
        }
    }
}
