package dev.holdfast.device.fence;

import dev.holdfast.device.fault.Fault;
import java.util.Optional;

/// Where a fence stands.
public sealed interface FenceStatus {
    /// Not settled yet.
    record Pending() implements FenceStatus {}

    /// Settled well.
    record Signalled() implements FenceStatus {}

    /// Settled badly.
    ///
    /// @param cause what went wrong
    record Failed(Fault cause) implements FenceStatus {}

    /// True once the fence has settled, well or badly.
    default boolean isSettled() {
        return !(this instanceof Pending);
    }

    /// The fault of a fence that settled badly.
    default Optional<Fault> fault() {
        return this instanceof Failed(Fault cause) ? Optional.of(cause) : Optional.empty();
    }

    /// Throws the fault of a failed fence, and [IllegalStateException] for a pending one.
    default void orThrow() {
        switch (this) {
            case Signalled signalled -> {}
            case Failed(Fault cause) -> throw cause.toException();
            case Pending pending ->
                    throw new IllegalStateException("the fence has not settled yet");
        }
    }
}
