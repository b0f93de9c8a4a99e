package dev.holdfast.memory.recovery;

import dev.holdfast.device.Command;
import dev.holdfast.device.QueueKind;
import dev.holdfast.device.ResetOutcome;
import dev.holdfast.device.Ticker;
import dev.holdfast.device.Workers;
import dev.holdfast.device.fault.Fault;
import dev.holdfast.device.fault.FaultKind;
import dev.holdfast.device.fence.Consequence;
import dev.holdfast.device.fence.ForeignCode;
import dev.holdfast.memory.ledger.Ledger;
import dev.holdfast.memory.schedule.Schedule;
import dev.holdfast.memory.schedule.ScheduledCommand;
import dev.holdfast.memory.schedule.Standing;
import dev.holdfast.memory.schedule.Watch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/// Sees to it that every command ends: one that stays the first of its queue for longer than it may
/// is taken, and if that does not end it, the device is given up. Asks queues that have been idle
/// for long whether they are still there, by a marker that is watched like any command.
///
/// Time is told by a [dev.holdfast.device.SteadyTicker], so that a pause of the whole process is
/// not the device's. That notices one while an alarm is set; where none was, spans begin anew.
///
/// One alarm for all queues, at the earliest moment at which anything can be due. It is not moved
/// as commands come and go: when it rings it looks who is first by then, and since when. So a busy
/// queue costs one look in each span of a limit, and an idle one that nobody asks after nothing.
public final class Watchdog implements Watch {
    /// How often a device may say that a command which it has not reported does not run. It may be
    /// about to begin it on a machine that has no time for either of us.
    private static final int IDLE_ANSWERS = 3;

    /// No command, and no span of time that anybody means.
    private static final long LONGEST_NANOS = Long.MAX_VALUE / 4;

    /// When to try again where there was no worker to look.
    private static final long AGAIN_NANOS = 10_000_000;

    /// How much later than twice its span the second alarm is.
    private static final long GUARD_NANOS = 10_000_000;

    /// So often in a row the spans may begin anew because a worker came late to look.
    private static final int MOST_UNGUARDED = 64;

    /// Commands for nobody: the client of a marker.
    private static final long NOBODY = 0;

    private final Ledger ledger;
    private final Schedule schedule;
    private final Recovery recovery;
    private final Ticker ticker;
    private final Executor worker;
    private final long limitNanos;
    private final long beatNanos;

    // true once nothing is left to watch
    private volatile boolean resting;

    // guarded by the ledger
    private boolean beating;

    // the worker's
    private final Map<QueueKind, Attempt> attempts = new EnumMap<>(QueueKind.class);
    private Ticker.@Nullable Alarm alarm;
    private Ticker.Alarm guard = () -> {};
    private int unguardedInARow;

    // set by the ticker's thread: both alarms have rung, and nobody has come to look yet
    private volatile boolean unguarded;

    /// What was tried with one command that does not end.
    private static final class Attempt {
        private final Recovery.Guilty guilty;
        private final Fault fault;
        private boolean taken;
        private int idleAnswers;
        private boolean hopeless;

        private Attempt(Recovery.Guilty guilty, Fault fault) {
            this.guilty = guilty;
            this.fault = fault;
        }
    }

    /// Watches `schedule`: a command may take `limit` and a queue be idle for `beat` before it is
    /// asked; zero is for ever. A beat that is not answered is as good as a command that does not
    /// end, even where those have no limit.
    public Watchdog(
            Ledger ledger,
            Schedule schedule,
            Recovery recovery,
            Workers workers,
            Duration limit,
            Duration beat) {
        this.ledger = ledger;
        this.schedule = schedule;
        this.recovery = recovery;
        this.ticker = workers.ticker();
        this.worker = workers.worker("recovery");
        this.limitNanos = nanos(limit);
        this.beatNanos = nanos(beat);
    }

