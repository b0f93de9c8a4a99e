package dev.holdfast.memory.schedule;

import dev.holdfast.device.Command;
import dev.holdfast.device.DeviceQueue;
import dev.holdfast.device.QueueKind;
import dev.holdfast.device.fault.Fault;
import dev.holdfast.device.fault.FaultKind;
import dev.holdfast.device.fence.Consequence;
import dev.holdfast.device.fence.ForeignCode;
import dev.holdfast.device.fence.InvariantError;
import dev.holdfast.memory.ledger.Ledger;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// The way to one device queue.
///
/// It keeps few commands with the driver at a time: its [Depth].
public final class Lane {
    private final Ledger ledger;
    private final Schedule schedule;
    private final DeviceQueue queue;

    // guarded by the ledger
    private final ReadyCommands ready = new ReadyCommands();
    private final WithDriver withDriver;
    private final Depth depth;

    // filled under the ledger, emptied by whoever has the token
    private final ConcurrentLinkedQueue<HandOver> outbox = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean token = new AtomicBoolean();

    /// One command on its way to the driver.
    private final class HandOver implements Runnable {
        private final ScheduledCommand scheduled;
        private final Command command;

        HandOver(ScheduledCommand scheduled, Command command) {
            this.scheduled = scheduled;
            this.command = command;
        }

        @Override
        public void run() {
            submit(scheduled, command);
        }
    }

    Lane(Ledger ledger, Schedule schedule, DeviceQueue queue, Depth depth) {
        this.ledger = ledger;
        this.schedule = schedule;
        this.queue = queue;
        this.depth = depth;
        this.withDriver = new WithDriver(schedule, queue.kind());
    }

    QueueKind kind() {
        return queue.kind();
    }

    Ledger ledger() {
        return ledger;
    }

    long nanoTime() {
        return schedule.nanoTime();
    }

    /// A command waits for nothing any more: under the ledger.
    void ready(ScheduledCommand command) {
        Outsider outsider = command.outsider();
        if (outsider != null) {
            admit(command, outsider);
            return;
        }
        ready.add(command);
        if (mayDispatch()) {
            schedule.requestDispatch(this);
        }
    }

    /// Where nothing is handed over any more, there is always room for what is skipped.
    private boolean mayDispatch() {
        ScheduledCommand next = ready.peek();
        return next != null
                && (depth.hasRoomFor(next.clientId(), withDriver.size(), withDriver.first())
                        || schedule.lost().isPresent());
    }

    /// What the driver has. Under the ledger.
    WithDriver withDriver() {
        return withDriver;
    }

    /// Clients that were overtaken in this lane more often than they may be.
    List<Long> overtaken() {
        return ready.overtaken();
    }

    /// Decides what goes to the driver now: under the ledger. Hand-over happens after it.
    void dispatch() {
        boolean any = false;
        while (mayDispatch()) {
            ScheduledCommand next = ready.poll();
            if (next == null) {
                break;
            }
            if (!skips(next)) {
                withDriver.add(next);
                outbox.add(new HandOver(next, next.handOver()));
                depth.given(next, depth.isTimed() ? handOverNanos(next) : 0);
                any = true;
            }
        }
        if (any) {
            ledger.afterwards(this::flush);
        }
    }

    /// Of launches it is noted anyway.
    private long handOverNanos(ScheduledCommand command) {
        long nanos = command.handedOverNanos();
        return nanos != 0 ? nanos : schedule.nanoTime();
    }

    private boolean skips(ScheduledCommand command) {
        Fault reason = command.reasonToSkip().or(schedule::lost).orElse(null);
        if (reason == null) {
            return false;
        }
        command.skip();
        ledger.afterwards(() -> finishSkipped(command, reason));
        return true;
    }

    /// What no driver is given has no turn to wait for: under the ledger.
    private void admit(ScheduledCommand command, Outsider outsider) {
        if (skips(command)) {
            return;
        }
        Command.Launch launch = (Command.Launch) command.handOver();
        ledger.afterwards(() -> {
            if (command.give()) {
                schedule.log().handedOver(command.number(), kind());
                outsider.begins(command, launch);
            }
        });
    }

    /// A skipped command settles in its place: whoever comes behind it alone comes behind all that
    /// it came behind.
    private void finishSkipped(ScheduledCommand command, Fault reason) {
        inItsPlace(command, () -> settleSkipped(command, reason));
    }

