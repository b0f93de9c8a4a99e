package dev.holdfast.soft;

import dev.holdfast.device.Command;
import dev.holdfast.device.Completion;
import dev.holdfast.device.DeviceQueue;
import dev.holdfast.device.QueueKind;
import dev.holdfast.device.ResetOutcome;
import dev.holdfast.device.Ticker;
import dev.holdfast.device.Workers;
import dev.holdfast.device.fault.Fault;
import dev.holdfast.device.fault.FaultKind;
import dev.holdfast.device.fence.ForeignCode;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/// One in-order queue, run by whoever has its *token*.
///
/// `state` holds the token bit, the closed bit and, above them, how many commands have not been
/// completed. Whoever adds a command and finds no token takes it and sends it to the worker; the
/// worker keeps it while there are commands and gives it back in the same step in which it sees
/// that there are none. So a queue with nothing to do has no task anywhere, and a completion that
/// submits to its own queue finds the token taken: its command runs next on the same thread, with
/// no recursion and no hop.
///
/// A command whose time is not up takes the token along: the worker returns, and the ticker sends
/// it back. A reset takes the token from the command that it revokes, which may leave a thread
/// behind inside a kernel; the queue goes on with another worker, and the thread that comes back
/// late finds its ticket over and only returns its worker. Fields marked as the token's are touched
/// by its holder alone; it changes hands through `state`, a ticket's phase or an executor, each of
/// which orders memory.
final class SoftQueue implements DeviceQueue, Runnable {
    private static final long TOKEN = 1;
    private static final long CLOSED = 2;
    private static final long ONE = 4;

