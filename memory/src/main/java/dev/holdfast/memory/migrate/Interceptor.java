package dev.holdfast.memory.migrate;

import dev.holdfast.device.Command;
import dev.holdfast.device.QueueKind;
import dev.holdfast.device.Workers;
import dev.holdfast.device.fault.Fault;
import dev.holdfast.device.fault.FaultKind;
import dev.holdfast.device.fence.Consequence;
import dev.holdfast.device.fence.Fence;
import dev.holdfast.device.fence.SettableFence;
import dev.holdfast.device.fence.SettlingSection;
import dev.holdfast.memory.ledger.Ledger;
import dev.holdfast.memory.object.Backing;
import dev.holdfast.memory.object.MoveOutcome;
import dev.holdfast.memory.schedule.ScheduledCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/// Stands between the chunks of one move and everyone who relies on its target.
///
/// Counts down over **all** chunks, then looks at each. The last one to settle decides nothing by
/// itself: a hung chunk may fail while later ones run clean. Exactly one of publish, repair and
/// lose follows.
final class Interceptor implements Consequence {
    private final String what;
    private final Backing target;
    private final Repair repair;
    private final SettableFence published = new SettableFence();
    private final SettableFence over = new SettableFence();
    private final List<Part> parts = new ArrayList<>();
    private final AtomicInteger running = new AtomicInteger(1);

    /// A chunk in flight.
    ///
    /// @param number its command's number
    /// @param command what it does, kept so that it can be done again
    /// @param queue where it went
    /// @param result how it ended
    /// @param over when it touches nothing any more
    record Part(long number, Command command, QueueKind queue, Fence result, Fence over) {
        static Part of(Command command, QueueKind queue, ScheduledCommand scheduled) {
            return new Part(
                    scheduled.number(), command, queue, scheduled.result(), scheduled.over());
        }
    }

    Interceptor(String what, Backing target, Repair repair) {
        this.what = what;
        this.target = target;
        this.repair = repair;
    }

    /// The fence that everyone else sees.
    Fence published() {
        return published;
    }

    /// Settles once nobody reads the source or writes the target on behalf of this move any more.
    Fence over() {
        return over;
    }

    String what() {
        return what;
    }

    void add(Part part) {
        parts.add(part);
    }

    /// Starts to watch as soon as the ledger is let go. Under it could be too early: a thread that
    /// is handing commands over anyway takes this move's along at once, and where all of them are
    /// over by now, watching settles the published fence.
    void armAfter(Ledger ledger) {
        ledger.afterwards(this::arm);
    }

    /// Starts to watch. A chunk that is over already, well or badly, counts at once; one that ends
    /// meanwhile counts in its callback; none counts twice.
    void arm() {
        for (Part part : parts) {
            running.incrementAndGet();
            if (!part.over().onSettled(this)) {
                running.decrementAndGet();
            }
        }
        settled(over);
    }

    @Override
    public void settled(Fence fence) {
        if (running.decrementAndGet() == 0) {
            inspect(repair.worker());
        }
    }

    /// Does on the caller's stack what watching would have led to: waits for every chunk, looks,
    /// repairs, and comes back when the move is over. An interrupt is kept for later.
    void seeThrough(Workers workers) {
        for (Part part : parts) {
            Patience.await(workers, part.over());
        }
        inspect(Runnable::run);
        Patience.await(workers, over);
    }

    private void inspect(Executor repairer) {
        List<Part> failed = parts.stream().filter(part -> part.result().isFailed()).toList();
        if (failed.isEmpty()) {
            publish(MoveOutcome.AS_INTENDED);
            return;
        }
        Optional<Fault> hopeless = hopeless(failed);
        if (hopeless.isPresent()) {
            lose(hopeless.get());
        } else {
            repair.start(this, failed, repairer);
        }
    }

    /// Why none of `failed` can be done again, if so: what it needs is not there, or not any more,
    /// or somebody who was not stopped may write to the same place.
    static Optional<Fault> hopeless(List<Part> failed) {
        for (Part part : failed) {
            Fault fault = part.result().fault().orElseThrow();
            switch (fault.kind()) {
                case DEPENDENCY_FAILED, SOURCE_LOST, UNSTOPPED -> {
                    return Optional.of(fault);
                }
                default -> {}
            }
        }
        return Optional.empty();
    }

    /// The target is overwritten to its last byte, and `outcome` says by whom. As below, who sees
    /// the fence sees the outcome.
    void publish(MoveOutcome outcome) {
        target.settleOutcome(outcome);
        try (var _ = SettlingSection.enter()) {
            published.signal();
            over.signal();
        }
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
        try (var _ = SettlingSection.enter()) {
            published.fail(lost);
            over.signal();
        }
    }
}
