package dev.holdfast.memory.recorder;

import java.util.List;
import java.util.Optional;

/// One thing that a flight log tells. Commands have a number, unique in their manager; names are
/// empty where the log has overwritten them.
public sealed interface FlightRecord {
    /// Its place in the log: one more than the record before it, from one on.
    long number();

    /// A submission was placed, and became a command.
    ///
    /// @param number its place in the log
    /// @param nanos since the log began
    /// @param submission which one of the manager's it is, from one on
    /// @param command the number of the command
    /// @param clientId the client's number
    /// @param client the client's name
    /// @param name what the work is called
    /// @param kernel what runs
    /// @param objects how many objects it uses
    /// @param uses those that the log tells of, in the order of the kernel's arguments: fewer than
    ///   `objects` where the process ended in between, or the log has overwritten them
    record Submitted(
            long number,
            long nanos,
            long submission,
            long command,
            int clientId,
            String client,
            String name,
            String kernel,
            int objects,
            List<ObjectUse> uses)
            implements FlightRecord {}

    /// A piece of a move was set up, and became a command.
    ///
    /// @param number its place in the log
    /// @param command the number of the command
    /// @param queue where it goes
    /// @param objectId the number of the object that moves
    /// @param object its name
    /// @param sizeBytes how much of it
    /// @param source where its bytes come from
    /// @param target where they go
    record Moved(
            long number,
            long command,
            String queue,
            long objectId,
            String object,
            long sizeBytes,
            Spot source,
            Spot target)
            implements FlightRecord {}

    /// A piece of a move that had failed was tried once more.
    ///
    /// @param number its place in the log
    /// @param command the number of the command that tries
    /// @param queue where it goes
    /// @param earlier the number of the one that failed
    record MovedAgain(long number, long command, String queue, long earlier)
            implements FlightRecord {}

    /// The driver was about to be given a command.
    ///
    /// @param number its place in the log
    /// @param nanos since the log began
    /// @param command the number of the command
    /// @param queue which
    /// @param ordinal how many that queue had been given, with this one
    record HandedOver(long number, long nanos, long command, String queue, long ordinal)
            implements FlightRecord {}

    /// The driver reported a command.
    ///
    /// @param number its place in the log
    /// @param nanos since the log began
    /// @param command the number of the command
    /// @param queue which
    /// @param fault the kind of fault that it reported, if it did
    record Completed(long number, long nanos, long command, String queue, Optional<String> fault)
            implements FlightRecord {
        /// True if the driver gave it up and could not stop it: it may still be at work.
        public boolean unstopped() {
            return fault.filter("UNSTOPPED"::equals).isPresent();
        }
    }

    /// A command was taken out of the order; the driver was never given it.
    ///
    /// @param number its place in the log
    /// @param nanos since the log began
    /// @param command the number of the command
    /// @param queue where it would have gone
    /// @param fault why
    record Skipped(long number, long nanos, long command, String queue, String fault)
            implements FlightRecord {}

    /// The device was lost: its first command came back with that fault.
    ///
    /// @param number its place in the log
    /// @param nanos since the log began
    record DeviceLost(long number, long nanos) implements FlightRecord {}

    /// The manager was closed in order.
    ///
    /// @param number its place in the log
    /// @param nanos since the log began
    record Closed(long number, long nanos) implements FlightRecord {}

    /// Where bytes come from or go.
    sealed interface Spot {
        /// In a heap of the device's.
        ///
        /// @param heap its index
        /// @param offset the first byte there
        record InHeap(int heap, long offset) implements Spot {}

        /// In memory of the owner's.
        record Lent() implements Spot {}

        /// Nowhere: they are zeros.
        record Zeros() implements Spot {}
    }
}
