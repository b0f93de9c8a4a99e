package dev.holdfast.faulty;

import dev.holdfast.device.Device;
import dev.holdfast.device.fault.Fault;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Whether the device is lost, and how that comes about, step by step on a worker:
///
/// 1. [#fault] answers it. From here on nothing is handed to the device behind, no kernel begins
///    there, and no completion is delivered.
/// 2. What runs behind is taken by a reset, or where there is none comes to its end.
/// 3. Device memory is poisoned.
/// 4. Every command that is left completes, queue by queue and in order; later ones as they come.
///
/// Kernels are out of the way before the poison, so that what tells of it is only ever a command
/// that failed or a reader who can ask. A reader by the CPU may well meet the poison; the first
/// step is there for that one.
final class Loss implements Runnable {
    private final boolean possible;
    private final Executor worker;
    private final AtomicReference<@Nullable Fault> begun = new AtomicReference<>();

    private volatile Optional<Fault> fault = Optional.empty();
    private volatile boolean over;

    // the worker's; the parts are set once, before there is a command
    private @Nullable Parts parts;
    private boolean poisoning;

    /// What a loss needs.
    ///
    /// @param inner the device that is lost
    /// @param queues its queues
    /// @param stragglers those that write no more
    /// @param blocks what its memory is poisoned with
    record Parts(
            Device inner, List<FaultyQueue> queues, Stragglers stragglers, LentBlocks blocks) {}

    /// No loss yet, and none ever unless it is `possible`.
    Loss(boolean possible, Executor worker) {
        this.possible = possible;
        this.worker = worker;
    }

    /// Says what there is to lose.
    void arm(Parts what) {
        parts = what;
    }

    /// False if nobody ever needs to ask.
    boolean isPossible() {
        return possible;
    }

    boolean isLost() {
        return fault.isPresent();
    }

    /// True once device memory is poisoned: what is left may complete.
    boolean isOver() {
        return over;
    }

    /// Why the device is lost, if it is. Whoever has read device memory before this answers empty
    /// has read no poison: the poison is written after the fault, and looked for before it.
    Optional<Fault> fault() {
        VarHandle.acquireFence();
        return fault;
    }

    /// The device is lost for this reason, unless it is already.
    void begin(Fault reason) {
        if (begun.compareAndSet(null, reason)) {
            worker.execute(this);
        }
    }

    /// Something that ran behind is over.
    void goOn() {
        worker.execute(this);
    }

    /// One step; only ever on the worker.
    @Override
    public void run() {
        Parts what = Objects.requireNonNull(parts);
        if (fault.isEmpty()) {
            fault = Optional.ofNullable(begun.get());
            VarHandle.fullFence();
            what.stragglers().stop();
        }
        boolean busy = false;
        for (FaultyQueue queue : what.queues()) {
            if (queue.line().isBusyBehind()) {
                busy = true;
                what.inner().reset(queue.kind());
            }
        }
        if (!busy && !poisoning) {
            poisoning = true;
            new Poison(what.inner(), what.blocks()).spread(() -> worker.execute(this::finish));
        }
    }

    private void finish() {
        over = true;
        for (FaultyQueue queue : Objects.requireNonNull(parts).queues()) {
            if (!queue.line().isEmpty()) {
                queue.goOnLater();
            }
        }
    }
}
