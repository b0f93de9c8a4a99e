package dev.holdfast.soft;

import dev.holdfast.device.AddressSpace;
import dev.holdfast.device.Completion;
import dev.holdfast.device.Device;
import dev.holdfast.device.DeviceInfo;
import dev.holdfast.device.DeviceOptions;
import dev.holdfast.device.DeviceQueue;
import dev.holdfast.device.DeviceUsage;
import dev.holdfast.device.HeapInfo;
import dev.holdfast.device.HeapKind;
import dev.holdfast.device.HeapRange;
import dev.holdfast.device.Kernel;
import dev.holdfast.device.KernelCode;
import dev.holdfast.device.QueueKind;
import dev.holdfast.device.ResetOutcome;
import dev.holdfast.device.SteadyTicker;
import dev.holdfast.device.Workers;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The embedded device. See the package.
final class SoftDevice implements Device {
    private static final long LARGEST_HEAP = 1L << 46;

    private final Form form;
    private final Arena arena;
    private final SoftHeap deviceHeap;
    private final SoftHeap hostHeap;
    private final Map<QueueKind, SoftQueue> queues = new EnumMap<>(QueueKind.class);
    private final CommandCheck check = new CommandCheck(this);
    private final Tally tally = new Tally();

    // guarded by this
    private boolean closed;

    private SoftDevice(Form form, Arena arena, SoftHeap deviceHeap, SoftHeap hostHeap) {
        this.form = form;
        this.arena = arena;
        this.deviceHeap = deviceHeap;
        this.hostHeap = hostHeap;
    }

    /// A device with page tables.
    static SoftDevice open(DeviceOptions options, Workers workers) {
        return open(Form.PAGED, options, workers);
    }

    /// A device with the best memory there is.
    static SoftDevice open(Form form, DeviceOptions options, Workers workers) {
        if (Math.max(options.deviceBytes(), options.hostBytes()) > LARGEST_HEAP) {
            throw new IllegalArgumentException("soft has no heaps beyond 64 TiB");
        }
        Arena arena = Arena.ofShared();
        try {
            return open(
                    form,
                    options,
                    workers,
                    arena,
                    HeapStore.of(options.deviceBytes(), arena),
                    HeapStore.of(options.hostBytes(), arena));
        } catch (RuntimeException | Error thrown) {
            arena.close();
            throw thrown;
        }
    }

    /// A device over these stores, which end with `arena`.
    static SoftDevice open(
            Form form,
            DeviceOptions options,
            Workers workers,
            Arena arena,
            HeapStore deviceStore,
            HeapStore hostStore) {
        long deviceBytes = options.deviceBytes();
        HeapInfo deviceInfo =
                form.deviceHeap(deviceBytes, options.visibleBytes().orElse(deviceBytes));
        long hostBytes = options.hostBytes();
        HeapInfo hostInfo =
                new HeapInfo(HeapKind.HOST, hostBytes, hostBytes, true, hostStore.run(0), 1);
        SoftDevice device =
                new SoftDevice(
                        form,
                        arena,
                        new SoftHeap(deviceInfo, deviceStore),
                        new SoftHeap(hostInfo, hostStore));
        Links links =
                options.linkBytesPerSecond().isPresent()
                        ? Links.of(options.linkBytesPerSecond().getAsLong())
                        : null;
        device.addQueues(SteadyTicker.of(workers), links);
        return device;
    }

    private void addQueues(Workers workers, @Nullable Links links) {
        for (QueueKind kind : QueueKind.values()) {
            queues.put(kind, new SoftQueue(this, kind, workers, links));
        }
    }

    @Override
    public DeviceInfo info() {
        return form.info();
    }

    @Override
    public List<HeapInfo> heaps() {
        return List.of(deviceHeap.info(), hostHeap.info());
    }

    @Override
    public DeviceQueue queue(QueueKind kind) {
        return queueOf(kind);
    }

    @Override
    public Kernel load(KernelCode code) {
        return switch (code) {
            case KernelCode.InJava(var name, var body) -> new SoftKernel(this, name, body);
            case KernelCode.InOpenClC source ->
                    throw new IllegalArgumentException("soft has kernels in Java, no " + source);
        };
    }

    @Override
    public Optional<MemorySegment> hostView(HeapRange range) {
        SoftHeap heap = heap(range);
        heap.check(range);
        requireOpen();
        return heap.view(range);
    }

    @Override
    public AddressSpace createAddressSpace(String name) {
        requireOpen();
        if (!form.isPaged()) {
            throw new UnsupportedOperationException(form.text() + " has no address spaces");
        }
        return new SoftAddressSpace(this, name);
    }

    @Override
    public ResetOutcome reset(QueueKind queue) {
        return queueOf(queue).reset(null);
    }

    @Override
    public ResetOutcome reset(QueueKind queue, Completion guilty) {
        return queueOf(queue).reset(guilty);
    }

    @Override
    public DeviceUsage usage() {
        return tally.usage(deviceHeap.touched().touchedBytes());
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        List<SoftQueue> shut = new ArrayList<>();
        for (SoftQueue queue : queues.values()) {
            if (!queue.tryClose()) {
                shut.forEach(SoftQueue::reopen);
                throw new IllegalStateException(
                        "commands are still queued for "
                                + queue.kind().text()
                                + " on "
                                + form.text());
            }
            shut.add(queue);
        }
        closed = true;
        arena.close();
    }

    /// The heap that `range` names.
    SoftHeap heap(HeapRange range) {
        return switch (range.heap()) {
            case DEVICE_HEAP -> deviceHeap;
            case HOST_HEAP -> hostHeap;
            default -> throw new IllegalArgumentException(range + ": there is no such heap");
        };
    }

    Form form() {
        return form;
    }

    CommandCheck check() {
        return check;
    }

    Tally tally() {
        return tally;
    }

    private SoftQueue queueOf(QueueKind kind) {
        return Objects.requireNonNull(queues.get(kind));
    }

    private synchronized void requireOpen() {
        if (closed) {
            throw new IllegalStateException(form.text() + " is closed");
        }
    }
}