    private static final VarHandle STATE;
    private static final VarHandle CURRENT;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            STATE = lookup.findVarHandle(SoftQueue.class, "state", long.class);
            CURRENT = lookup.findVarHandle(SoftQueue.class, "current", Ticket.class);
        } catch (ReflectiveOperationException missing) {
            throw new ExceptionInInitializerError(missing);
        }
    }

    private final SoftDevice device;
    private final QueueKind kind;
    private final Workers workers;
    private final Ticker ticker;
    private final CommandRunner runner;
    private final @Nullable Links links;
    private final Inbox inbox = new Inbox();
    private final ConcurrentLinkedQueue<Executor> spareWorkers = new ConcurrentLinkedQueue<>();

    private volatile long state;

    @SuppressWarnings("unused") // by CURRENT
    private @Nullable Ticket current;

    // the token's
    private final Pace pace;
    private Executor worker;
    private Revocation revocation = new Revocation();

    /// A queue of `device`; `links` if copies take time.
    SoftQueue(SoftDevice device, QueueKind kind, Workers workers, @Nullable Links links) {
        this.device = device;
        this.kind = kind;
        this.workers = workers;
        this.ticker = workers.ticker();
        this.runner = new CommandRunner(device);
        this.links = links;
        this.pace = new Pace(ticker.nanoTime());
        this.worker = newWorker();
    }

    @Override
    public QueueKind kind() {
        return kind;
    }

    @Override
    public void submit(Command command, Completion completion) {
        device.check().check(command);
        Ticket ticket =
                new Ticket(command, completion, mayTakeTime(command) ? ticker.nanoTime() : 0);
        long before = (long) STATE.getAndAdd(this, ONE);
        if ((before & CLOSED) != 0) {
            STATE.getAndAdd(this, -ONE);
            throw new IllegalStateException(device.info().name() + " is closed");
        }
        inbox.add(ticket);
        if ((before & TOKEN) == 0 && ((long) STATE.getAndBitwiseOr(this, TOKEN) & TOKEN) == 0) {
            goOn(worker);
        }
    }

    /// Has `on` run this queue. One that refuses or throws has not taken the task: then nobody runs
    /// what is here, and it fails.
    private void goOn(Executor on) {
        try {
            on.execute(this);
        } catch (Throwable refused) {
            failAll(refused);
        }
    }

    /// Only ever called with the token.
    private void failAll(Throwable refused) {
        Fault fault =
                Fault.of(
                        FaultKind.COPY_FAILED,
                        "no worker would run the "
                                + kind.text()
                                + " queue: "
                                + ForeignCode.words(refused));
        do {
            Ticket ticket = inbox.poll();
            if (ticket == null) {
                Thread.onSpinWait();
                continue;
            }
            device.tally().commands().increment();
            STATE.getAndAdd(this, -ONE);
            try {
                ticket.complete(
                        ticket.command() instanceof Command.Launch
                                ? Fault.of(FaultKind.KERNEL_FAILED, fault.message())
                                : fault);
            } catch (Throwable thrown) {
                // the completion's affair; those behind it come to their end
                ForeignCode.threw(thrown);
            }
        } while (!rest());
    }

    /// Runs commands while there are any. Only ever called with the token.
    @Override
    public void run() {
        Executor mine = worker;
        do {
            Ticket ticket = inbox.poll();
            if (ticket == null) {
                if (rest()) {
                    return;
                }
                Thread.onSpinWait();
            } else if (!perform(ticket, mine)) {
                return;
            }
        } while (!workers.stepped());
        if (!rest()) {
            goOn(mine);
        }
    }

    /// Forbids submissions; false, and nothing changed, if there are commands.
    boolean tryClose() {
        long before = state;
        while (before < ONE) {
            if (STATE.compareAndSet(this, before, before | CLOSED)) {
                return true;
            }
            before = state;
        }
        return false;
    }

    /// Allows submissions again.
    void reopen() {
        STATE.getAndBitwiseAnd(this, ~CLOSED);
    }

    /// Takes the current command away, if there is one; with `guilty`, only if it is that one.
    ResetOutcome reset(@Nullable Completion guilty) {
        Ticket ticket = (Ticket) CURRENT.getAcquire(this);
        if (ticket == null || (guilty != null && !ticket.reportsTo(guilty))) {
            return new ResetOutcome.Idle();
        }
        boolean inside = ticket.move(Ticket.WORKING, Ticket.OVER);
        while (ticket.is(Ticket.TIMING)) {
            // for the few steps in which its thread decides when it is due
            Thread.onSpinWait();
        }
        if (!inside && !ticket.move(Ticket.DELAYED, Ticket.OVER)) {
            return new ResetOutcome.Idle();
        }
        // from here on the token is ours
        revocation.revoke();
        revocation = new Revocation();
        device.tally().resets().increment();
        if (inside) {
            device.tally().abandoned().increment();
            Executor spare = spareWorkers.poll();
            worker = spare != null ? spare : anotherWorker();
        }
        Fault fault =
                Fault.of(
                        FaultKind.REVOKED,
                        CommandRunner.text(ticket.command())
                                + " was taken from the "
                                + kind.text()
                                + " queue by a reset");
        ForeignCode.hand(
                worker, () -> deliverAndRun(ticket, fault), () -> deliverAndGoOn(ticket, fault));
        return new ResetOutcome.Reset();
    }

    /// Gives the token back if there is nothing to do; false if there is.
    private boolean rest() {
        if (state >= ONE) {
            return false;
        }
        CURRENT.setRelease(this, null);
        long before = state;
        while (before < ONE) {
            if (STATE.compareAndSet(this, before, before & ~TOKEN)) {
                return true;
            }
            before = state;
        }
        return false;
    }

    /// Runs one command; false if the token is gone.
    private boolean perform(Ticket ticket, Executor mine) {
        CURRENT.setRelease(this, ticket);
        Command command = ticket.command();
        long atLeastNanos = 0;
        Fault fault = null;
        try {
            atLeastNanos = CommandRunner.atLeastNanos(command);
        } catch (Throwable thrown) {
            fault = Fault.of(FaultKind.KERNEL_FAILED, CommandRunner.text(command) + ": " + thrown);
        }
        boolean timed = atLeastNanos > 0 || isLimited(command);
        long beganNanos = timed ? ticker.nanoTime() : 0;
        if (fault == null) {
            fault = runner.run(command, revocation);
        }
        boolean wait = timed && fault == null;
        if (!ticket.move(Ticket.WORKING, wait ? Ticket.TIMING : Ticket.OVER)) {
            // revoked meanwhile: the queue went on without this thread
            device.tally().abandoned().decrement();
            spareWorkers.add(mine);
            return false;
        }
        if (wait) {
            return awaitDue(ticket, beganNanos, atLeastNanos, mine);
        }
        pace.untimed();
        return deliver(ticket, fault);
    }

    /// Completes a command whose work is done now, if it is due, or has the ticker do it; false if
    /// the token went with it.
    private boolean awaitDue(Ticket ticket, long beganNanos, long atLeastNanos, Executor mine) {
        long nowNanos = ticker.nanoTime();
        long begin = pace.begin(ticket.handedOverNanos(), beganNanos);
        long due = begin + Math.max(atLeastNanos, nowNanos - beganNanos);
        if (links != null && ticket.command() instanceof Command.Copy copy) {
            due = Math.max(due, links.claim(copy, begin));
        }
        pace.due(due);
        long delayNanos = due - nowNanos;
        if (delayNanos <= Pace.GRACE_NANOS) {
            ticket.finish(Ticket.OVER);
            return deliver(ticket, null);
        }
        ticket.finish(Ticket.DELAYED);
        // a reset may have the token from here on
        try {
            ticker.schedule(
                    delayNanos,
                    () -> ForeignCode.hand(mine, () -> resume(ticket), () -> resumeHere(ticket)));
        } catch (Throwable noClock) {
            // it is early then
            return ticket.move(Ticket.DELAYED, Ticket.OVER) && deliver(ticket, null);
        }
        return false;
    }

    private void resume(Ticket ticket) {
        if (ticket.move(Ticket.DELAYED, Ticket.OVER)) {
            deliverAndRun(ticket, null);
        }
    }

    private void resumeHere(Ticket ticket) {
        if (ticket.move(Ticket.DELAYED, Ticket.OVER)) {
            deliverAndGoOn(ticket, null);
        }
    }

    /// On a thread that must not run commands.
    private void deliverAndGoOn(Ticket ticket, @Nullable Fault fault) {
        var _ = deliver(ticket, fault);
        if (!rest()) {
            goOn(worker);
        }
    }

    private void deliverAndRun(Ticket ticket, @Nullable Fault fault) {
        var _ = deliver(ticket, fault);
        run();
    }

    /// True.
    private boolean deliver(Ticket ticket, @Nullable Fault fault) {
        device.tally().commands().increment();
        STATE.getAndAdd(this, -ONE);
        boolean done = false;
        try {
            ticket.complete(fault);
            done = true;
        } finally {
            if (!done) {
                // the completion threw: that is its thread's affair, the queue goes on
                goOn(worker);
            }
        }
        return true;
    }

    private boolean mayTakeTime(Command command) {
        return command instanceof Command.Launch || isLimited(command);
    }

    private boolean isLimited(Command command) {
        return links != null && command instanceof Command.Copy;
    }

    /// Where there is none any more, what comes next fails: the old one may never come back.
    private Executor anotherWorker() {
        try {
            return newWorker();
        } catch (Throwable none) {
            return task -> {
                throw new RejectedExecutionException("no worker took the place of the last");
            };
        }
    }

    private Executor newWorker() {
        return workers.worker(device.info().name() + "-" + kind.text());
    }
}
