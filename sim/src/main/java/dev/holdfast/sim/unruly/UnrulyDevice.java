package dev.holdfast.sim.unruly;

import dev.holdfast.device.AddressSpace;
import dev.holdfast.device.AdoptedMemory;
import dev.holdfast.device.Completion;
import dev.holdfast.device.Device;
import dev.holdfast.device.DeviceInfo;
import dev.holdfast.device.DeviceUsage;
import dev.holdfast.device.HeapInfo;
import dev.holdfast.device.HeapRange;
import dev.holdfast.device.Kernel;
import dev.holdfast.device.KernelCode;
import dev.holdfast.device.QueueKind;
import dev.holdfast.device.ResetOutcome;
import dev.holdfast.device.fault.Fault;
import dev.holdfast.sim.watch.Rudeness;
import dev.holdfast.sim.world.SimWorkers;
import java.lang.foreign.MemorySegment;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;

/// A device with a [Temper], and an account of what it has.
public final class UnrulyDevice implements Device {
    private static final int WAYS = 3;

    private final Device inner;
    private final Custody custody;

    /// The worker by which the faults in front of the device lose it, in several steps.
    private static final String LOSING = "faulty-device";

    private static final int MOST_OF_LOSS = 8;

    private final Temper temper;
    private final Rudeness rudeness;
    private final Executor worker;
    private final SimWorkers workers;
    private final Map<QueueKind, UnrulyQueue> queues = new EnumMap<>(QueueKind.class);

    /// `inner`, with this temper, and this rude; what it has is in `custody`.
    public UnrulyDevice(
            Device inner, Custody custody, Temper temper, Rudeness rudeness, SimWorkers workers) {
        this.inner = inner;
        this.custody = custody;
        this.temper = temper;
        this.rudeness = rudeness;
        this.workers = workers;
        // one worker more and the scheduler would draw otherwise
        this.worker = temper.deafOneIn() > 0 ? workers.worker("unruly") : Runnable::run;
        for (QueueKind kind : QueueKind.values()) {
            queues.put(kind, new UnrulyQueue(inner.queue(kind), custody, temper, rudeness));
        }
    }

    /// What it has.
    public Custody custody() {
        return custody;
    }

    @Override
    public UnrulyQueue queue(QueueKind kind) {
        return Objects.requireNonNull(queues.get(kind));
    }

    @Override
    public ResetOutcome reset(QueueKind queue) {
        custody.meant(queue);
        temper.whileItLasts();
        ResetOutcome outcome = temper.isDisobedient() ? disobey() : take(queue);
        temper.whileItLasts();
        return outcome;
    }

    @Override
    public ResetOutcome reset(QueueKind queue, Completion guilty) {
        Charge charge = custody.find(queue, guilty).orElse(null);
        if (charge == null) {
            return new ResetOutcome.Idle();
        }
        custody.named(charge);
        temper.whileItLasts();
        Rudeness.Outburst outburst = rudeness.next().orElse(null);
        if (outburst != null) {
            custody.answered(charge, new ResetOutcome.NotPossible("it throws"));
            outburst.raise();
        }
        ResetOutcome outcome = temper.isDisobedient() ? disobey() : take(charge);
        temper.whileItLasts();
        custody.answered(charge, outcome);
        return outcome;
    }

    private ResetOutcome disobey() {
        return switch (temper.chance().below(WAYS)) {
            case 0 -> new ResetOutcome.NotPossible("it does not want to");
            case 1 -> new ResetOutcome.Idle();
            default -> new ResetOutcome.Reset();
        };
    }

    private ResetOutcome take(Charge charge) {
        UnrulyQueue queue = queue(charge.queue);
        if (charge.isReported() || custody.first(charge.queue) != charge) {
            return new ResetOutcome.Idle();
        }
        return queue.holdsFirst() ? takeHeld(queue) : inner.reset(charge.queue, charge);
    }

    private ResetOutcome take(QueueKind kind) {
        UnrulyQueue queue = queue(kind);
        return queue.holdsFirst() ? takeHeld(queue) : inner.reset(kind);
    }

    private ResetOutcome takeHeld(UnrulyQueue queue) {
        Optional<Fault> lost = lost();
        if (lost.isPresent()) {
            return new ResetOutcome.NotPossible("the device is lost: " + lost.get().message());
        }
        Charge first = Objects.requireNonNull(custody.first(queue.kind()));
        worker.execute(() -> {
            if (queue.holdsFirst() && custody.first(queue.kind()) == first) {
                queue.takeFirst();
            }
        });
        return new ResetOutcome.Reset();
    }

    /// Somebody resets a queue behind the manager's back, and is obeyed.
    public ResetOutcome resetFromOutside(QueueKind kind) {
        ResetOutcome outcome = take(kind);
        if (outcome instanceof ResetOutcome.Reset) {
            custody.fromOutside(kind);
        }
        return outcome;
    }

    /// No queue is deaf any more. False if none of them had anything to hand on.
    public boolean hearAgain() {
        boolean any = false;
        for (UnrulyQueue queue : queues.values()) {
            any |= queue.hearAgain();
        }
        return any;
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
        Optional<MemorySegment> view = inner.hostView(range);
        if (workers.hasTask(LOSING) && temper.chance().oneIn(2)) {
            // it is lost while somebody looks at it, who has asked before whether it is
            workers.runNow(LOSING, temper.chance().between(1, MOST_OF_LOSS));
        }
        return view;
    }

    @Override
    public AddressSpace createAddressSpace(String name) {
        return inner.createAddressSpace(name);
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
    public DeviceUsage usage() {
        return inner.usage();
    }

    @Override
    public void close() {
        for (Map.Entry<QueueKind, UnrulyQueue> each : queues.entrySet()) {
            if (!each.getValue().isEmpty()) {
                throw new IllegalStateException("something is still held on " + each.getKey());
            }
        }
        inner.close();
    }
}
