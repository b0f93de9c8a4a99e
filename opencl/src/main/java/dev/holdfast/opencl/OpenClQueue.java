package dev.holdfast.opencl;

import dev.holdfast.device.Command;
import dev.holdfast.device.Completion;
import dev.holdfast.device.DeviceQueue;
import dev.holdfast.device.QueueKind;
import dev.holdfast.device.Ticker;
import dev.holdfast.device.Workers;
import dev.holdfast.device.fault.Fault;
import dev.holdfast.device.fault.FaultKind;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/// One in-order queue, run by whoever has its *token*, on its worker: commands are handed to the
/// driver some way ahead and completed in order as their events are over. Submitting only lines a
/// command up, because a driver may block in a call that promises not to.
///
/// The worker does not wait for the driver. It gives the token back when there is nothing to do,
/// and is sent again by a submission, by the [Bell] of an event, or, because not every driver rings
/// for what failed, by an alarm after a while. Where bells are not to be relied on at all, it keeps
/// the token and waits for the oldest event.
///
/// What the CPU does by hand, host to host, begins when everything before it is over, and ends
/// before anything behind it begins. What is lent goes to the driver piece by piece, as far as
/// there is memory of our own to read it into; what is behind it has to wait for that.
final class OpenClQueue implements DeviceQueue, Runnable {
    /// How many commands the driver is given ahead.
    private static final int MOST_FLYING = 256;

    /// How many are handed over before the first is looked at again.
    private static final int BATCH = 32;

    /// How long nobody looks where no bell rings.
    private static final long LOOK_NANOS = 20_000_000;

    /// How long at first where none is asked for, and nobody may wait; twice as long each time that
    /// nothing was over, up to a millisecond.
    private static final long FIRST_LOOK_NANOS = 50_000;

    private static final long LONGEST_LOOK_NANOS = 1_000_000;

    private final OpenClDevice device;
    private final QueueKind kind;
    private final Events events;
    private final boolean serial;
    private final boolean waits;
    private final boolean rings;
    private final Driver driver;
    private final Ticker ticker;
    private final Executor worker;
    private final Bell bell = new Bell(this::ring);

    // guarded by this
    private final ArrayDeque<Errand> waiting = new ArrayDeque<>();
    private int open;
    private boolean token;
    private boolean rung;
    private boolean closed;
    private Ticker.@Nullable Alarm alarm;

    // the token's
    private final ArrayDeque<Errand> flying = new ArrayDeque<>();
    private @Nullable Errand half;
    private long lookNanos = FIRST_LOOK_NANOS;

    /// A queue of `device` that `driver` runs; how its commands end is found by `completions`.
    OpenClQueue(
            OpenClDevice device,
            QueueKind kind,
            Driver driver,
            Completions completions,
            Workers workers) {
        this.device = device;
        this.kind = kind;
        this.events = completions.events();
        this.serial = device.calls().serial();
        this.waits = completions.waits() && !serial;
        this.rings = !completions.waits();
        this.driver = driver;
        this.ticker = workers.ticker();
        this.worker = device.calls().worker(workers, "opencl-" + kind.text());
    }

    @Override
    public QueueKind kind() {
        return kind;
    }

    long handle() {
        return driver.queue();
    }

    @Override
    public void submit(Command command, Completion completion) {
        device.check().check(command);
        Errand errand = new Errand(command, completion, Driver.isByHand(command));
        synchronized (this) {
            if (closed) {
                throw new IllegalStateException(device.info().name() + " is closed");
            }
            waiting.add(errand);
            open++;
            if (token) {
                return;
            }
            token = true;
        }
        try {
            worker.execute(this);
        } catch (Throwable refused) {
            withoutWorker(refused, errand);
        }
    }

    /// Nobody has taken the token: it is tried again by the clock. Without that either, `errand` is
    /// refused.
    private void withoutWorker(Throwable refused, @Nullable Errand errand) {
        synchronized (this) {
            token = false;
            try {
                if (alarm == null) {
                    alarm = ticker.schedule(LOOK_NANOS, this::lookAgain);
                }
                return;
            } catch (Throwable noClock) {
                if (errand == null || !waiting.remove(errand)) {
                    return;
                }
                open--;
            }
        }
        throw new RejectedExecutionException("no worker would run the queue", refused);
    }

    private void goOn() {
        try {
            worker.execute(this);
        } catch (Throwable refused) {
            withoutWorker(refused, null);
        }
    }

