package dev.holdfast.memory.submit;

import dev.holdfast.device.Dispatch;
import dev.holdfast.device.Kernel;
import dev.holdfast.device.fence.Fence;
import dev.holdfast.memory.binding.Part;
import java.lang.StackWalker.StackFrame;
import java.time.Duration;
import java.util.List;

/// What a client wants done.
///
/// @param name for people and captures
/// @param kernel what runs
/// @param parts its objects, in the order of its arguments
/// @param scalars its numbers
/// @param dispatches how it is spread over work items, each time that it runs, if it says so
/// @param foreign fences of user code that come before everything
/// @param deadline how long they may take
/// @param limitNanos how long the device may take; 0 if that is as for everybody
/// @param submitter where it was submitted, innermost frame first; empty unless that is asked for
public record Request(
        String name,
        Kernel kernel,
        List<Part> parts,
        long[] scalars,
        List<Dispatch> dispatches,
        List<Fence> foreign,
        Duration deadline,
        long limitNanos,
        List<StackFrame> submitter) {

    /// The same, done by somebody else.
    public Request by(Kernel other) {
        return new Request(
                name, other, parts, scalars, dispatches, foreign, deadline, limitNanos, submitter);
    }
}
