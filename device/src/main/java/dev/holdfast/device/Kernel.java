package dev.holdfast.device;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// A kernel that a device has loaded and can launch.
public interface Kernel {
    /// Its name, for people and captures.
    String name();

    /// Its parameters in order, if its device knows them.
    default Optional<List<KernelParameter>> parameters() {
        return Optional.empty();
    }

    /// How many work items a group of it has at most on its device, or exactly, if its source
    /// demands a size; empty where there are no groups or nobody knows.
    default OptionalLong mostGroupItems() {
        return OptionalLong.empty();
    }

    /// Throws [IllegalArgumentException] if a launch of it with `dispatch` cannot be: too many
    /// items in a group, more local memory than there is, arguments of another number or size than
    /// it declares. Answers nothing where a device cannot tell before it tries.
    default void check(Dispatch dispatch) {}

    /// How much longer than its work a launch with these dispatches may take, because its driver
    /// has something to do first: many compile a kernel for a size when they first run it with
    /// that. It is no time of the kernel's. 0 if there is nothing to do, or no more.
    default long preparationNanos(List<Dispatch> dispatches) {
        return 0;
    }
}
