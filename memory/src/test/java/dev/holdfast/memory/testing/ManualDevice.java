package dev.holdfast.memory.testing;

import dev.holdfast.device.AddressSpace;
import dev.holdfast.device.AdoptedMemory;
import dev.holdfast.device.Command;
import dev.holdfast.device.Completion;
import dev.holdfast.device.Device;
import dev.holdfast.device.DeviceInfo;
import dev.holdfast.device.DeviceQueue;
import dev.holdfast.device.DeviceUsage;
import dev.holdfast.device.HeapInfo;
import dev.holdfast.device.HeapKind;
import dev.holdfast.device.HeapRange;
import dev.holdfast.device.Isolation;
import dev.holdfast.device.Kernel;
import dev.holdfast.device.KernelCode;
import dev.holdfast.device.QueueKind;
import dev.holdfast.device.ResetOutcome;
import dev.holdfast.device.fault.Fault;
import dev.holdfast.device.fault.FaultKind;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/// A device that does nothing by itself: each queue holds its commands until the test completes or
/// fails the oldest. Memory is real; a failed command leaves scribbles in its targets.
public final class ManualDevice implements Device {
    /// What a failed command leaves behind.
    public static final byte SCRIBBLE = (byte) 0xEE;

    private final boolean paged;
    private final List<HeapInfo> heaps;
    private final HeldMemory memory;
    private final Map<QueueKind, ArrayDeque<Queued>> queued = new EnumMap<>(QueueKind.class);
    private final Map<QueueKind, DeviceQueue> queues = new EnumMap<>(QueueKind.class);

    /// What memory is full of that was somebody else's.
    public static final byte POISON = (byte) 0x66;

    private final List<Command> unstopped = new ArrayList<>();
    private Optional<Fault> lost = Optional.empty();
    private Runnable afterView = () -> {};
    private boolean refusing;
    private Runnable onSubmit = () -> {};
    private Resetting resetting = (kind, guilty) -> new ResetOutcome.NotPossible("stepped by hand");
    private boolean hidden;
    private volatile boolean closed;

    /// Whether address spaces may be closed with mappings in them.
    public final AtomicBoolean leaving = new AtomicBoolean();

    /// Where the addresses end of page tables that are still to be made.
    public final AtomicLong addressLimitBytes = new AtomicLong(ManualAddressSpace.LIMIT_BYTES);

    private int spaces;
    private Supplier<AddressSpace> nextSpace = this::countedSpace;

    /// What a reset does.
    @FunctionalInterface
    public interface Resetting {
        /// Resets a queue, for the sake of that command if it is not null.
        ResetOutcome reset(QueueKind queue, Completion guilty);
    }

    /// A command that a queue holds.
    public record Queued(Command command, Completion completion) {}

    /// With this system property every device is without page tables, in one slab: to run the tests
    /// that do not care on such a one.
    private static final boolean ALL_FLAT = Boolean.getBoolean("holdfast.flat");

    /// A device of these sizes, of which the CPU sees `visibleBytes`; all zeros.
    public ManualDevice(long deviceBytes, long hostBytes, long visibleBytes) {
        this(deviceBytes, hostBytes, visibleBytes, true);
    }

    private ManualDevice(long deviceBytes, long hostBytes, long visibleBytes, boolean zeroed) {
        this(
                ManualMemory.of(
                        new HeapInfo(HeapKind.DEVICE, deviceBytes, visibleBytes, zeroed),
                        new HeapInfo(HeapKind.HOST, hostBytes, hostBytes, zeroed)),
                !ALL_FLAT);
    }

    private ManualDevice(HeldMemory memory, boolean paged) {
        this.paged = paged;
        this.heaps = memory.heaps();
        this.memory = memory;
        for (QueueKind kind : QueueKind.values()) {
            queued.put(kind, new ArrayDeque<>());
            queues.put(kind, new HeldQueue(kind));
        }
    }

    /// A device whose memory is full of somebody else's bytes, and says that it is not zeroed.
    public static ManualDevice poisoned(long deviceBytes, long hostBytes, long visibleBytes) {
        var device = new ManualDevice(deviceBytes, hostBytes, visibleBytes, false);
        device.memory.fill(POISON);
        return device;
    }

