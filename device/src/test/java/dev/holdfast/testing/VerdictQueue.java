package dev.holdfast.testing;

import dev.holdfast.device.BufferArgument;
import dev.holdfast.device.Command;
import dev.holdfast.device.Completion;
import dev.holdfast.device.DeviceQueue;
import dev.holdfast.device.Dispatch;
import dev.holdfast.device.Dispatch.Slot;
import dev.holdfast.device.HeapRange;
import dev.holdfast.device.Kernel;
import dev.holdfast.device.KernelParameter;
import dev.holdfast.device.QueueKind;
import dev.holdfast.device.Transfer;
import dev.holdfast.device.fault.Fault;
import dev.holdfast.device.fault.FaultKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// A queue of a [VerdictDevice]: behind each launch comes a copy of what it has found, and that one
/// completes for both.
final class VerdictQueue implements DeviceQueue {
    private final VerdictDevice device;
    private final DeviceQueue behind;

    // guarded by this
    private long launches;

    VerdictQueue(VerdictDevice device, DeviceQueue behind) {
        this.device = device;
        this.behind = behind;
    }

    /// A kernel that leaves a verdict, unless it has no parameters.
    ///
    /// @param kernel that of the device behind
    record Judged(Kernel kernel) implements Kernel {
        @Override
        public String name() {
            return kernel.name();
        }

        @Override
        public Optional<List<KernelParameter>> parameters() {
            return kernel.parameters();
        }

        @Override
        public OptionalLong mostGroupItems() {
            return kernel.mostGroupItems();
        }

        boolean isMute() {
            return kernel.parameters().orElseThrow().isEmpty();
        }
    }

    @Override
    public QueueKind kind() {
        return behind.kind();
    }

    @Override
    public void submit(Command command, Completion completion) {
        if (!(command instanceof Command.Launch launch)) {
            behind.submit(command, completion);
        } else if (!(launch.kernel() instanceof Judged judged)) {
            throw new IllegalArgumentException(launch.kernel() + " was not loaded by this device");
        } else if (judged.isMute()) {
            behind.submit(launch(launch, judged.kernel(), List.of(), List.of()), completion);
        } else {
            judge(launch, judged.kernel(), completion);
        }
    }

    /// Nothing comes between a launch and its copy, which has the same word to itself.
    private synchronized void judge(Command.Launch launch, Kernel kernel, Completion completion) {
        HeapRange verdict = device.verdict();
        HeapRange slot = device.slot(launches++);
        List<BufferArgument> arguments = new ArrayList<>(launch.arguments());
        arguments.add(new BufferArgument(0, List.of(verdict), verdict.sizeBytes(), true));
        List<Slot> slots = new ArrayList<>();
        slots.add(new Slot.Argument(0));
        slots.add(Slot.Scalar.of(launch.arguments().getFirst().sizeBytes() / Long.BYTES));
        slots.add(new Slot.Argument(launch.arguments().size()));
        for (long scalar : launch.scalars()) {
            slots.add(Slot.Scalar.of(scalar));
        }
        List<Fault> faults = new ArrayList<>();
        behind.submit(
                launch(launch, kernel, arguments, slots),
                fault -> {
                    if (fault != null) {
                        faults.add(fault);
                    }
                });
        var copy = new Command.Copy(List.of(new Transfer(verdict.slice(0, Long.BYTES), slot)));
        behind.submit(
                copy,
                fault -> {
                    if (fault != null) {
                        faults.add(fault);
                    }
                    completion.completed(
                            faults.isEmpty() ? found(kernel, slot) : faults.getFirst());
                });
    }

    private @Nullable Fault found(Kernel kernel, HeapRange slot) {
        long verdict = device.word(slot);
        return verdict == 0
                ? null
                : Fault.of(
                        FaultKind.KERNEL_FAILED,
                        "%s: word %d is wrong".formatted(kernel.name(), verdict - 1));
    }

    private static Command.Launch launch(
            Command.Launch launch,
            Kernel kernel,
            List<BufferArgument> arguments,
            List<Slot> slots) {
        return new Command.Launch(
                kernel,
                arguments,
                new long[0],
                launch.space(),
                List.of(new Dispatch(List.of(1L), List.of(), slots)));
    }
}