    /// A span of time for the watch; those that are longer than anybody waits are all alike.
    public static long nanos(Duration duration) {
        return duration.compareTo(Duration.ofNanos(LONGEST_NANOS)) < 0
                ? duration.toNanos()
                : LONGEST_NANOS;
    }

    @Override
    public long nanoTime() {
        return ticker.nanoTime();
    }

    @Override
    public long limitNanos() {
        return limitNanos;
    }

    @Override
    public long beatNanos() {
        return beating ? beatNanos : 0;
    }

    /// Also what the ticker's thread does: it only wakes the worker.
    @Override
    public void look() {
        ForeignCode.hand(worker, this::lookNow, this::lookLater);
    }

    /// Without a worker it is tried again in a moment. Without a clock either, whatever is handed
    /// over next has the watch told anew.
    private void lookLater() {
        if (resting) {
            return;
        }
        try {
            var _ = ticker.schedule(AGAIN_NANOS, this::look);
        } catch (Throwable thrown) {
            ForeignCode.threw(thrown);
            ledger.drain().post(() -> schedule.looksAt(OptionalLong.empty()));
        }
    }

    /// Asks idle queues from now on, or no more. Under the ledger.
    public void beat(boolean wanted) {
        ledger.requireHeld();
        if (beatNanos == 0 || wanted == beating) {
            return;
        }
        beating = wanted;
        long nowNanos = ticker.nanoTime();
        for (QueueKind queue : QueueKind.values()) {
            if (wanted && schedule.standing(queue).idle()) {
                schedule.restart(queue, nowNanos);
            }
        }
        ledger.afterwards(this::look);
    }

    /// There is nothing left to watch: calls the alarm off that may still be set.
    public void rest() {
        boolean armed;
        resting = true;
        try (var _ = ledger.enter()) {
            armed = schedule.isLookedAfter();
        }
        if (armed) {
            look();
        }
    }

    private void lookNow() {
        List<Attempt> overdue = new ArrayList<>();
        OptionalLong next = OptionalLong.empty();
        long nowNanos;
        boolean blind = isBlind();
        try (var _ = ledger.enter()) {
            nowNanos = ticker.nanoTime();
            for (QueueKind queue : QueueKind.values()) {
                if (blind) {
                    schedule.restart(queue, nowNanos);
                }
                OptionalLong due = look(schedule.standing(queue), nowNanos, overdue);
                next = earlier(next, due);
            }
            schedule.looksAt(next);
        }
        arm(next, nowNanos);
        overdue.forEach(this::recover);
    }

    /// True if nobody would have noticed a pause until now, because no alarm was set. A worker that
    /// is late again and again does not keep what is overdue from being found.
    private boolean isBlind() {
        boolean was = unguarded;
        unguarded = false;
        unguardedInARow = was ? unguardedInARow + 1 : 0;
        return alarm == null || (was && unguardedInARow <= MOST_UNGUARDED);
    }

    private void lookUnguarded() {
        unguarded = true;
        look();
    }

    /// Adds to `overdue` what is, and says when to look again.
    private OptionalLong look(Standing standing, long nowNanos, List<Attempt> overdue) {
        forget(standing);
        boolean asking = standing.idle() && beatNanos() > 0 && schedule.lost().isEmpty();
        long withinNanos = asking ? beatNanos : standing.limitNanos();
        if (withinNanos == 0) {
            return OptionalLong.empty();
        }
        if (nowNanos - (standing.sinceNanos() + withinNanos) < 0) {
            return OptionalLong.of(standing.sinceNanos() + withinNanos);
        }
        schedule.restart(standing.queue(), nowNanos);
        if (asking) {
            long markerNanos = limitNanos > 0 ? limitNanos : beatNanos;
            schedule.addUrgent(
                    standing.queue(), new Command.Marker(), NOBODY, List.of(), markerNanos);
            return OptionalLong.of(nowNanos + markerNanos);
        }
        standing.head()
                .ifPresent(head ->
                        overdue.add(attempt(standing.queue(), head, standing.limitNanos())));
        return OptionalLong.of(nowNanos + withinNanos);
    }

