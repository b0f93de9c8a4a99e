package dev.holdfast.memory.capture;

import java.util.List;

/// One submission that was not over when a capture began.
///
/// @param number its command's number, unique in its manager: the higher the younger
/// @param client who submitted it
/// @param name what the work is called
/// @param kernel what runs
/// @param queue where it goes
/// @param stage how far it had come
/// @param guilty true for the one that the capture is about
/// @param submittedNanos when it was submitted, by the manager's clock
/// @param handedOverNanos when it was handed to the driver; 0 if it was not
/// @param scalars its numbers
/// @param uses its objects, in the order of its arguments
/// @param stack where it was submitted, innermost frame first; empty unless that was asked for
public record CapturedCommand(
        long number,
        String client,
        String name,
        String kernel,
        String queue,
        Stage stage,
        boolean guilty,
        long submittedNanos,
        long handedOverNanos,
        List<Long> scalars,
        List<Use> uses,
        List<String> stack) {

    /// How far a command has come.
    public enum Stage {
        /// It waits for something.
        WAITING,
        /// It waits for its turn.
        READY,
        /// It is with the driver.
        HANDED_OVER,
        /// It is over, and retires.
        OVER
    }

    /// An object that a command uses.
    ///
    /// @param object the object's number
    /// @param name what its owner calls it
    /// @param access `reads`, `updates` or `overwrites`
    /// @param address where the kernel finds it
    /// @param sizeBytes its size
    /// @param version of its content, as the submission found it
    /// @param atSubmission where it was when the command was submitted
    /// @param captured true if its bytes were asked for
    public record Use(
            long object,
            String name,
            String access,
            long address,
            long sizeBytes,
            long version,
            Placement atSubmission,
            boolean captured) {}

    /// Takes its own copies of the lists.
    public CapturedCommand {
        scalars = List.copyOf(scalars);
        uses = List.copyOf(uses);
        stack = List.copyOf(stack);
    }
}
