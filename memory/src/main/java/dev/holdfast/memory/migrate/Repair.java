package dev.holdfast.memory.migrate;

import dev.holdfast.device.Command;
import dev.holdfast.device.Device;
import dev.holdfast.device.HeapRange;
import dev.holdfast.device.QueueKind;
import dev.holdfast.device.SourceLostException;
import dev.holdfast.device.fault.Fault;
import dev.holdfast.device.fault.FaultKind;
import dev.holdfast.device.fence.Consequence;
import dev.holdfast.device.fence.Dependency;
import dev.holdfast.device.fence.Fence;
import dev.holdfast.device.fence.FenceWork;
import dev.holdfast.device.fence.ForeignCode;
import dev.holdfast.device.fence.SignallingSection;
import dev.holdfast.memory.ledger.Ledger;
import dev.holdfast.memory.object.MoveOutcome;
import dev.holdfast.memory.schedule.Reach;
import dev.holdfast.memory.schedule.Schedule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;

/// Completes moves that the device has failed. Runs on a worker of its own, or on the stack of
/// whoever sees a move through, when every chunk of the move is over, and does again only what
/// failed: by CPU if it can see both sides, else through the device by another queue, urgently, a
/// few times. Of a device that is lost nothing is read and nothing is saved: what the CPU sees
/// there is anything.
final class Repair {
    /// Tries through the device, after the first, before a move is given up: so many that chance
    /// alone does not lose a move where one copy in five fails.
    private static final int TRIES = 8;

    /// A command's client for lanes: repairs belong to nobody and are urgent anyway.
    private static final long NOBODY = 0;

    private final Ledger ledger;
    private final Schedule schedule;
    private final MoveLog log;
    private final Device device;
    private final HostBytes hostBytes;
    private final Executor worker;

    Repair(
            Ledger ledger,
            Schedule schedule,
            MoveLog log,
            Device device,
            HostBytes hostBytes,
            Executor worker) {
        this.ledger = ledger;
        this.schedule = schedule;
        this.log = log;
        this.device = device;
        this.hostBytes = hostBytes;
        this.worker = worker;
    }

    /// Where repairs run unless somebody sees them through.
    Executor worker() {
        return worker;
    }

    /// Takes the failed chunks of a move. Never blocks, unless `repairer` does: it may be called
    /// from a completion. Without a repairer the CPU is out, and the device is asked again.
    void start(Interceptor move, List<Interceptor.Part> failed, Executor repairer) {
        ForeignCode.hand(
                repairer,
                () -> repair(move, failed),
                () -> queueAgain(move, failed, faultOf(failed), TRIES));
    }

    private static Fault faultOf(List<Interceptor.Part> failed) {
        return failed.getFirst().result().fault().orElseThrow();
    }

    private void repair(Interceptor move, List<Interceptor.Part> failed) {
        Fault first = faultOf(failed);
        Optional<Fault> lost = lostDevice(failed);
        if (lost.isPresent()) {
            move.lose(lost.get());
            return;
        }
        List<Interceptor.Part> invisible;
        try (var _ = SignallingSection.enter()) {
            invisible = failed.stream().filter(part -> !byHost(part.command())).toList();
        } catch (SourceLostException gone) {
            move.lose(gone.fault("the repair of " + move.what()));
            return;
        } catch (Throwable thrown) {
            // the driver may throw; everybody waits for the published fence
            String what = "the repair threw " + ForeignCode.words(thrown);
            move.lose(Fault.causedBy(FaultKind.COPY_FAILED, what, first));
            return;
        }
        // again, because it may have been lost while its memory was read
        lost = lostDevice(failed);
        if (lost.isPresent()) {
            move.lose(lost.get());
        } else if (invisible.isEmpty()) {
            move.publish(new MoveOutcome.CopiedByHost(first));
        } else {
            queueAgain(move, invisible, first, TRIES);
        }
    }

    /// The fault of a device in whose memory one of `parts` is and that is lost.
    private Optional<Fault> lostDevice(List<Interceptor.Part> parts) {
        Optional<Fault> lost = device.lost();
        for (Interceptor.Part part : parts) {
            if (Reach.of(part.command()).isIn(Device.DEVICE_HEAP)) {
                Optional<Fault> told =
                        part.result()
                                .fault()
                                .filter(fault -> fault.kind() == FaultKind.DEVICE_LOST);
                if (lost.isPresent() || told.isPresent()) {
                    return lost.or(() -> told);
                }
            }
        }
        return Optional.empty();
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
            log.movesAgain(schedule.nextNumber(), part.number(), queue);
            var scheduled = schedule.addUrgent(queue, part.command(), NOBODY, List.of());
            again.add(Interceptor.Part.of(part.command(), queue, scheduled));
            over.add(Dependency.ordering(scheduled.over()));
        }
        ledger.afterwards(() -> {
            Fence all = FenceWork.coalesce(over);
            if (!all.onSettled(Consequence.of(fence -> tried(move, again, first, triesLeft - 1)))) {
                tried(move, again, first, triesLeft - 1);
            }
        });
    }

    private void tried(Interceptor move, List<Interceptor.Part> parts, Fault first, int triesLeft) {
        List<Interceptor.Part> failed =
                parts.stream().filter(part -> part.result().isFailed()).toList();
        Optional<Fault> hopeless = lostDevice(failed).or(() -> Interceptor.hopeless(failed));
        if (failed.isEmpty()) {
            move.publish(new MoveOutcome.CopiedByOtherQueue(first));
        } else if (hopeless.isPresent()) {
            move.lose(hopeless.get());
        } else {
            queueAgain(move, failed, first, triesLeft);
        }
    }

    private static QueueKind other(QueueKind queue) {
        return queue == QueueKind.COPY_IN ? QueueKind.COPY_OUT : QueueKind.COPY_IN;
    }
}
