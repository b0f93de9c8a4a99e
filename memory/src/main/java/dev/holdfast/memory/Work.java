package dev.holdfast.memory;

import dev.holdfast.device.Dispatch;
import dev.holdfast.device.Kernel;
import dev.holdfast.device.fence.Fence;
import dev.holdfast.memory.binding.Part;
import dev.holdfast.memory.recovery.Watchdog;
import dev.holdfast.memory.submit.Request;
import dev.holdfast.memory.work.Access;
import java.lang.StackWalker.StackFrame;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One launch of a kernel, and what it does to which objects: built, then submitted, once or often.
/// Arguments are in the order in which they are named here. Not thread-safe while built.
public final class Work {
    private final String name;
    private final Kernel kernel;
    private final long[] scalars;
    private final List<Dispatch> dispatches;
    private final List<Named> arguments = new ArrayList<>();
    private final List<Fence> foreign = new ArrayList<>();
    private Optional<Duration> deadline = Optional.empty();
    private long limitNanos;
    private @Nullable List<Part> parts;

    private record NoKernel(String name) implements Kernel {}

    private record Named(BufferHandle handle, Access access, boolean captured) {}

    private Work(String name, Kernel kernel, long[] scalars, List<Dispatch> dispatches) {
        this.name = name;
        this.kernel = kernel;
        this.scalars = scalars;
        this.dispatches = dispatches;
    }

    /// A launch of `kernel` with these numbers.
    public static Work launch(Kernel kernel, long... scalars) {
        return named(kernel.name(), kernel, scalars);
    }

    /// The same under another name, for people and captures.
    public static Work named(String name, Kernel kernel, long... scalars) {
        return new Work(name, kernel, scalars.clone(), List.of());
    }

    /// A launch that runs `kernel` once for each of `dispatches`, one after the other. They say
    /// which of the objects named here goes where, by its index, and have the kernel's numbers;
    /// `told` are those that a capture tells.
    public static Work dispatched(
            String name, Kernel kernel, List<Dispatch> dispatches, long... told) {
        return new Work(name, kernel, told.clone(), List.copyOf(dispatches));
    }

    /// Work that no kernel of ours does, but the caller's own code: for [Client#use].
    public static Work outside(String name) {
        return new Work(name, new NoKernel(name), new long[0], List.of());
    }

    /// The kernel reads this object.
    public Work reads(BufferHandle handle) {
        return with(handle, Access.READ);
    }

    /// The kernel reads and changes this object.
    public Work updates(BufferHandle handle) {
        return with(handle, Access.READ_WRITE);
    }

    /// The kernel writes every byte of this object and reads none.
    public Work overwrites(BufferHandle handle) {
        return with(handle, Access.OVERWRITE);
    }

    /// The kernel uses this object so.
    public Work with(BufferHandle handle, Access access) {
        arguments.add(new Named(handle, access, false));
        parts = null;
        return this;
    }

    /// The object named last belongs in a capture, should this work hang or fault.
    public Work captured() {
        if (arguments.isEmpty()) {
            throw new IllegalStateException(
                    "captured() flags the object named last, and none is named yet");
        }
        Named last = arguments.removeLast();
        arguments.add(new Named(last.handle(), last.access(), true));
        parts = null;
        return this;
    }

    /// Nothing happens before `fence`, which user code settles, has settled well.
    public Work after(Fence fence) {
        foreign.add(fence);
        return this;
    }

    /// How long the fences of [#after] may take, counted from submission.
    public Work within(Duration limit) {
        deadline = Optional.of(limit);
        return this;
    }

    /// How long the device may take for it, counted from when everything before it on its queue has
    /// ended; in place of the manager's own limit. What takes longer is taken from the device.
    /// Throws [IllegalArgumentException] for a limit that is no time at all.
    public Work timeLimit(Duration limit) {
        if (!limit.isPositive()) {
            throw new IllegalArgumentException(
                    "a time limit of "
                            + limit
                            + " for \""
                            + name
                            + "\": must be more than nothing");
        }
        limitNanos = Watchdog.nanos(limit);
        return this;
    }

    /// A mistake is thrown at whoever submits; at a queue nobody could catch it.
    private void checkDispatches() {
        for (Dispatch dispatch : dispatches) {
            for (Dispatch.Slot slot : dispatch.slots()) {
                if (slot instanceof Dispatch.Slot.Argument(int index)
                        && (index < 0 || index >= arguments.size())) {
                    throw new IllegalArgumentException(
                            "\"%s\": kernel \"%s\" is to get object %d of %d"
                                    .formatted(name, kernel.name(), index, arguments.size()));
                }
            }
            kernel.check(dispatch);
        }
    }

    /// Throws [IllegalArgumentException] unless it is the caller's own code that does it, or a
    /// kernel.
    void requireOutside(boolean outside) {
        if (kernel instanceof NoKernel != outside) {
            throw new IllegalArgumentException(
                    "\""
                            + name
                            + (outside
                                    ? "\" has a kernel: submit it"
                                    : "\" has no kernel: Client.use is for it"));
        }
    }

    /// How long it may take, once it begins.
    long limitNanos(Duration otherwise) {
        return limitNanos > 0 ? limitNanos : Watchdog.nanos(otherwise);
    }

    /// Which objects are named, in this order.
    List<BufferHandle> handles() {
        return arguments.stream().map(Named::handle).toList();
    }

    String name() {
        return name;
    }

    /// How long the device may take, if that is not as for everybody: what its driver does before a
    /// kernel runs is no time of the kernel's.
    private long limitNanos(long usualNanos) {
        long ownNanos = limitNanos > 0 ? limitNanos : usualNanos;
        long preparationNanos = ownNanos > 0 ? kernel.preparationNanos(dispatches) : 0;
        return preparationNanos > 0 ? ownNanos + preparationNanos : limitNanos;
    }

    Request toRequest(
            Client client,
            Duration defaultDeadline,
            Duration usualLimit,
            List<StackFrame> submitter) {
        List<Part> checked = parts;
        if (checked == null) {
            checked =
                    arguments.stream()
                            .map(each ->
                                    new Part(
                                            each.handle().vmaFor(client),
                                            each.access(),
                                            each.captured()))
                            .toList();
            checkDispatches();
            parts = checked;
        } else {
            // the same parts as last time, if all of it may still be used
            arguments.forEach(each -> each.handle().vmaFor(client));
        }
        return new Request(
                name,
                kernel,
                checked,
                scalars,
                dispatches,
                List.copyOf(foreign),
                deadline.orElse(defaultDeadline),
                limitNanos(Watchdog.nanos(usualLimit)),
                submitter);
    }
}