    /// Hands over and completes while there is anything to. Only ever called with the token.
    @Override
    public void run() {
        do {
            boolean moved;
            do {
                moved = handOver();
                moved |= handOverMore();
                moved |= completeFinished();
                lookNanos = moved ? FIRST_LOOK_NANOS : lookNanos;
                if (moved && serial) {
                    // the other queues have the same thread
                    goOn();
                    return;
                }
            } while (moved);
            if (waits && !flying.isEmpty() && flying.getFirst().hasNextEvent()) {
                events.await(flying.getFirst().nextEvent());
            }
        } while (!park());
    }

    /// Forbids submissions; false, and nothing changed, if there are commands.
    synchronized boolean tryClose() {
        if (open > 0) {
            return false;
        }
        closed = true;
        if (alarm != null) {
            alarm.cancel();
        }
        return true;
    }

    /// Allows submissions again.
    synchronized void reopen() {
        closed = false;
    }

    /// Something may be over. Any thread.
    private void ring() {
        synchronized (this) {
            rung = true;
            if (token || closed) {
                return;
            }
            token = true;
        }
        goOn();
    }

    /// Gives the token back, unless there is something to do.
    private synchronized boolean park() {
        if (rung || mayBegin(waiting.peek()) || (waits && !flying.isEmpty())) {
            return false;
        }
        token = false;
        if (!flying.isEmpty() && alarm == null) {
            alarm = ticker.schedule(rings ? LOOK_NANOS : lookNanos, this::lookAgain);
            lookNanos = Math.min(2 * lookNanos, LONGEST_LOOK_NANOS);
        }
        return true;
    }

    private void lookAgain() {
        synchronized (this) {
            alarm = null;
        }
        ring();
    }

    private boolean mayBegin(@Nullable Errand next) {
        return next != null
                && half == null
                && flying.size() < MOST_FLYING
                && (flying.isEmpty() || !next.isByHand());
    }

    private synchronized @Nullable Errand takeNext() {
        rung = false;
        return mayBegin(waiting.peek()) ? waiting.poll() : null;
    }

    private boolean handOver() {
        int begun = 0;
        boolean withDriver = false;
        while (begun < BATCH) {
            Errand errand = takeNext();
            if (errand == null) {
                break;
            }
            begin(errand);
            flying.add(errand);
            withDriver |= errand.isWithDriver();
            begun++;
        }
        if (withDriver) {
            driver.flush();
        }
        return begun > 0;
    }

    /// One more piece of the command that is with the driver in part.
    private boolean handOverMore() {
        Errand errand = half;
        if (errand == null) {
            return false;
        }
        boolean more = false;
        int before = errand.eventCount();
        try {
            more = driver.proceed(errand);
        } catch (Throwable thrown) {
            errand.fail(errand.thrown(thrown));
        }
        if (errand.eventCount() > before) {
            driver.flush();
            ringWhenOver(errand);
        }
        if (errand.isBegun()) {
            half = null;
            more = true;
        }
        return more;
    }

    private void ringWhenOver(Errand errand) {
        if (errand.isWithDriver() && rings) {
            events.ringWhenOver(errand.lastEvent(), bell);
        }
    }

    private void begin(Errand errand) {
        Optional<Fault> lost = device.lost();
        if (lost.isPresent()) {
            errand.fail(errand.lost(lost.get()));
            return;
        }
        try {
            driver.begin(errand);
        } catch (Throwable thrown) {
            // a part may be with the driver: the fault is told when that is over
            errand.fail(errand.thrown(thrown));
        }
        ringWhenOver(errand);
        half = errand.isBegun() ? null : errand;
    }

    private boolean completeFinished() {
        boolean any = false;
        Errand first = flying.peek();
        while (first != null && first.look(events, driver.stages())) {
            flying.remove();
            complete(first);
            any = true;
            first = flying.peek();
        }
        return any;
    }

    /// Nothing of the driver's is touched for a command after this: the device may be closed as
    /// soon as the last is told.
    private void complete(Errand errand) {
        errand.release(events, device.subBuffers());
        Fault fault = errand.fault();
        if (fault != null && fault.kind() == FaultKind.DEVICE_LOST) {
            device.lose(fault);
        }
        device.tally().count(errand.command(), fault == null);
        if (fault == null
                && errand.command() instanceof Command.Launch launch
                && launch.kernel() instanceof OpenClKernel kernel) {
            kernel.ran(launch);
        }
        synchronized (this) {
            open--;
        }
        boolean told = false;
        try {
            errand.complete();
            told = true;
        } finally {
            if (!told) {
                // the completion threw: that is its thread's affair, the queue goes on
                goOn();
            }
        }
    }
}
