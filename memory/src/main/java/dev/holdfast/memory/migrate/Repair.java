package dev.holdfast.memory.migrate;

import dev.holdfast.device.Command;
import dev.holdfast.device.Device;
import dev.holdfast.device.HeapRange;
import dev.holdfast.device.QueueKind;
import dev.holdfast.device.fault.Fault;
import dev.holdfast.device.fault.FaultKind;
import dev.holdfast.device.fence.Dependency;
import dev.holdfast.device.fence.Fence;
import dev.holdfast.device.fence.FenceWork;
import dev.holdfast.memory.ledger.Ledger;
import dev.holdfast.memory.object.MoveOutcome;
import dev.holdfast.memory.schedule.Schedule;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

/// Completes moves that the device has failed. Runs on a worker of its own, when every chunk of the
/// move is over, and does again only what failed: by CPU if it can see both sides, else through the
/// device by another queue, urgently, a few times.
final class Repair {
    /// Tries through the device, after the first, before a move is given up.
    private static final int TRIES = 3;

    /// A command's client for lanes: repairs belong to nobody and are urgent anyway.
    private static final long NOBODY = 0;

    private final Ledger ledger;
    private final Schedule schedule;
    private final HostBytes hostBytes;
    private final Executor worker;

    Repair(Ledger ledger, Schedule schedule, Device device, Executor worker) {
        this.ledger = ledger;
        this.schedule = schedule;
        this.hostBytes = new HostBytes(device);
        this.worker = worker;
    }

    /// Takes the failed chunks of a move. Never blocks: it may be called from a completion.
    void start(Interceptor move, List<Interceptor.Part> failed) {
        worker.execute(() -> repair(move, failed));
    }

    private void repair(Interceptor move, List<Interceptor.Part> failed) {
        Fault first = failed.getFirst().result().fault().orElseThrow();
        List<Interceptor.Part> invisible;
        try {
            invisible = failed.stream().filter(part -> !byHost(part.command())).toList();
        } catch (RuntimeException thrown) {
            // the owner may have taken lent memory away; everybody waits for the published fence
            move.lose(Fault.causedBy(FaultKind.COPY_FAILED, "the repair threw " + thrown, first));
            return;
        }
        if (invisible.isEmpty()) {
            move.publish(new MoveOutcome.CopiedByHost(first));
        } else {
            queueAgain(move, invisible, first, TRIES);
        }
    }

    private boolean byHost(Command command) {
        return switch (command) {
            case Command.Copy copy -> hostBytes.copy(copy.transfers());
            case Command.Fill(List<HeapRange> targets) -> hostBytes.clear(targets);
            case Command.Launch launch ->
                    throw new IllegalArgumentException("a kernel is not part of a move");
            case Command.Marker marker -> true;
        };
    }

    private void queueAgain(
            Interceptor move, List<Interceptor.Part> parts, Fault first, int triesLeft) {
        if (triesLeft == 0) {
            move.lose(first);
            return;
        }
        ledger.drain().post(() -> schedule(move, parts, first, triesLeft));
    }

    private void schedule(
            Interceptor move, List<Interceptor.Part> parts, Fault first, int triesLeft) {
        List<Interceptor.Part> again = new ArrayList<>();
        List<Dependency> over = new ArrayList<>();
        for (Interceptor.Part part : parts) {
            QueueKind queue = other(part.queue());
            Fence result = schedule.addUrgent(queue, part.command(), NOBODY, List.of()).result();
            again.add(new Interceptor.Part(part.command(), queue, result));
            over.add(Dependency.ordering(result));
        }
        ledger.afterwards(() -> {
            Fence all = FenceWork.coalesce(over);
            if (!all.onSettled(fence -> tried(move, again, first, triesLeft - 1))) {
                tried(move, again, first, triesLeft - 1);
            }
        });
    }

    private void tried(Interceptor move, List<Interceptor.Part> parts, Fault first, int triesLeft) {
        List<Interceptor.Part> failed =
                parts.stream().filter(part -> part.result().isFailed()).toList();
        if (failed.isEmpty()) {
            move.publish(new MoveOutcome.CopiedByOtherQueue(first));
        } else {
            queueAgain(move, failed, first, triesLeft);
        }
    }

    private static QueueKind other(QueueKind queue) {
        return queue == QueueKind.COPY_IN ? QueueKind.COPY_OUT : QueueKind.COPY_IN;
    }
}