    private static void inItsPlace(ScheduledCommand command, Runnable settling) {
        if (!command.behind().onSettled(Consequence.of(before -> settling.run()))) {
            settling.run();
        }
    }

    private void settleSkipped(ScheduledCommand command, Fault reason) {
        schedule.log().skipped(command.number(), kind(), reason.kind());
        command.settleSkipped(reason);
        ledger.drain()
                .post(() -> {
                    command.releaseFollowers();
                    schedule.forget(command);
                });
    }

    /// Submits the outbox in order. One thread at a time has the token; one that does not get it
    /// may leave, because the holder looks again after giving it back.
    ///
    /// What follows if the driver completes a command in the call is settled here as ever, and
    /// whatever is thrown, the next is handed over.
    private void flush() {
        try (var section = ledger.settling()) {
            while (!outbox.isEmpty() && token.compareAndSet(false, true)) {
                HandOver next;
                while ((next = outbox.poll()) != null) {
                    section.attempt(next);
                }
                token.set(false);
            }
        }
    }

    /// Written down before the driver hears of it: it may take the process with it.
    ///
    /// Whatever the driver throws, the command settles. An exception says that it was refused and
    /// will not run: so has the driver promised. After an error nothing is known of the driver, and
    /// it may have the command: then that counts as one that was not stopped.
    private void submit(ScheduledCommand scheduled, Command command) {
        Optional<Fault> lost = schedule.lost();
        if (lost.isPresent()) {
            // it was on its way when the device was given up
            scheduled.force(lost.get(), lost.get());
            return;
        }
        if (!scheduled.give()) {
            return;
        }
        schedule.log().handedOver(scheduled.number(), kind());
        try {
            queue.submit(command, scheduled);
        } catch (Throwable thrown) {
            FaultKind kind =
                    command instanceof Command.Launch
                            ? FaultKind.KERNEL_FAILED
                            : FaultKind.COPY_FAILED;
            Fault fault =
                    Fault.of(kind, "the device refused a command: " + ForeignCode.words(thrown));
            if (thrown instanceof Error error) {
                inDoubt(scheduled, fault, error);
            } else {
                scheduled.refused(fault);
            }
        }
    }

    private static void inDoubt(ScheduledCommand scheduled, Fault fault, Error thrown) {
        Fault unstopped =
                Fault.causedBy(
                        FaultKind.UNSTOPPED,
                        "the device may have it and run it all the same",
                        fault);
        scheduled.force(unstopped, unstopped);
        if (thrown instanceof InvariantError broken) {
            throw broken;
        }
    }

    /// The driver reports a command: on any thread, nobody has been told.
    void reported(ScheduledCommand command, @Nullable Fault fault) {
        schedule.log().completed(command.number(), kind(), fault == null ? null : fault.kind());
        if (fault != null && fault.kind() == FaultKind.DEVICE_LOST && schedule.lost().isEmpty()) {
            ledger.drain().post(() -> schedule.lose(fault));
        }
    }

    /// A command was decided on and never given to the driver: on any thread.
    void neverGiven(ScheduledCommand command, Fault reason) {
        schedule.log().skipped(command.number(), kind(), reason.kind());
    }

    /// A command of this lane was given up and not stopped: on any thread, its result has settled.
    /// Who comes behind it waits until what follows from that is done.
    void unstopped(ScheduledCommand scheduled, Fault fault) {
        ledger.drain()
                .post(() -> {
                    Command command = java.util.Objects.requireNonNull(scheduled.command());
                    schedule.unstopped(command, fault);
                    ledger.afterwards(scheduled::settleUnstopped);
                });
    }

    /// What was given up has ended after all: on any thread, it counts as over already.
    void endedAfterAll(Command command) {
        ledger.drain().post(() -> schedule.endedAfterAll(command));
    }

    /// A command of this lane is over: on any thread, its result has settled.
    void completed(ScheduledCommand command) {
        long nanos = depth.isTimed() ? schedule.clockNanos() : 0;
        ledger.drain()
                .post(() -> {
                    command.settledUnderLedger();
                    schedule.forget(command);
                    withDriver.remove(command);
                    depth.ended(command, nanos);
                    if (!ready.isEmpty()) {
                        schedule.requestDispatch(this);
                    }
                });
    }
}
