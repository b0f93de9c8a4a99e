package dev.holdfast.faulty;

import dev.holdfast.device.AdoptedMemory;
import dev.holdfast.device.Command;
import dev.holdfast.device.Completion;
import dev.holdfast.device.Device;
import dev.holdfast.device.DeviceQueue;
import dev.holdfast.device.HeapInfo;
import dev.holdfast.device.HeapRange;
import dev.holdfast.device.QueueKind;
import dev.holdfast.device.ResetOutcome;
import dev.holdfast.device.Ticker;
import dev.holdfast.device.Transfer;
import dev.holdfast.device.Workers;
import dev.holdfast.device.fault.Fault;
import dev.holdfast.device.fault.FaultAction;
import dev.holdfast.device.fault.FaultKind;
import dev.holdfast.device.fence.InvariantError;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// A queue that lets a plan decide what becomes of each command. Commands go to the device behind
/// in the order in which they came, and complete in that order; the [Line] keeps it.
final class FaultyQueue implements DeviceQueue {
    /// How long a completion waits at most for one of another queue.
    private static final long REORDERED_NANOS = 1_000_000;

    private final FaultyDevice device;
    private final Device inner;
    private final DeviceQueue target;
    private final long[] heapBytes;
    private final Mischief mischief;
    private final Loss loss;
    private final Line line;
    private final Ticker ticker;
    private final Executor worker;
    private final Executor foreign;
    private final LongAdder taken = new LongAdder();

    /// A queue of `device` in front of that of `inner`. Completions that were held back for those
    /// of other queues come on `foreign`.
    FaultyQueue(
            FaultyDevice device,
            Device inner,
            QueueKind kind,
            Mischief mischief,
            Workers workers,
            Executor foreign) {
        this.device = device;
        this.inner = inner;
        this.target = inner.queue(kind);
        this.heapBytes = inner.heaps().stream().mapToLong(HeapInfo::sizeBytes).toArray();
        this.mischief = mischief;
        this.loss = mischief.loss();
        this.line = new Line(loss);
        this.ticker = workers.ticker();
        this.worker = workers.worker("faulty-" + kind.text());
        this.foreign = foreign;
    }

    @Override
    public QueueKind kind() {
        return target.kind();
    }

    @Override
    public void submit(Command command, Completion completion) {
        check(command);
        mischief.stragglers().passedBy();
        Errand errand;
        synchronized (line) {
            if (line.isClosed()) {
                throw new IllegalStateException(device.info().name() + " is closed");
            }
            errand = new Errand(this, command, completion, mischief.visit(command));
            line.add(errand);
        }
        if (errand.loses()) {
            loss.begin(errand.fault(FaultKind.DEVICE_LOST, "lost the device"));
        }
        if (loss.isOver()) {
            goOnLater();
        }
        handOn();
        line.returning(errand);
    }

    /// Takes the command that completes next if it is held back here, or what runs on the device
    /// behind; with `guilty`, only if it is that one.
    ResetOutcome reset(@Nullable Completion guilty) {
        Optional<Fault> lost = loss.fault();
        if (lost.isPresent()) {
            return new ResetOutcome.NotPossible("the device is lost: " + lost.get().message());
        }
        Errand only = null;
        if (guilty != null) {
            only = line.next();
            if (only == null || !only.reportsTo(guilty)) {
                return new ResetOutcome.Idle();
            }
        }
        if (!line.takeStalled(only)) {
            return only == null ? inner.reset(kind()) : inner.reset(kind(), only);
        }
        taken.increment();
        goOnLater();
        return new ResetOutcome.Reset();
    }

    /// The device behind has done what `errand` made of it.
    void reported(Errand errand, @Nullable Fault fault) {
        if (fault == null || errand.isOwn(fault)) {
            settle(errand);
        } else {
            line.over(errand, fault);
        }
        if (loss.isLost()) {
            loss.goOn();
        } else {
            complete();
        }
    }

