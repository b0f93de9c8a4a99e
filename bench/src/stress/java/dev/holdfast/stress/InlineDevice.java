package dev.holdfast.stress;

import dev.holdfast.device.AddressSpace;
import dev.holdfast.device.Command;
import dev.holdfast.device.Completion;
import dev.holdfast.device.Device;
import dev.holdfast.device.DeviceInfo;
import dev.holdfast.device.DeviceQueue;
import dev.holdfast.device.DeviceUsage;
import dev.holdfast.device.HeapInfo;
import dev.holdfast.device.HeapRange;
import dev.holdfast.device.Isolation;
import dev.holdfast.device.Kernel;
import dev.holdfast.device.KernelCode;
import dev.holdfast.device.QueueKind;
import dev.holdfast.device.ResetOutcome;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// A device without memory. Each command is shown to a driver and is over before its submission
/// returns, on the thread that submits it: nothing here orders one thread behind another.
public final class InlineDevice implements Device {
    private final Consumer<Command> driver;

    /// A device whose driver is `driver`.
    public InlineDevice(Consumer<Command> driver) {
        this.driver = driver;
    }

    private record Inline(QueueKind kind, Consumer<Command> driver) implements DeviceQueue {
        @Override
        public void submit(Command command, Completion completion) {
            driver.accept(command);
            completion.completed(null);
        }
    }

    @Override
    public DeviceInfo info() {
        return new DeviceInfo("inline", Isolation.CHECKED, false, false, false, "none");
    }

    @Override
    public List<HeapInfo> heaps() {
        return List.of();
    }

    @Override
    public DeviceQueue queue(QueueKind kind) {
        return new Inline(kind, driver);
    }

    @Override
    public Kernel load(KernelCode code) {
        throw new UnsupportedOperationException("there are no kernels here");
    }

    @Override
    public Optional<MemorySegment> hostView(HeapRange range) {
        return Optional.empty();
    }

    @Override
    public AddressSpace createAddressSpace(String name) {
        throw new UnsupportedOperationException("there are no address spaces here");
    }

    @Override
    public ResetOutcome reset(QueueKind queue) {
        return new ResetOutcome.NotPossible("nothing ever runs here");
    }

    @Override
    public DeviceUsage usage() {
        return new DeviceUsage(0, 0, 0, 0, 0, 0);
    }

    @Override
    public void close() {}
}
