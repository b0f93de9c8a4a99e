package dev.holdfast.memory.migrate;

import dev.holdfast.device.Command;
import dev.holdfast.device.QueueKind;
import dev.holdfast.device.fault.Fault;
import dev.holdfast.device.fault.FaultKind;
import dev.holdfast.device.fault.FaultPlan;
import dev.holdfast.device.fence.Fence;
import dev.holdfast.device.fence.FenceJoin;
import dev.holdfast.device.fence.SettableFence;
import dev.holdfast.memory.ledger.Ledger;
import dev.holdfast.memory.object.Backing;
import dev.holdfast.memory.region.ContentTag;
import dev.holdfast.memory.region.Extent;
import dev.holdfast.memory.region.GrantedExtent;
import dev.holdfast.memory.region.Region;
import dev.holdfast.memory.schedule.Schedule;
import dev.holdfast.stress.InlineDevice;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/// The interceptor of one move, with its outcomes counted: repairs are asked for and not done.
final class Watched {
    static final Fault FAULT = Fault.of(FaultKind.COPY_FAILED, "failed");

    private static final Ledger LEDGER = new Ledger(Runnable::run);
    private static final InlineDevice DEVICE = new InlineDevice(command -> {});
    private static final Schedule SCHEDULE = new Schedule(LEDGER, DEVICE);
    private static final Region REGION =
            new Region(LEDGER, "stress", 0, 4096, 4096, ContentTag.CLEAN);
    private static final GrantedExtent GRANTED =
            new GrantedExtent(new Extent(0, 4096), FenceJoin.empty(), ContentTag.CLEAN);

    private final AtomicInteger published = new AtomicInteger();
    private final AtomicInteger repairs = new AtomicInteger();
    private final SettableFence lateResult = new SettableFence();
    private final SettableFence lateOver = new SettableFence();
    private final Backing target = new Backing(REGION, 1, 4096, List.of(GRANTED));
    private final Interceptor interceptor =
            new Interceptor(
                    "a move",
                    target,
                    new Repair(
                            LEDGER,
                            SCHEDULE,
                            MoveLog.NONE,
                            DEVICE,
                            new HostBytes(DEVICE, FaultPlan.none()),
                            task -> repairs.incrementAndGet()));

    Interceptor interceptor() {
        return interceptor;
    }

    Backing target() {
        return target;
    }

    /// A chunk that ended so before anybody watched.
    void chunk(Fence result) {
        add(result, Fence.signalled());
    }

    private void add(Fence result, Fence over) {
        var part = new Interceptor.Part(0, new Command.Marker(), QueueKind.COPY_IN, result, over);
        interceptor.add(part);
    }

    /// Adds the chunk that ends meanwhile, and starts to count outcomes.
    void lateChunk() {
        add(lateResult, lateOver);
        interceptor.published().onSettled(fence -> published.incrementAndGet());
    }

    /// Ends the late chunk, as a queue does: its result first.
    void endLate(Optional<Fault> fault) {
        lateResult.settle(fault);
        lateOver.signal();
    }

    void arm() {
        interceptor.arm();
    }

    /// Ten for each time it was published, one for each repair.
    int outcome() {
        return 10 * published.get() + repairs.get();
    }
}
