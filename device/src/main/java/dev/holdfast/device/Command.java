package dev.holdfast.device;

import java.util.List;
import java.util.Optional;

/// What a queue can be asked to do. A command is one unit of success or failure: after a fault any
/// part of it may have been done.
public sealed interface Command {

    /// Copies each transfer's bytes. Source and target of one command do not overlap.
    ///
    /// @param transfers the contiguous pieces
    record Copy(List<Transfer> transfers) implements Command {
        /// Takes its own copy of the list.
        public Copy {
            transfers = List.copyOf(transfers);
        }

        /// How many bytes are copied.
        public long sizeBytes() {
            long total = 0;
            for (Transfer transfer : transfers) {
                total += transfer.target().sizeBytes();
            }
            return total;
        }
    }

    /// Overwrites each target with zeros.
    ///
    /// @param targets the ranges to clear
    record Fill(List<HeapRange> targets) implements Command {
        /// Takes its own copy of the list.
        public Fill {
            targets = List.copyOf(targets);
        }

        /// How many bytes are cleared.
        public long sizeBytes() {
            long total = 0;
            for (HeapRange target : targets) {
                total += target.sizeBytes();
            }
            return total;
        }
    }

    /// Runs a kernel, once or several times, one after the other.
    ///
    /// @param kernel what [Device#load] answered
    /// @param arguments its buffers, in order
    /// @param scalars its numbers, in order
    /// @param space where the arguments' addresses are valid, on devices with address spaces
    /// @param dispatches how it is spread over work items each time that it runs, and what it gets.
    ///   Without any, such a kernel runs once, over one work item, and gets its buffers, then its
    ///   numbers, 64 bits each
    record Launch(
            Kernel kernel,
            List<BufferArgument> arguments,
            long[] scalars,
            Optional<AddressSpace> space,
            List<Dispatch> dispatches)
            implements Command {
        /// A launch that needs no dispatch.
        public Launch(
                Kernel kernel,
                List<BufferArgument> arguments,
                long[] scalars,
                Optional<AddressSpace> space) {
            this(kernel, arguments, scalars, space, List.of());
        }
    }

    /// Does nothing; completes when everything before it has.
    record Marker() implements Command {}
}