    /// A device without page tables, all of it visible and full of somebody else's bytes: an
    /// argument is one range in one slab, and starts at a multiple of `alignmentBytes`.
    public static ManualDevice flat(
            long deviceBytes, long hostBytes, long slabBytes, long alignmentBytes) {
        return flat(deviceBytes, deviceBytes, hostBytes, slabBytes, alignmentBytes);
    }

    /// As above, in one slab, and the CPU sees none of it.
    public static ManualDevice unseen(long deviceBytes, long hostBytes, long alignmentBytes) {
        return flat(deviceBytes, 0, hostBytes, deviceBytes, alignmentBytes);
    }

    private static ManualDevice flat(
            long deviceBytes,
            long visibleBytes,
            long hostBytes,
            long slabBytes,
            long alignmentBytes) {
        HeapInfo deviceHeap =
                new HeapInfo(
                        HeapKind.DEVICE,
                        deviceBytes,
                        visibleBytes,
                        false,
                        slabBytes,
                        alignmentBytes);
        HeapInfo hostHeap = new HeapInfo(HeapKind.HOST, hostBytes, hostBytes, false);
        var device = new ManualDevice(ManualMemory.of(deviceHeap, hostHeap), false);
        device.memory.fill(POISON);
        return device;
    }

    /// In front of a real device without page tables, which carries out what is let go. It closes
    /// with this.
    public static ManualDevice before(Device real) {
        var device = new ManualDevice(new BorrowedMemory(real), false);
        device.memory.fill(POISON);
        return device;
    }

    private final class HeldQueue implements DeviceQueue {
        private final QueueKind kind;

        HeldQueue(QueueKind kind) {
            this.kind = kind;
        }

        @Override
        public QueueKind kind() {
            return kind;
        }

        @Override
        public void submit(Command command, Completion completion) {
            onSubmit.run();
            synchronized (queued) {
                if (refusing) {
                    throw new IllegalStateException("refused by hand");
                }
                queued.get(kind).addLast(new Queued(command, completion));
            }
        }
    }

    /// From now on, whether the queues refuse whatever is submitted.
    public void refuse(boolean always) {
        synchronized (queued) {
            refusing = always;
        }
    }

    /// From now on, what happens as a command is submitted, before it is queued.
    public void onSubmit(Runnable action) {
        onSubmit = action;
    }

    /// From now on, what a reset does; [#take] if it is to work.
    public void onReset(Resetting how) {
        resetting = how;
    }

    /// Takes the oldest command of a queue, if it is `guilty` or that is null; it ends at once.
    public ResetOutcome take(QueueKind kind, Completion guilty) {
        Queued first;
        synchronized (queued) {
            first = queued.get(kind).peekFirst();
            if (first == null || (guilty != null && first.completion() != guilty)) {
                return new ResetOutcome.Idle();
            }
            queued.get(kind).removeFirst();
        }
        memory.scribble(first.command());
        first.completion().completed(Fault.of(FaultKind.REVOKED, "taken by hand"));
        return new ResetOutcome.Reset();
    }

    /// From now on, whether the CPU sees nothing of the memory.
    public void hide(boolean all) {
        hidden = all;
    }

    /// From now on, where address spaces come from.
    public void spaces(Supplier<AddressSpace> source) {
        nextSpace = source;
    }

    private AddressSpace countedSpace() {
        spaces++;
        return new ManualAddressSpace(() -> spaces--, leaving::get, addressLimitBytes.get());
    }

    /// How many address spaces are open.
    public int spaces() {
        return spaces;
    }

    /// The commands that a queue holds, oldest first.
    public List<Command> held(QueueKind kind) {
        synchronized (queued) {
            return queued.get(kind).stream().map(Queued::command).toList();
        }
    }

