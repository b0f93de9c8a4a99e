package dev.holdfast.memory.migrate;

import dev.holdfast.device.Command;
import dev.holdfast.device.QueueKind;
import dev.holdfast.device.fault.Fault;
import dev.holdfast.device.fault.FaultKind;
import dev.holdfast.device.fence.Fence;
import dev.holdfast.device.fence.FenceCallback;
import dev.holdfast.device.fence.SettableFence;
import dev.holdfast.memory.ledger.Ledger;
import dev.holdfast.memory.object.Backing;
import dev.holdfast.memory.object.MoveOutcome;
import dev.holdfast.memory.recorder.Counters;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// Stands between the chunks of one move and everyone who relies on its target.
///
/// Counts down over **all** chunks, then looks at each. The last one to settle decides nothing by
/// itself: a hung chunk may fail while later ones run clean. Exactly one of publish, repair and
/// lose follows.
final class Interceptor implements FenceCallback {
    private final String what;
    private final Backing target;
    private final Repair repair;
    private final Counters counters;
    private final SettableFence published = new SettableFence();
    private final List<Part> parts = new ArrayList<>();
    private final AtomicInteger unsettled = new AtomicInteger(1);

    /// A chunk in flight.
    ///
    /// @param command what it does, kept so that it can be done again
    /// @param queue where it went
    /// @param result how it ended
    record Part(Command command, QueueKind queue, Fence result) {}

    Interceptor(String what, Backing target, Repair repair, Counters counters) {
        this.what = what;
        this.target = target;
        this.repair = repair;
        this.counters = counters;
    }

    /// The fence that everyone else sees.
    Fence published() {
        return published;
    }

    String what() {
        return what;
    }

    void add(Command command, QueueKind queue, Fence result) {
        parts.add(new Part(command, queue, result));
    }

    /// Starts to watch as soon as the ledger is let go. Under it could be too early: a thread that
    /// is handing commands over anyway takes this move's along at once, and where all of them are
    /// over by now, watching settles the published fence.
    void armAfter(Ledger ledger) {
        ledger.afterwards(this::arm);
    }

    /// Starts to watch. A chunk that has settled already, well or badly, counts at once; one that
    /// settles meanwhile counts in its callback; none counts twice.
    void arm() {
        for (Part part : parts) {
            unsettled.incrementAndGet();
            if (!part.result().onSettled(this)) {
                unsettled.decrementAndGet();
            }
        }
        settled(published);
    }

    @Override
    public void settled(Fence fence) {
        if (unsettled.decrementAndGet() == 0) {
            inspect();
        }
    }

    private void inspect() {
        List<Part> failed = parts.stream().filter(part -> part.result().isFailed()).toList();
        if (failed.isEmpty()) {
            publish(MoveOutcome.AS_INTENDED);
            return;
        }
        for (Part part : failed) {
            Fault fault = part.result().fault().orElseThrow();
            if (fault.kind() == FaultKind.DEPENDENCY_FAILED) {
                lose(fault);
                return;
            }
        }
        repair.start(this, failed);
    }

    /// The target is overwritten to its last byte.
    void publish(MoveOutcome outcome) {
        target.settleOutcome(outcome);
        switch (outcome) {
            case MoveOutcome.CopiedByHost repaired ->
                    counters.count(Counters.Counter.COPIES_REPAIRED_BY_HOST);
            case MoveOutcome.CopiedByOtherQueue repaired ->
                    counters.count(Counters.Counter.COPIES_REPAIRED_BY_QUEUE);
            case MoveOutcome.CopiedByDevice intended -> {}
            case MoveOutcome.Lost lost ->
                    throw new IllegalArgumentException("a lost move is not published as done");
        }
        published.signal();
    }

    /// The target is not, and will not be, overwritten. The mark is written before the fence
    /// settles: whoever sees the one sees the other.
    void lose(Fault cause) {
        Fault lost =
                Fault.causedBy(
                        FaultKind.CONTENT_LOST,
                        "the bytes of " + what + " could not be moved and are lost",
                        cause);
        target.settleOutcome(new MoveOutcome.Lost(lost));
        counters.count(Counters.Counter.COPIES_LOST);
        published.fail(lost);
    }
}
