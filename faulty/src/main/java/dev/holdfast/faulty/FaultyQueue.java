package dev.holdfast.faulty;

import dev.holdfast.device.Command;
import dev.holdfast.device.Completion;
import dev.holdfast.device.Device;
import dev.holdfast.device.DeviceQueue;
import dev.holdfast.device.HeapRange;
import dev.holdfast.device.QueueKind;
import dev.holdfast.device.ResetOutcome;
import dev.holdfast.device.Ticker;
import dev.holdfast.device.Transfer;
import dev.holdfast.device.Workers;
import dev.holdfast.device.fault.Fault;
import dev.holdfast.device.fault.FaultAction;
import dev.holdfast.device.fault.FaultKind;
import dev.holdfast.device.fault.FaultSite;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/// A queue that lets a plan decide what becomes of each command. Commands go to the device behind
/// in the order in which they came, by one thread at a time and never under the monitor; behind a
/// command that is delayed they wait here.
final class FaultyQueue implements DeviceQueue {
    private final Device inner;
    private final DeviceQueue target;
    private final FaultDice dice;
    private final Ticker ticker;
    private final Executor worker;

    // guarded by this
    private final ArrayDeque<Errand> waiting = new ArrayDeque<>();
    private boolean handingOn;
    private boolean held;
    private @Nullable Errand delayed;
    private long uncompleted;

    /// A queue in front of that of `inner`.
    FaultyQueue(Device inner, QueueKind kind, FaultDice dice, Workers workers) {
        this.inner = inner;
        this.target = inner.queue(kind);
        this.dice = dice;
        this.ticker = workers.ticker();
        this.worker = workers.worker("faulty-" + kind.text());
    }

    @Override
    public QueueKind kind() {
        return target.kind();
    }

    @Override
    public void submit(Command command, Completion completion) {
        check(command);
        Errand errand;
        synchronized (this) {
            FaultSite site = FaultSites.of(command).orElse(null);
            errand = new Errand(command, completion, site == null ? null : dice.roll(site));
            waiting.addLast(errand);
            uncompleted++;
        }
        handOn();
        RuntimeException refusal;
        synchronized (this) {
            errand.callerWaits = false;
            refusal = errand.refusal;
        }
        if (refusal != null) {
            throw refusal;
        }
    }

    /// Takes the delayed command away, or what runs on the device behind.
    ResetOutcome reset() {
        Errand taken;
        synchronized (this) {
            taken = delayed;
            delayed = null;
        }
        if (taken == null) {
            return inner.reset(kind());
        }
        if (taken.alarm != null) {
            taken.alarm.cancel();
        }
        Fault fault =
                Fault.of(
                        FaultKind.REVOKED, "a delayed command was taken from its queue by a reset");
        worker.execute(() -> release(taken, fault));
        return new ResetOutcome.Reset();
    }

    /// Throws unless every command has been completed.
    synchronized void requireIdle() {
        if (uncompleted > 0) {
            throw new IllegalStateException(
                    uncompleted + " commands are still queued for " + kind().text());
        }
    }

    private void handOn() {
        Errand next;
        while ((next = take()) != null) {
            try {
                send(next);
            } catch (RuntimeException refusal) {
                refuse(next, refusal);
            } finally {
                synchronized (this) {
                    handingOn = false;
                }
            }
        }
    }

    private synchronized @Nullable Errand take() {
        if (handingOn || held || waiting.isEmpty()) {
            return null;
        }
        handingOn = true;
        Errand next = waiting.removeFirst();
        held = next.delay() != null;
        return next;
    }

    private void send(Errand errand) {
        Duration delay = errand.delay();
        if (delay != null) {
            target.submit(errand.command, fault -> delay(errand, delay, fault));
        } else if (errand.roll != null && errand.roll.action() instanceof FaultAction.Fail) {
            target.submit(
                    wreck(errand.command, errand.roll.draw()),
                    fault -> complete(errand, fault != null ? fault : failure(errand)));
        } else {
            target.submit(errand.command, fault -> complete(errand, fault));
        }
    }

    private void delay(Errand errand, Duration duration, @Nullable Fault fault) {
        if (fault != null) {
            release(errand, fault);
            return;
        }
        synchronized (this) {
            delayed = errand;
            errand.alarm =
                    ticker.schedule(duration.toNanos(), () -> worker.execute(() -> wake(errand)));
        }
    }

    private void wake(Errand errand) {
        synchronized (this) {
            if (delayed != errand) {
                return;
            }
            delayed = null;
        }
        release(errand, null);
    }

    private void release(Errand errand, @Nullable Fault fault) {
        try {
            complete(errand, fault);
        } finally {
            synchronized (this) {
                held = false;
            }
            handOn();
        }
    }

    private void complete(Errand errand, @Nullable Fault fault) {
        synchronized (this) {
            uncompleted--;
        }
        errand.completion.completed(fault);
    }

    /// What the device behind did not take is thrown at the caller, if it is still there.
    private void refuse(Errand errand, RuntimeException refusal) {
        synchronized (this) {
            held = false;
            if (errand.callerWaits) {
                errand.refusal = refusal;
                uncompleted--;
                return;
            }
        }
        boolean launch = errand.command instanceof Command.Launch;
        complete(
                errand,
                Fault.of(
                        launch ? FaultKind.KERNEL_FAILED : FaultKind.COPY_FAILED,
                        "the device did not take the command: " + refusal.getMessage()));
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
            default -> {}
        }
    }

    private void check(HeapRange range) {
        if (range.heap() >= inner.heaps().size()
                || range.end() > inner.heaps().get(range.heap()).sizeBytes()) {
            throw new IllegalArgumentException(range + " is outside its heap");
        }
    }

    private static Command wreck(Command command, long draw) {
        return switch (command) {
            case Command.Copy copy -> Wreck.of(copy, draw);
            case Command.Fill fill -> Wreck.of(fill, draw);
            default -> command;
        };
    }

    private static Fault failure(Errand errand) {
        String what =
                switch (errand.command) {
                    case Command.Copy copy -> "copy of " + copy.sizeBytes() + " bytes";
                    case Command.Fill fill -> "fill of " + fill.sizeBytes() + " bytes";
                    default -> "command";
                };
        String which = errand.roll == null ? "" : " (visit " + errand.roll.visit() + ")";
        return Fault.of(FaultKind.COPY_FAILED, what + " was made to fail" + which);
    }
}