    /// Carries the oldest command of a queue out and completes it; answers false if there is none.
    /// A kernel that throws fails.
    public boolean complete(QueueKind kind) {
        Queued next = poll(kind);
        if (next == null) {
            return false;
        }
        Fault fault = lost.orElse(null);
        try {
            if (fault == null) {
                memory.carryOut(next.command());
            }
        } catch (RuntimeException thrown) {
            fault = Fault.of(FaultKind.KERNEL_FAILED, String.valueOf(thrown));
        }
        next.completion().completed(fault);
        return true;
    }

    /// Fails the oldest command of a queue after scribbling over what it was to write.
    public boolean fail(QueueKind kind) {
        return fail(kind, true);
    }

    /// Fails the oldest command of a queue before it has touched anything: what was in its targets
    /// is there still.
    public boolean failUntouched(QueueKind kind) {
        return fail(kind, false);
    }

    private boolean fail(QueueKind kind, boolean scribbling) {
        Queued next = poll(kind);
        if (next == null) {
            return false;
        }
        if (scribbling) {
            memory.scribble(next.command());
        }
        next.completion().completed(HeldMemory.failure(next.command()));
        return true;
    }

    /// Reports the oldest command of a queue as given up without being stopped; see [#linger].
    public boolean abandon(QueueKind kind) {
        Queued next = poll(kind);
        if (next == null) {
            return false;
        }
        unstopped.add(next.command());
        next.completion().completed(Fault.of(FaultKind.UNSTOPPED, "abandoned by hand"));
        return true;
    }

    /// Has every command that was abandoned write once more to whatever it may write to.
    public void linger() {
        unstopped.forEach(memory::linger);
    }

    /// Loses the device: its memory is full of [#POISON], and each command fails when its turn
    /// comes.
    public void lose() {
        lost = Optional.of(Fault.of(FaultKind.DEVICE_LOST, "lost by hand"));
        memory.fill(DEVICE_HEAP, POISON);
    }

    /// From now on, what happens after the CPU has been shown memory.
    public void afterView(Runnable action) {
        afterView = action;
    }

    @Override
    public Optional<Fault> lost() {
        return lost;
    }

    /// Completes whatever is held, queue by queue, until nothing is; answers how many there were.
    public int completeAll() {
        int count = 0;
        boolean any = true;
        while (any) {
            any = false;
            for (QueueKind kind : QueueKind.values()) {
                while (complete(kind)) {
                    any = true;
                    count++;
                }
            }
        }
        return count;
    }

    private Queued poll(QueueKind kind) {
        synchronized (queued) {
            return queued.get(kind).pollFirst();
        }
    }

    HeldMemory memory() {
        return memory;
    }

    @Override
    public boolean hasAdopted(AdoptedMemory adopted) {
        return memory.adopted().has(adopted);
    }

    /// A heap's bytes, past every check.
    public MemorySegment peek(HeapRange range) {
        return memory.peek(range);
    }

    @Override
    public DeviceInfo info() {
        return new DeviceInfo("manual", Isolation.CHECKED, paged, false, !paged, memory.language());
    }

    @Override
    public List<HeapInfo> heaps() {
        return heaps;
    }

    @Override
    public DeviceQueue queue(QueueKind kind) {
        return queues.get(kind);
    }

    @Override
    public Kernel load(KernelCode code) {
        return memory.load(code);
    }

    @Override
    public Optional<MemorySegment> hostView(HeapRange range) {
        if (closed) {
            throw new IllegalStateException("the device is closed");
        }
        Optional<MemorySegment> view = view(range);
        afterView.run();
        return view;
    }

    private Optional<MemorySegment> view(HeapRange range) {
        return !hidden && memory.isSeen(range) ? Optional.of(peek(range)) : Optional.empty();
    }

    @Override
    public AddressSpace createAddressSpace(String name) {
        return nextSpace.get();
    }

    @Override
    public ResetOutcome reset(QueueKind queue) {
        return resetting.reset(queue, null);
    }

    @Override
    public ResetOutcome reset(QueueKind queue, Completion guilty) {
        return resetting.reset(queue, guilty);
    }

    @Override
    public DeviceUsage usage() {
        return new DeviceUsage(0, 0, 0, 0, 0, 0);
    }

    @Override
    public void close() {
        closed = true;
        refuse(true);
        memory.close();
    }
}
