package dev.holdfast.testing;

import dev.holdfast.device.Command;
import dev.holdfast.device.CopySource;
import dev.holdfast.device.Device;
import dev.holdfast.device.DeviceOptions;
import dev.holdfast.device.DeviceProvider;
import dev.holdfast.device.DeviceQueue;
import dev.holdfast.device.HeapInfo;
import dev.holdfast.device.HeapRange;
import dev.holdfast.device.Kernel;
import dev.holdfast.device.KernelCode;
import dev.holdfast.device.QueueKind;
import dev.holdfast.device.Transfer;
import dev.holdfast.device.Workers;
import dev.holdfast.device.fault.Fault;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// A device whose kernels in OpenCL C can fail, as one in Java does that throws: each leaves its
/// *verdict* in a word that only this knows of, and a launch whose verdict is not zero fails. All
/// else is done by the device behind, which is opened, and closed, by this.
///
/// A kernel for it has no parameters, or `(global long *buffer, long words, global long *verdict)`
/// and then the launch's numbers. It runs over one work item. Word 1 of the verdict is the *gate*,
/// zero until [#openGate].
public final class VerdictDevice implements ForwardingDevice {
    /// What is kept at the end of either heap: the verdict, and what verdicts are copied to.
    private static final long TAIL_BYTES = 4096;

    private final Device behind;
    private final List<HeapInfo> heaps = new ArrayList<>();
    private final List<VerdictQueue> queues = new ArrayList<>();

    private VerdictDevice(Device behind) {
        this.behind = behind;
        behind.heaps().forEach(heap -> heaps.add(withoutTail(heap)));
        for (QueueKind kind : QueueKind.values()) {
            queues.add(new VerdictQueue(this, behind.queue(kind)));
        }
    }

    /// Opens the device of `provider` with a little more than `options` ask for.
    public static VerdictDevice open(
            DeviceProvider provider, DeviceOptions options, Workers workers) {
        var roomier =
                new DeviceOptions(
                        options.deviceBytes() + TAIL_BYTES,
                        options.hostBytes() + TAIL_BYTES,
                        options.visibleBytes(),
                        options.linkBytesPerSecond());
        Device behind = provider.open(roomier, workers);
        VerdictDevice device = new VerdictDevice(behind);
        device.runNow(QueueKind.COPY_IN, new Command.Fill(List.of(device.verdict())));
        return device;
    }

    @Override
    public Device inner() {
        return behind;
    }

    private static HeapInfo withoutTail(HeapInfo heap) {
        long sizeBytes = heap.sizeBytes() - TAIL_BYTES;
        return new HeapInfo(
                heap.kind(),
                sizeBytes,
                Math.min(heap.visibleBytes(), sizeBytes),
                heap.zeroed(),
                Math.min(heap.slabBytes(), sizeBytes),
                heap.alignmentBytes());
    }

    /// Where kernels leave what they have found.
    HeapRange verdict() {
        return new HeapRange(DEVICE_HEAP, heaps.get(DEVICE_HEAP).sizeBytes(), 2 * Long.BYTES);
    }

    /// One of the words that verdicts are copied to: no two commands under way have the same.
    HeapRange slot(long number) {
        long at = number % (TAIL_BYTES / Long.BYTES) * Long.BYTES;
        return new HeapRange(HOST_HEAP, heaps.get(HOST_HEAP).sizeBytes() + at, Long.BYTES);
    }

    /// The word at a slot.
    long word(HeapRange slot) {
        return behind.hostView(slot).orElseThrow().get(ValueLayout.JAVA_LONG_UNALIGNED, 0);
    }

    /// Ends the kernels that wait at the gate, and all later ones at once.
    public void openGate() {
        MemorySegment one = Arena.ofAuto().allocate(Long.BYTES).fill((byte) 1);
        HeapRange gate = verdict().slice(Long.BYTES, Long.BYTES);
        runNow(
                QueueKind.COPY_IN,
                new Command.Copy(List.of(new Transfer(new CopySource.Lent(one), gate))));
    }

    /// Waits for all kernels that it has been given.
    public void drain() {
        runNow(QueueKind.COMPUTE, new Command.Marker());
    }

    private void runNow(QueueKind queue, Command command) {
        CompletableFuture<Optional<Fault>> over = new CompletableFuture<>();
        behind.queue(queue).submit(command, fault -> over.complete(Optional.ofNullable(fault)));
        try {
            over.get(60, TimeUnit.SECONDS)
                    .ifPresent(fault -> {
                        throw new AssertionError(fault.toString());
                    });
        } catch (Exception notOver) {
            throw new AssertionError("the device did not do it: " + command, notOver);
        }
    }

    @Override
    public List<HeapInfo> heaps() {
        return heaps;
    }

    @Override
    public DeviceQueue queue(QueueKind kind) {
        return queues.get(kind.ordinal());
    }

    @Override
    public Kernel load(KernelCode code) {
        return new VerdictQueue.Judged(behind.load(code));
    }
}