    /// A command that has ended needs nothing any more.
    private void forget(Standing standing) {
        Attempt attempt = attempts.get(standing.queue());
        if (attempt != null && !standing.head().equals(Optional.of(attempt.guilty.command()))) {
            attempts.remove(standing.queue());
        }
    }

    /// What is tried with a command, and has been. At the first time a capture begins, because
    /// nothing of what comes next may happen before.
    @SuppressWarnings("ReferenceEquality") // the same command
    private Attempt attempt(QueueKind queue, ScheduledCommand command, long allowedNanos) {
        Attempt before = attempts.get(queue);
        if (before != null && before.guilty.command() == command) {
            return before;
        }
        Fault fault =
                Fault.of(
                        FaultKind.DEADLINE_PASSED,
                        "a command on the "
                                + queue.text()
                                + " queue did not end within "
                                + allowedNanos / 1_000_000
                                + " ms");
        Attempt first = new Attempt(Recovery.Guilty.of(queue, command), fault);
        attempts.put(queue, first);
        recovery.capture(first.guilty, fault);
        return first;
    }

    private static OptionalLong earlier(OptionalLong one, OptionalLong other) {
        if (one.isEmpty() || other.isEmpty()) {
            return one.isEmpty() ? other : one;
        }
        return one.getAsLong() - other.getAsLong() < 0 ? one : other;
    }

    /// A second alarm, for much later, is still set when the worker comes to look after the first
    /// has rung: so a pause in between is noticed too.
    private void arm(OptionalLong nanos, long nowNanos) {
        try {
            if (alarm != null) {
                alarm.cancel();
            }
            guard.cancel();
            alarm = null;
            if (nanos.isPresent()) {
                long delayNanos = Math.max(0, nanos.getAsLong() - nowNanos);
                guard = ticker.schedule(2 * delayNanos + GUARD_NANOS, this::lookUnguarded);
                alarm = ticker.schedule(delayNanos, this::look);
            }
        } catch (Throwable thrown) {
            ForeignCode.threw(thrown);
            lookLater();
        }
    }

    /// A device may take long to answer, and for another queue before this one. The time in which a
    /// command may end once it was asked for begins with the answer.
    private void startAnew(Recovery.Guilty guilty) {
        try (var _ = ledger.enter()) {
            schedule.restart(guilty.queue(), ticker.nanoTime());
        }
    }

    /// Outside the ledger.
    private void recover(Attempt attempt) {
        if (attempt.taken || attempt.idleAnswers == IDLE_ANSWERS) {
            giveUp(attempt, attempt.fault);
            return;
        }
        switch (recovery.take(attempt.guilty)) {
            case ResetOutcome.Reset taken -> attempt.taken = true;
            case ResetOutcome.Idle idle -> attempt.idleAnswers++;
            case ResetOutcome.NotPossible(String reason) ->
                    giveUp(
                            attempt,
                            Fault.causedBy(
                                    FaultKind.DEADLINE_PASSED,
                                    "its queue cannot be reset: " + reason,
                                    attempt.fault));
        }
        startAnew(attempt.guilty);
    }

    /// Gives the device up, but not before the capture has what only the device can bring it:
    /// afterwards that is handed no copy any more. If meanwhile another command does not end
    /// either, it may be that very copy, and nothing more is waited for.
    private void giveUp(Attempt attempt, Fault cause) {
        boolean waiting = attempts.values().stream().anyMatch(each -> each.hopeless);
        if (attempt.hopeless) {
            return;
        }
        attempt.hopeless = true;
        Runnable now = () -> recovery.giveUp(attempt.guilty, cause);
        var soon = Consequence.of(fetched -> ForeignCode.hand(worker, now, now));
        if (waiting || !recovery.fetched().onSettled(soon)) {
            now.run();
        }
    }
}
