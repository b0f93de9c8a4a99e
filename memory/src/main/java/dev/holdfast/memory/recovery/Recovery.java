package dev.holdfast.memory.recovery;

import dev.holdfast.device.Command;
import dev.holdfast.device.Device;
import dev.holdfast.device.QueueKind;
import dev.holdfast.device.ResetOutcome;
import dev.holdfast.device.fault.Fault;
import dev.holdfast.device.fault.FaultKind;
import dev.holdfast.device.fence.Fence;
import dev.holdfast.device.fence.ForeignCode;
import dev.holdfast.device.fence.InvariantError;
import dev.holdfast.memory.capture.Capturing;
import dev.holdfast.memory.capture.Trigger;
import dev.holdfast.memory.ledger.Ledger;
import dev.holdfast.memory.recorder.Counters;
import dev.holdfast.memory.schedule.Schedule;
import dev.holdfast.memory.schedule.ScheduledCommand;
import dev.holdfast.memory.submit.Tenant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// Takes commands from the device by force, and what it does not give back it settles itself.
///
/// Whatever may let a command retire comes after a capture of it has begun. A reset names the
/// command that it is meant for: one that ends a moment earlier is not taken, nor is the next.
public final class Recovery {
    private final Ledger ledger;
    private final Schedule schedule;
    private final Device device;
    private final Capturing capturing;
    private final Counters counters;
    private final Collection<Tenant> tenants;

    /// Recovers `device`, which `schedule` hands over to. `tenants` are all that there are,
    /// whenever it looks.
    public Recovery(
            Ledger ledger,
            Schedule schedule,
            Device device,
            Capturing capturing,
            Counters counters,
            Collection<Tenant> tenants) {
        this.ledger = ledger;
        this.schedule = schedule;
        this.device = device;
        this.capturing = capturing;
        this.counters = counters;
        this.tenants = tenants;
    }

    /// A command that is to be taken.
    ///
    /// @param queue where it is
    /// @param command which
    /// @param launch true if it is a client's own, and no move of the manager's
    record Guilty(QueueKind queue, ScheduledCommand command, boolean launch) {
        static Guilty of(QueueKind queue, ScheduledCommand command) {
            return new Guilty(queue, command, command.command() instanceof Command.Launch);
        }
    }

    /// Resets a queue because somebody wants it so: takes what it is at, after a capture has begun.
    /// On the caller's thread; waits for nothing but the device's own reset.
    public ResetOutcome reset(QueueKind queue) {
        Optional<Guilty> guilty;
        try (var _ = ledger.enter()) {
            guilty = schedule.standing(queue).head().map(command -> Guilty.of(queue, command));
            long number = guilty.map(each -> each.command().number()).orElse(Capturing.NOBODY);
            capturing.begin(Trigger.RESET, Optional.empty(), number);
        }
        return guilty.map(this::take).orElseGet(ResetOutcome.Idle::new);
    }

    /// Takes a command of which a capture has begun. Outside the ledger.
    ResetOutcome take(Guilty guilty) {
        if (guilty.command().isReported()) {
            return new ResetOutcome.Idle();
        }
        ResetOutcome outcome;
        try {
            outcome = device.reset(guilty.queue(), guilty.command());
        } catch (InvariantError ours) {
            // of a completion that the driver made in the call
            throw ours;
        } catch (Throwable thrown) {
            outcome = new ResetOutcome.NotPossible("the device threw " + ForeignCode.words(thrown));
        }
        if (outcome instanceof ResetOutcome.Reset) {
            counters.count(Counters.Counter.RESETS);
            if (guilty.launch()) {
                blame(guilty.command().clientId());
            }
        }
        return outcome;
    }

    /// A move is the manager's own, whoever owns the object; for it nobody is blamed.
    private void blame(long clientId) {
        try (var _ = ledger.enter()) {
            for (Tenant tenant : tenants) {
                if (tenant.id() == clientId) {
                    tenant.blame();
                }
            }
        }
    }

    /// Begins the capture of a command that did not end. Under the ledger.
    void capture(Guilty guilty, Fault fault) {
        boolean beat = guilty.command().command() instanceof Command.Marker;
        capturing.begin(
                beat ? Trigger.HEARTBEAT : Trigger.WATCHDOG,
                Optional.of(fault),
                guilty.command().number());
    }

    /// Settles once nobody needs the device for the sake of a capture.
    Fence fetched() {
        try (var _ = ledger.enter()) {
            return capturing.fetched();
        }
    }

    /// Gives the device up over a command that does not end: nothing is handed to it any more, and
    /// what it has settles now. What it has it may go on with, so the memory that it may touch goes
    /// into quarantine. Late reports are ignored. Outside the ledger, on any thread.
    ///
    /// While the device was asked the command may have ended: then there is no reason.
    void giveUp(Guilty guilty, Fault cause) {
        if (guilty.command().isReported()) {
            return;
        }
        Fault lost =
                device.lost()
                        .orElseGet(() ->
                                Fault.causedBy(
                                        FaultKind.DEVICE_LOST,
                                        "the device was given up: it neither ends its commands nor"
                                                + " gives them back",
                                        cause));
        ledger.drain().post(() -> giveUp(lost));
    }

    /// Under the ledger. What is with the device is settled after it.
    private void giveUp(Fault lost) {
        schedule.lose(lost);
        Fault fault = schedule.lost().orElse(lost);
        List<ScheduledCommand> left = schedule.unreported();
        ledger.afterwards(() -> force(left, fault));
    }

    private void force(List<ScheduledCommand> left, Fault fault) {
        Fault unstopped =
                Fault.causedBy(
                        FaultKind.UNSTOPPED,
                        "it was with the device when that was given up, and may run on",
                        fault);
        for (ScheduledCommand command : left) {
            if (command.force(unstopped, fault)) {
                counters.count(Counters.Counter.FORCED);
            }
        }
    }
}
