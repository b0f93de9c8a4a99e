package dev.holdfast.sim.unruly;

import dev.holdfast.device.Command;
import dev.holdfast.device.Completion;
import dev.holdfast.device.DeviceQueue;
import dev.holdfast.device.QueueKind;
import dev.holdfast.device.fault.Fault;
import dev.holdfast.device.fault.FaultKind;
import dev.holdfast.sim.watch.Rudeness;
import java.util.ArrayDeque;

/// A queue that may fall deaf: what it is given then stays here.
final class UnrulyQueue implements DeviceQueue {
    private final DeviceQueue inner;
    private final Custody custody;
    private final Temper temper;
    private final Rudeness rudeness;
    private final ArrayDeque<Charge> held = new ArrayDeque<>();
    private boolean deaf;

    UnrulyQueue(DeviceQueue inner, Custody custody, Temper temper, Rudeness rudeness) {
        this.inner = inner;
        this.custody = custody;
        this.temper = temper;
        this.rudeness = rudeness;
    }

    @Override
    public QueueKind kind() {
        return inner.kind();
    }

    @Override
    public void submit(Command command, Completion completion) {
        Rudeness.Outburst outburst = rudeness.next().orElse(null);
        if (outburst == null) {
            take(command, completion, false);
            return;
        }
        custody.thrown(command, outburst);
        if (outburst.allTheSame()) {
            take(command, completion, true);
        }
        outburst.raise();
    }

    private void take(Command command, Completion completion, boolean inDoubt) {
        Charge charge = custody.given(kind(), command, completion);
        charge.inDoubt = inDoubt;
        deaf |= temper.turnsDeaf();
        if (deaf || !held.isEmpty()) {
            held.addLast(charge);
            return;
        }
        try {
            inner.submit(command, charge);
        } catch (RuntimeException refusal) {
            custody.refused(charge);
            throw refusal;
        }
    }

    /// True if what this queue is at is here.
    boolean holdsFirst() {
        return !held.isEmpty() && custody.first(kind()) == held.peekFirst();
    }

    /// Gives up what it is at, which is here, and hears again.
    void takeFirst() {
        Charge first = held.removeFirst();
        first.completed(
                Fault.of(
                        FaultKind.REVOKED,
                        first + " was never begun, and was taken from its queue by a reset"));
        hearAgain();
    }

    /// Hands on what is here. False if that was nothing.
    boolean hearAgain() {
        deaf = false;
        boolean any = !held.isEmpty();
        Charge next;
        while (!deaf && (next = held.pollFirst()) != null) {
            inner.submit(next.command, next);
        }
        return any;
    }

    /// True if nothing is here.
    boolean isEmpty() {
        return held.isEmpty();
    }
}
