package dev.holdfast.soak.rude;

import dev.holdfast.device.AddressSpace;
import dev.holdfast.device.AdoptedMemory;
import dev.holdfast.device.Completion;
import dev.holdfast.device.Device;
import dev.holdfast.device.DeviceInfo;
import dev.holdfast.device.DeviceQueue;
import dev.holdfast.device.DeviceUsage;
import dev.holdfast.device.HeapInfo;
import dev.holdfast.device.HeapRange;
import dev.holdfast.device.Kernel;
import dev.holdfast.device.KernelCode;
import dev.holdfast.device.QueueKind;
import dev.holdfast.device.ResetOutcome;
import dev.holdfast.device.fault.Fault;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/// A driver that throws now and then: where commands are handed over, page tables are changed, and
/// queues are reset, of which every other throws. All else is done by the device behind.
///
/// An exception promises that nothing was done. An error promises nothing: half of them come after
/// all was done.
public final class RudeDevice implements Device {
    private static final int SMALL_SHARE = 256;
    private static final int MOST_STUCK = 6;
    private static final int MOST_DOUBTS = 5;
    private static final int DOUBTS_SPREAD = 1000;

    private final Device inner;
    private final Rudeness rudeness;
    private final AtomicLong resets = new AtomicLong();
    private final Strays strays = new Strays();
    private final Doubts stuck;
    private final List<DeviceQueue> queues = new ArrayList<>();

    /// In front of `inner`, which closes with it.
    public RudeDevice(Device inner, Rudeness rudeness) {
        this.inner = inner;
        this.rudeness = rudeness;
        long smallBytes = inner.heaps().get(DEVICE_HEAP).sizeBytes() / SMALL_SHARE;
        this.stuck = new Doubts(MOST_STUCK, 2, smallBytes);
        for (QueueKind kind : QueueKind.values()) {
            Doubts doubts = new Doubts(MOST_DOUBTS, DOUBTS_SPREAD, smallBytes);
            queues.add(new RudeQueue(inner.queue(kind), rudeness, doubts, strays));
        }
    }

    @Override
    public DeviceQueue queue(QueueKind kind) {
        return queues.get(kind.ordinal());
    }

    @Override
    public AddressSpace createAddressSpace(String name) {
        return new RudeSpace(inner.createAddressSpace(name), rudeness, stuck);
    }

    @Override
    public ResetOutcome reset(QueueKind queue) {
        throwIfRude();
        return inner.reset(queue);
    }

    @Override
    public ResetOutcome reset(QueueKind queue, Completion guilty) {
        throwIfRude();
        return inner.reset(queue, guilty);
    }

    private void throwIfRude() {
        if (resets.getAndIncrement() % 2 == 0) {
            throw rudeness.exception(Kind.RESET_THREW);
        }
    }

    @Override
    public DeviceInfo info() {
        return inner.info();
    }

    @Override
    public List<HeapInfo> heaps() {
        return inner.heaps();
    }

    @Override
    public Kernel load(KernelCode code) {
        return inner.load(code);
    }

    @Override
    public Optional<MemorySegment> hostView(HeapRange range) {
        return inner.hostView(range);
    }

    @Override
    public Optional<Fault> lost() {
        return inner.lost();
    }

    @Override
    public boolean hasAdopted(AdoptedMemory memory) {
        return inner.hasAdopted(memory);
    }

    @Override
    public List<String> caveats() {
        return inner.caveats();
    }

    @Override
    public DeviceUsage usage() {
        return inner.usage();
    }

    /// Waits for what it has although nobody may think so.
    @Override
    public void close() {
        strays.await();
        inner.close();
    }

    /// Commands that the device behind was given although their hand-over ended with an error.
    static final class Strays {
        // guarded by this
        private int running;

        synchronized void began() {
            running++;
        }

        synchronized void ended() {
            running--;
            notifyAll();
        }

        synchronized void await() {
            boolean interrupted = false;
            while (running > 0) {
                try {
                    wait();
                } catch (InterruptedException later) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
