package dev.holdfast.memory.work;

import dev.holdfast.device.fault.Fault;
import dev.holdfast.device.unit.Bytes;
import java.time.Duration;

/// What became of a suspension.
public sealed interface SuspendOutcome {
    /// Nothing is on the device any more: it can be closed.
    ///
    /// @param objects how many objects have content
    /// @param bytes how much of it is in ordinary memory now
    /// @param lost how many objects have lost theirs with the device
    record Suspended(int objects, long bytes, int lost) implements SuspendOutcome {}

    /// Nothing has changed, and work is accepted again.
    ///
    /// @param reason why
    record Refused(Reason reason) implements SuspendOutcome {}

    /// This, if it is suspended; throws [IllegalStateException] for the other outcome.
    default Suspended orThrow() {
        return switch (this) {
            case Suspended suspended -> suspended;
            case Refused(Reason reason) -> throw new IllegalStateException(reason.message());
        };
    }

    /// Why there is no suspending now.
    sealed interface Reason {
        /// One line for people.
        String message();

        /// The host has an object mapped, and its memory would go.
        ///
        /// @param object its name
        record Mapped(String object) implements Reason {
            @Override
            public String message() {
                return object + " is mapped by the host: close the mapping first";
            }
        }

        /// An object is pinned in device memory.
        ///
        /// @param object its name
        record Pinned(String object) implements Reason {
            @Override
            public String message() {
                return object + " is pinned in device memory: close the pin first";
            }
        }

        /// An object is memory that was adopted, which is where it is and cannot move.
        ///
        /// @param object its name
        record Adopted(String object) implements Reason {
            @Override
            public String message() {
                return object + " is adopted memory and cannot move: close it first";
            }
        }

        /// There is no ordinary memory for the content, or not as much as is allowed.
        ///
        /// @param neededBytes how much it takes
        record NoRoom(long neededBytes) implements Reason {
            @Override
            public String message() {
                return "there is no memory, or none allowed, for "
                        + Bytes.format(neededBytes)
                        + " of content";
            }
        }

        /// An object's content could not be read: it stays where it is.
        ///
        /// @param object its name
        /// @param why what went wrong
        record Unreadable(String object, String why) implements Reason {
            @Override
            public String message() {
                return "the content of " + object + " cannot be moved out: " + why;
            }
        }

        /// What was under way did not end in time.
        ///
        /// @param patience how long that was
        record TooLate(Duration patience) implements Reason {
            @Override
            public String message() {
                return "what is under way did not end within " + patience;
            }
        }

        /// The device is there: nothing need be given up, it can be suspended.
        record NotLost() implements Reason {
            @Override
            public String message() {
                return "the device is not lost: suspend it, and nothing is given up";
            }
        }

        /// The device is lost; what is left of the content can be saved only by giving up the rest.
        ///
        /// @param fault why
        record DeviceLost(Fault fault) implements Reason {
            @Override
            public String message() {
                return "there is no device to suspend: " + fault;
            }
        }
    }
}