    /// A command of another queue has completed.
    void letReorderedGo() {
        if (line.hasReordered() && line.letReorderedGo()) {
            foreign.execute(this::goOn);
        }
    }

    /// Completes and hands on what can be, on a worker.
    void goOnLater() {
        worker.execute(this::goOn);
    }

    /// What is in it.
    Line line() {
        return line;
    }

    /// How many commands a reset has taken that the device behind had done with.
    long taken() {
        return taken.sum();
    }

    private void goOn() {
        complete();
        handOn();
    }

    private void handOn() {
        Errand next = line.toHandOn();
        while (next != null) {
            try {
                target.submit(toDo(next), next);
            } catch (RuntimeException refusal) {
                refuse(next, refusal);
            }
            next = line.nextToHandOn();
        }
    }

    private Command toDo(Errand errand) {
        return switch (errand.action()) {
            case FaultAction.Fail fail -> mischief.damaged(errand.command, errand.draw());
            case FaultAction.Hang hang -> mischief.damaged(errand.command, errand.draw());
            case FaultAction.Linger linger -> mischief.damaged(errand.command, errand.draw());
            case null, default -> errand.command;
        };
    }

    private void settle(Errand errand) {
        switch (errand.action()) {
            case null -> line.over(errand, null);
            case FaultAction.Fail fail -> line.over(errand, errand.failure());
            case FaultAction.Hang hang -> line.stall(errand);
            case FaultAction.Delay(Duration duration) ->
                    line.stall(errand, ticker, duration.toNanos(), wakeOn(worker, errand));
            case FaultAction.Reorder reorder ->
                    line.stall(errand, ticker, REORDERED_NANOS, wakeOn(foreign, errand));
            case FaultAction.Linger linger -> {
                mischief.stragglers().add(errand.command, ~errand.draw());
                line.over(errand, errand.fault(FaultKind.UNSTOPPED, "was given up and runs on"));
            }
            case FaultAction.Lose lose -> throw new InvariantError(errand + " was handed on");
            case FaultAction.Forbid forbid -> throw new InvariantError(errand + " is no device's");
        }
    }

    private Runnable wakeOn(Executor executor, Errand errand) {
        return () ->
                executor.execute(() -> {
                    if (line.letGo(errand)) {
                        goOn();
                    }
                });
    }

    private void complete() {
        Errand next = line.toComplete();
        boolean freesTheWay = false;
        while (next != null) {
            freesTheWay |= next.holdsUp();
            tell(next);
            device.completedIn(this);
            next = line.nextToComplete();
        }
        if (freesTheWay) {
            handOn();
        }
    }

    private void tell(Errand errand) {
        boolean told = false;
        try {
            errand.completion.completed(errand.fault);
            told = true;
        } finally {
            if (!told) {
                // the completion threw: that is its thread's affair, the queue goes on
                line.giveUpCompleting();
                goOnLater();
            }
        }
    }

    /// What the device behind did not take is thrown at the caller, if it is still there.
    private void refuse(Errand errand, RuntimeException refusal) {
        Fault late = errand.refused(refusal);
        if (!line.refused(errand, refusal, late)) {
            goOnLater();
        }
        if (loss.isLost()) {
            loss.goOn();
        }
    }

    private void check(Command command) {
        switch (command) {
            case Command.Copy copy -> {
                for (Transfer transfer : copy.transfers()) {
                    check(transfer.target());
                    if (transfer.source() instanceof HeapRange source) {
                        check(source);
                    }
                }
            }
            case Command.Fill fill -> fill.targets().forEach(this::check);
            case Command.Launch launch -> {}
            case Command.Marker marker -> {}
        }
    }

    private void check(HeapRange range) {
        if (AdoptedMemory.isAt(range)) {
            // whether it is adopted the device behind knows
            return;
        }
        if (range.heap() >= heapBytes.length || range.end() > heapBytes[range.heap()]) {
            throw new IllegalArgumentException(range + " is outside its heap");
        }
    }
}
