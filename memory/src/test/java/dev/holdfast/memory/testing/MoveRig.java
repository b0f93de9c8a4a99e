package dev.holdfast.memory.testing;

import dev.holdfast.device.Device;
import dev.holdfast.device.QueueKind;
import dev.holdfast.device.fault.FaultPlan;
import dev.holdfast.memory.ledger.Ledger;
import dev.holdfast.memory.migrate.Migrator;
import dev.holdfast.memory.migrate.MoveLog;
import dev.holdfast.memory.object.Backing;
import dev.holdfast.memory.object.BufferObject;
import dev.holdfast.memory.object.Lender;
import dev.holdfast.memory.object.Outside;
import dev.holdfast.memory.recorder.Counters;
import dev.holdfast.memory.region.AdoptedSpace;
import dev.holdfast.memory.region.AllocationOutcome;
import dev.holdfast.memory.region.AllocationRequest;
import dev.holdfast.memory.region.ContentTag;
import dev.holdfast.memory.region.Region;
import dev.holdfast.memory.region.Window;
import dev.holdfast.memory.residency.LeastRecentlyUsed;
import dev.holdfast.memory.residency.Residency;
import dev.holdfast.memory.schedule.Schedule;
import dev.holdfast.testing.SteppedWorkers;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.function.Supplier;

/// The parts below submissions, on a device that is stepped by hand: for tests that look at
/// backings and their fences.
public final class MoveRig {
    private static final long CLIENT = 7;

    private final SteppedWorkers workers = new SteppedWorkers();
    private final Counters counters = new Counters();
    private final ManualDevice device;
    private final Ledger ledger;
    private final Region deviceRegion;
    private final Region hostRegion;
    private final Migrator migrator;
    private final Residency residency;
    private long objects;

    /// Regions as large as the heaps of `device`, moves in chunks of `chunkBytes`.
    public MoveRig(ManualDevice device, long chunkBytes) {
        this(device, chunkBytes, FaultPlan.none());
    }

    /// As above, with faults at the manager's own sites.
    public MoveRig(ManualDevice device, long chunkBytes, FaultPlan faults) {
        this.device = device;
        ledger = new Ledger(workers.worker("drain"));
        deviceRegion = region("device", Device.DEVICE_HEAP);
        hostRegion = region("host", Device.HOST_HEAP);
        var schedule = new Schedule(ledger, device);
        migrator =
                new Migrator(
                        ledger,
                        schedule,
                        device,
                        workers,
                        counters,
                        chunkBytes,
                        faults,
                        MoveLog.NONE);
        residency =
                new Residency(
                        ledger,
                        deviceRegion,
                        hostRegion,
                        new AdoptedSpace(ledger, workers.worker("release")),
                        migrator,
                        new LeastRecentlyUsed(),
                        counters,
                        0,
                        0,
                        false);
    }

    private Region region(String name, int heap) {
        var found = device.heaps().get(heap);
        ContentTag tag = found.zeroed() ? ContentTag.CLEAN : ContentTag.MIXED;
        return new Region(ledger, name, heap, found.sizeBytes(), found.visibleBytes(), tag);
    }

    public ManualDevice device() {
        return device;
    }

    public SteppedWorkers workers() {
        return workers;
    }

    public Region deviceRegion() {
        return deviceRegion;
    }

    public Region hostRegion() {
        return hostRegion;
    }

    public Residency residency() {
        return residency;
    }

    public long count(Counters.Counter counter) {
        return counters.get(counter);
    }

    /// Does something under the ledger.
    public <T> T locked(Supplier<T> action) {
        try (var _ = ledger.enter()) {
            return action.get();
        }
    }

    /// Does something under the ledger.
    public void lockedRun(Runnable action) {
        try (var _ = ledger.enter()) {
            action.run();
        }
    }

    /// A new object of one client, for it alone.
    public BufferObject privateObject(long sizeBytes) {
        return new BufferObject(++objects, "object " + objects, sizeBytes, CLIENT, true);
    }

    /// A new object of one client.
    public BufferObject object(long sizeBytes) {
        return new BufferObject(++objects, "object " + objects, sizeBytes, CLIENT);
    }

    /// A backing in fresh space, nothing moved there yet.
    public Backing fresh(Region region, BufferObject object) {
        var request =
                new AllocationRequest(
                        object.sizeBytes(), false, Window.ANY, object.ownerId(), false);
        var granted = (AllocationOutcome.Granted) locked(() -> region.allocate(request));
        return new Backing(region, object.ownerId(), object.sizeBytes(), granted.extents());
    }

    /// A host backing full of `filler`, as if it had always been there.
    public Backing filledOnHost(BufferObject object, byte filler) {
        Backing backing = fresh(hostRegion, object);
        backing.extents().ranges().forEach(range -> device.peek(range).fill(filler));
        return backing;
    }

    /// Starts a copy.
    public void copy(BufferObject object, Backing source, Backing target) {
        lockedRun(() -> migrator.copy(object, source, target));
    }

    /// Starts a copy of what somebody lends.
    public void copyLent(BufferObject object, MemorySegment lent, Backing target) {
        var outside = new Outside.Lent(lent, Lender.CARELESS);
        lockedRun(() -> migrator.copyLent(object, outside, target));
    }

    /// Starts to clear what must be.
    public void clear(BufferObject object, Backing target, boolean overwritten) {
        lockedRun(() -> migrator.clear(object, target, overwritten));
    }

    /// True if every byte of the backing, slack included, is `filler`.
    public boolean isAll(Backing backing, byte filler) {
        for (var range : backing.extents().ranges()) {
            var bytes = device.peek(range);
            for (long at = 0; at < bytes.byteSize(); at++) {
                if (bytes.get(ValueLayout.JAVA_BYTE, at) != filler) {
                    return false;
                }
            }
        }
        return true;
    }

    /// Lets everything happen that can.
    public void settle() {
        do {
            workers.runUntilIdle();
        } while (device.completeAll() > 0);
    }

    /// How many commands a queue holds.
    public int held(QueueKind kind) {
        return device.held(kind).size();
    }
}
