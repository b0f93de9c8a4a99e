package dev.holdfast.sim.outside;

import dev.holdfast.device.AddressSpace;
import dev.holdfast.device.AdoptedMemory;
import dev.holdfast.device.BufferArgument;
import dev.holdfast.device.Command;
import dev.holdfast.device.Completion;
import dev.holdfast.device.DeviceQueue;
import dev.holdfast.device.HeapRange;
import dev.holdfast.device.Kernel;
import dev.holdfast.device.QueueKind;
import dev.holdfast.device.Transfer;
import dev.holdfast.sim.outside.SharedDevice.Lodging;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A queue to the device behind: passes commands on, in terms of that one.
final class SharedQueue implements DeviceQueue {
    private final DeviceQueue inner;
    private final SharedDevice device;

    /// What commands at adopted memory complete with.
    private final IdentityHashMap<Completion, Completion> wrapped = new IdentityHashMap<>();

    SharedQueue(DeviceQueue inner, SharedDevice device) {
        this.inner = inner;
        this.device = device;
    }

    @Override
    public QueueKind kind() {
        return inner.kind();
    }

    @Override
    public void submit(Command command, Completion completion) {
        if (!device.hasEverAdopted()) {
            inner.submit(
                    command instanceof Command.Launch launch
                            ? behind(launch, launch.arguments())
                            : command,
                    completion);
            return;
        }
        List<Lodging> visited =
                ranges(command).flatMap(range -> device.lodging(range).stream()).toList();
        Command meant = behind(command);
        if (visited.isEmpty()) {
            inner.submit(meant, completion);
            return;
        }
        Completion leaving =
                fault -> {
                    wrapped.remove(completion);
                    visited.forEach(lodging -> lodging.commands--);
                    completion.completed(fault);
                };
        wrapped.put(completion, leaving);
        visited.forEach(lodging -> lodging.commands++);
        inner.submit(meant, leaving);
    }

    /// How the device behind knows what was submitted with `completion`.
    Completion behind(Completion completion) {
        return wrapped.getOrDefault(completion, completion);
    }

    private static Stream<HeapRange> ranges(Command command) {
        return switch (command) {
            case Command.Copy copy ->
                    copy.transfers().stream()
                            .flatMap(each ->
                                    each.source() instanceof HeapRange source
                                            ? Stream.of(source, each.target())
                                            : Stream.of(each.target()));
            case Command.Fill fill -> fill.targets().stream();
            case Command.Launch launch ->
                    launch.arguments().stream().flatMap(each -> each.ranges().stream());
            case Command.Marker marker -> Stream.empty();
        };
    }

    private Command behind(Command command) {
        return switch (command) {
            case Command.Copy copy ->
                    copy.transfers().stream().noneMatch(SharedQueue::isElsewhere)
                            ? copy
                            : new Command.Copy(
                                    copy.transfers().stream().map(this::behind).toList());
            case Command.Fill fill ->
                    fill.targets().stream().noneMatch(AdoptedMemory::isAt)
                            ? fill
                            : new Command.Fill(
                                    fill.targets().stream().map(device::behind).toList());
            case Command.Launch launch ->
                    behind(launch, launch.arguments().stream().map(this::behind).toList());
            case Command.Marker marker -> marker;
        };
    }

    private static boolean isElsewhere(Transfer transfer) {
        return AdoptedMemory.isAt(transfer.target())
                || (transfer.source() instanceof HeapRange source && AdoptedMemory.isAt(source));
    }

    private Transfer behind(Transfer transfer) {
        HeapRange target = device.behind(transfer.target());
        return transfer.source() instanceof HeapRange source
                ? new Transfer(device.behind(source), target)
                : new Transfer(transfer.source(), target);
    }

    private BufferArgument behind(BufferArgument argument) {
        return argument.ranges().stream().noneMatch(AdoptedMemory::isAt)
                ? argument
                : new BufferArgument(
                        argument.address(),
                        argument.ranges().stream().map(device::behind).toList(),
                        argument.sizeBytes(),
                        argument.writable());
    }

    private static Command behind(Command.Launch launch, List<BufferArgument> arguments) {
        Kernel kernel =
                launch.kernel() instanceof SharedDevice.Spread(Kernel inside)
                        ? inside
                        : launch.kernel();
        Optional<AddressSpace> space = launch.space();
        if (space.isPresent() && space.get() instanceof SharedSpace shared) {
            space = Optional.of(shared.inner());
        }
        return new Command.Launch(kernel, arguments, launch.scalars(), space);
    }
}
